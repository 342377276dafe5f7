import type { CopyStmt, SelectStmt } from 'libpg-query';
import type { Effect } from '../../model/migration.ts';
import { eachOf, effect, tableName, unclassified } from './nodes.ts';
import { holdsNode, unknownFunctions } from './volatile.ts';

/** INSERT, UPDATE, DELETE, MERGE: "ROW EXCLUSIVE: ... acquired by any command that modifies data" (13.3.1). */
export const changeRows = (what: string): Effect => effect(what, 'migrate', 'ROW EXCLUSIVE');

/** COPY: FROM writes, TO reads. */
export const copy = ({ is_from }: CopyStmt): Effect =>
  is_from ? changeRows('COPY') : effect('COPY', 'neutral', 'ACCESS SHARE');

const WRITES = ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'];

/**
 * SELECT: ACCESS SHARE, or ROW SHARE with FOR UPDATE and its kin (13.3.1). What a function that it calls does is
 * not known, but for those of PostgreSQL's own that change nothing; setval moves a sequence.
 */
export function select(query: SelectStmt): Effect {
  if (query.intoClause !== undefined)
    return effect('SELECT INTO', 'expand', 'ACCESS SHARE', {
      changes: eachOf('add', 'table', [tableName(query.intoClause.rel)]),
    });
  if (query.withClause !== undefined && holdsNode(query.withClause, WRITES)) return changeRows('WITH');
  const [unknown] = unknownFunctions(query).filter((name) => name !== 'setval');
  if (unknown !== undefined)
    return unclassified('SELECT', `what ${unknown}() does is not known`, 'ACCESS SHARE');
  if (unknownFunctions(query).length > 0) return effect('SELECT setval', 'migrate', 'ROW EXCLUSIVE');
  const locks = query.lockingClause !== undefined;
  const reads = holdsNode(query, ['RangeVar']);
  return effect('SELECT', 'neutral', locks ? 'ROW SHARE' : reads ? 'ACCESS SHARE' : 'none');
}
