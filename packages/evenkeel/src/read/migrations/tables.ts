import type {
  CreateStmt,
  CreateTableAsStmt,
  DropStmt,
  LockStmt,
  Node,
  RefreshMatViewStmt,
  ReindexStmt,
  TruncateStmt,
  VacuumStmt,
} from 'libpg-query';
import { type Change, type Effect, LOCKS, type LockLevel } from '../../model/migration.ts';
import { addedColumn } from './columns.ts';
import { eachOf, effect, hasOption, nameOf, tableName, tablesOf, unclassified } from './nodes.ts';
import { holdsNode } from './volatile.ts';

/**
 * CREATE TABLE. Nobody waits for a new table; but "creating a partition using PARTITION OF requires taking an ACCESS
 * EXCLUSIVE lock on the parent", and "The addition of a foreign key constraint requires a SHARE ROW EXCLUSIVE lock on
 * the referenced table". https://www.postgresql.org/docs/18/sql-createtable.html
 */
export function createTable(statement: CreateStmt): Effect {
  const table = tableName(statement.relation);
  const columns = (statement.tableElts ?? []).flatMap((node) =>
    'ColumnDef' in node ? [addedColumn(table, node.ColumnDef)] : [],
  );
  // what is temporary is no part of the schema
  const changes: Change[] =
    statement.relation?.relpersistence === 't'
      ? []
      : [{ action: 'add', kind: 'table', name: table }, ...columns];
  return effect('CREATE TABLE', 'expand', lockOfCreate(statement), { changes });
}

function lockOfCreate({ partbound, tableElts }: CreateStmt): LockLevel {
  if (partbound !== undefined) return 'ACCESS EXCLUSIVE';
  const foreign = (tableElts ?? []).some((node) =>
    constraintsIn(node).some((each) => 'Constraint' in each && each.Constraint.contype === 'CONSTR_FOREIGN'),
  );
  return foreign ? 'SHARE ROW EXCLUSIVE' : 'none';
}

function constraintsIn(node: Node): readonly Node[] {
  if ('Constraint' in node) return [node];
  return 'ColumnDef' in node ? (node.ColumnDef.constraints ?? []) : [];
}

/** CREATE TABLE AS, SELECT INTO, CREATE MATERIALIZED VIEW: what they read is locked as by any query (13.3.1). */
export function createTableAs({ into, objtype, query }: CreateTableAsStmt): Effect {
  const view = objtype === 'OBJECT_MATVIEW';
  const what = view ? 'CREATE MATERIALIZED VIEW' : 'CREATE TABLE AS';
  const changes =
    into?.rel?.relpersistence === 't' ? [] : eachOf('add', view ? 'view' : 'table', [tableName(into?.rel)]);
  return effect(what, 'expand', holdsNode(query, ['RangeVar']) ? 'ACCESS SHARE' : 'none', { changes });
}

const DROPPED: Partial<Record<NonNullable<DropStmt['removeType']>, Change['kind']>> = {
  OBJECT_TABLE: 'table',
  OBJECT_FOREIGN_TABLE: 'table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'view',
  OBJECT_INDEX: 'index',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'type',
  OBJECT_SCHEMA: 'schema',
};

/**
 * DROP. "ACCESS EXCLUSIVE: Acquired by the DROP TABLE, TRUNCATE, ... commands" (13.3.1). DROP INDEX: "A normal DROP
 * INDEX acquires an ACCESS EXCLUSIVE lock on the table"; CONCURRENTLY does not, and cannot run in a transaction block.
 * https://www.postgresql.org/docs/18/sql-dropindex.html
 */
export function drop({ objects, removeType, concurrent }: DropStmt): Effect {
  const what = `DROP ${removeType?.slice('OBJECT_'.length).replaceAll('_', ' ').replace('MATVIEW', 'MATERIALIZED VIEW')}`;
  const kind = removeType === undefined ? undefined : DROPPED[removeType];
  const names = (objects ?? []).map(nameOf);
  if (kind === undefined) {
    if (removeType === 'OBJECT_TRIGGER' || removeType === 'OBJECT_RULE' || removeType === 'OBJECT_POLICY')
      return unclassified(what, 'it changes what statements of base do', 'ACCESS EXCLUSIVE');
    return removeType === 'OBJECT_SEQUENCE' ||
      removeType === 'OBJECT_EXTENSION' ||
      removeType === 'OBJECT_FUNCTION'
      ? effect(what, 'contract', 'none')
      : unclassified(what, 'who needs it is not known');
  }
  const free = kind === 'type';
  const lock = concurrent ? 'SHARE UPDATE EXCLUSIVE' : free ? 'none' : 'ACCESS EXCLUSIVE';
  return effect(what, 'contract', lock, {
    changes: eachOf('drop', kind, names),
    ...(concurrent && { alone: true }),
  });
}

/** TRUNCATE (13.3.1). Its rows are gone; its shape stays. */
export const truncate = ({ relations }: TruncateStmt): Effect =>
  effect('TRUNCATE', 'migrate', 'ACCESS EXCLUSIVE', {
    changes: eachOf('alter', 'table', tablesOf(relations)),
  });

/** LOCK TABLE: the mode that it names. The parser numbers them from 1, in the order of 13.3.1. */
export const lockTable = ({ relations, mode = 8 }: LockStmt): Effect =>
  effect('LOCK TABLE', 'neutral', LOCKS[mode] ?? 'ACCESS EXCLUSIVE', {
    changes: eachOf('alter', 'table', tablesOf(relations)),
  });

/**
 * VACUUM and ANALYZE (13.3.1): FULL "rewrites the entire contents of the table into a new disk file"
 * (https://www.postgresql.org/docs/18/sql-vacuum.html).
 */
export function vacuum({ options, rels, is_vacuumcmd }: VacuumStmt): Effect {
  const full = hasOption(options, 'full');
  const names = (rels ?? []).flatMap((node) =>
    'VacuumRelation' in node ? [tableName(node.VacuumRelation.relation)] : [],
  );
  const lock = full ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE';
  return effect(is_vacuumcmd ? 'VACUUM' : 'ANALYZE', 'neutral', lock, {
    rewrites: full,
    ...(full && { reason: 'VACUUM FULL writes the table anew' }),
    changes: eachOf('alter', 'table', names),
    ...(is_vacuumcmd && { alone: true }),
  });
}

/** REFRESH MATERIALIZED VIEW (13.3.1): EXCLUSIVE when CONCURRENTLY. */
export function refresh({ concurrent, relation }: RefreshMatViewStmt): Effect {
  return effect('REFRESH MATERIALIZED VIEW', 'migrate', concurrent ? 'EXCLUSIVE' : 'ACCESS EXCLUSIVE', {
    rewrites: concurrent !== true,
    ...(!concurrent && { reason: 'the view is filled anew' }),
    changes: eachOf('alter', 'view', [tableName(relation)]),
  });
}

/** REINDEX (13.3.1); CONCURRENTLY not in a transaction block (https://www.postgresql.org/docs/18/sql-reindex.html). */
export function reindex({ params }: ReindexStmt): Effect {
  const gently = hasOption(params, 'concurrently');
  return effect('REINDEX', 'neutral', gently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE', {
    ...(gently && { alone: true }),
  });
}
