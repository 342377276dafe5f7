import type { AlterObjectSchemaStmt, RenameStmt } from 'libpg-query';
import type { Change, Effect } from '../../model/migration.ts';
import { effect, nameOf, tableName, unclassified } from './nodes.ts';

const KINDS: Partial<Record<NonNullable<RenameStmt['renameType']>, Change['kind']>> = {
  OBJECT_TABLE: 'table',
  OBJECT_FOREIGN_TABLE: 'table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'view',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'type',
  OBJECT_SCHEMA: 'schema',
};

/**
 * RENAME: ACCESS EXCLUSIVE as all of ALTER TABLE; of an index: "renaming an index ... requires a SHARE UPDATE EXCLUSIVE
 * lock" (https://www.postgresql.org/docs/18/sql-alterindex.html).
 */
export function rename(statement: RenameStmt): Effect {
  const { renameType = 'OBJECT_TABLE', relation, object, subname = '', newname = '' } = statement;
  const words = renameType.slice('OBJECT_'.length).replaceAll('_', ' ');
  const table = tableName(relation);
  if (renameType === 'OBJECT_INDEX')
    return effect('ALTER INDEX ... RENAME', 'neutral', 'SHARE UPDATE EXCLUSIVE', {
      changes: [{ action: 'rename', kind: 'index', name: table, to: newname }],
    });
  if (renameType === 'OBJECT_TABCONSTRAINT')
    return effect('ALTER TABLE ... RENAME CONSTRAINT', 'neutral', 'ACCESS EXCLUSIVE', {
      changes: [{ action: 'rename', kind: 'constraint', name: table, part: subname, to: newname }],
    });
  if (renameType === 'OBJECT_COLUMN')
    return effect('ALTER TABLE ... RENAME COLUMN', 'contract', 'ACCESS EXCLUSIVE', {
      changes: [{ action: 'rename', kind: 'column', name: table, part: subname, to: newname }],
    });
  const kind = KINDS[renameType];
  if (kind === undefined) return unclassified(`ALTER ${words} ... RENAME`, 'who uses its name is not known');
  const name = relation === undefined ? nameOf(object) : table;
  const lock = relation === undefined ? 'none' : 'ACCESS EXCLUSIVE';
  return effect(`ALTER ${words} ... RENAME`, 'contract', lock, {
    changes: [{ action: 'rename', kind, name, to: sameSchema(name, newname) }],
  });
}

const sameSchema = (name: string, to: string): string => name.slice(0, name.lastIndexOf('.') + 1) + to;

/** SET SCHEMA: for a program that names the schema, the thing is gone. */
export function setSchema({
  objectType = 'OBJECT_TABLE',
  relation,
  object,
  newschema = '',
}: AlterObjectSchemaStmt): Effect {
  const kind = KINDS[objectType];
  const what = `ALTER ${objectType.slice('OBJECT_'.length)} ... SET SCHEMA`;
  if (kind === undefined) return unclassified(what, 'who uses its name is not known');
  const name = relation === undefined ? nameOf(object) : tableName(relation);
  const to = `${newschema}.${name.slice(name.lastIndexOf('.') + 1)}`;
  return effect(what, 'contract', relation === undefined ? 'none' : 'ACCESS EXCLUSIVE', {
    changes: [{ action: 'rename', kind, name, to }],
  });
}
