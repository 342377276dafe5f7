import type { IndexStmt } from 'libpg-query';
import type { Effect } from '../../model/migration.ts';
import { effect, stringsOf, tableName } from './nodes.ts';

/**
 * CREATE INDEX. "SHARE: Acquired by CREATE INDEX (without CONCURRENTLY)"; "SHARE UPDATE EXCLUSIVE: Acquired by ...
 * CREATE INDEX CONCURRENTLY" (13.3.1). A unique one also refuses what base may write.
 * https://www.postgresql.org/docs/18/sql-createindex.html
 */
export function createIndex({ relation, concurrent, unique, idxname, indexParams }: IndexStmt): Effect {
  const columns = (indexParams ?? []).map((node) =>
    'IndexElem' in node ? (node.IndexElem.name ?? 'expression') : stringsOf([node]).join(),
  );
  return effect(
    unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX',
    unique ? 'contract' : 'expand',
    concurrent ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE',
    {
      changes: [
        {
          action: 'add',
          kind: 'index',
          name: tableName(relation),
          part: idxname ?? `(${columns.join(', ')})`,
          ...(concurrent && { gentle: true }),
        },
      ],
      ...(concurrent && { alone: true }),
    },
  );
}
