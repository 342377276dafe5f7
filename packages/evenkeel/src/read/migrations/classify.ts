import type { Node, TransactionStmt, ViewStmt } from 'libpg-query';
import type { Effect } from '../../model/migration.ts';
import { alterTable } from './alter-table.ts';
import { changeRows, copy, select } from './data.ts';
import { createIndex } from './indexes.ts';
import type { KnownSchema } from './known-schema.ts';
import { dotted, eachOf, effect, stringsOf, tableName, unclassified } from './nodes.ts';
import { rename, setSchema } from './rename.ts';
import { createTable, createTableAs, drop, lockTable, refresh, reindex, truncate, vacuum } from './tables.ts';
import { alterDomain, alterEnum, createDomain, createType } from './types.ts';

/** The statements by their names in the grammar, each with its body. */
type Merged<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
type Bodies = Merged<Node>;
type Handlers = { readonly [Kind in keyof Bodies]?: (body: Bodies[Kind], known: KnownSchema) => Effect };

const neutral = (what: string) => (): Effect => effect(what, 'neutral', 'none');
const opaque = (what: string, reason: string) => (): Effect => unclassified(what, reason);

const HANDLERS: Handlers = {
  CreateStmt: createTable,
  CreateForeignTableStmt: ({ base }) => createTable(base ?? {}),
  CreateTableAsStmt: createTableAs,
  AlterTableStmt: alterTable,
  DropStmt: drop,
  TruncateStmt: truncate,
  LockStmt: lockTable,
  VacuumStmt: vacuum,
  RefreshMatViewStmt: refresh,
  ReindexStmt: reindex,
  ClusterStmt: ({ relation }) =>
    effect('CLUSTER', 'neutral', 'ACCESS EXCLUSIVE', {
      rewrites: true,
      reason: 'CLUSTER writes the table anew',
      changes: relation === undefined ? [] : eachOf('alter', 'table', [tableName(relation)]),
    }),
  IndexStmt: createIndex,
  CreateEnumStmt: ({ typeName }) => createType(dotted(stringsOf(typeName))),
  CompositeTypeStmt: ({ typevar }) => createType(tableName(typevar)),
  CreateRangeStmt: ({ typeName }) => createType(dotted(stringsOf(typeName))),
  CreateDomainStmt: createDomain,
  AlterEnumStmt: alterEnum,
  AlterDomainStmt: alterDomain,
  RenameStmt: rename,
  AlterObjectSchemaStmt: setSchema,
  InsertStmt: () => changeRows('INSERT'),
  UpdateStmt: () => changeRows('UPDATE'),
  DeleteStmt: () => changeRows('DELETE'),
  MergeStmt: () => changeRows('MERGE'),
  CopyStmt: copy,
  SelectStmt: select,
  ViewStmt: createView,
  CreateFunctionStmt: ({ replace, is_procedure }) => createRoutine(replace === true, is_procedure === true),
  CreateTrigStmt: () =>
    // "SHARE ROW EXCLUSIVE: Acquired by CREATE TRIGGER and some forms of ALTER TABLE" (13.3.1)
    unclassified('CREATE TRIGGER', 'it changes what statements of base do', 'SHARE ROW EXCLUSIVE'),
  // "This lock level is SHARE UPDATE EXCLUSIVE ... COMMENT ON, CREATE STATISTICS" (13.3.1)
  CommentStmt: () => effect('COMMENT ON', 'neutral', 'SHARE UPDATE EXCLUSIVE'),
  CreateStatsStmt: () => effect('CREATE STATISTICS', 'neutral', 'SHARE UPDATE EXCLUSIVE'),
  CreateSchemaStmt: ({ schemaname }) =>
    effect('CREATE SCHEMA', 'expand', 'none', { changes: eachOf('add', 'schema', [schemaname ?? '']) }),
  CreateSeqStmt: () => effect('CREATE SEQUENCE', 'expand', 'none'),
  CreateExtensionStmt: () => effect('CREATE EXTENSION', 'expand', 'none'),
  TransactionStmt: transaction,
  VariableSetStmt: neutral('SET'),
  VariableShowStmt: neutral('SHOW'),
  NotifyStmt: neutral('NOTIFY'),
  CheckPointStmt: neutral('CHECKPOINT'),
  ExplainStmt: neutral('EXPLAIN'),
  AlterOwnerStmt: neutral('OWNER TO'),
  GrantStmt: ({ is_grant }) =>
    is_grant ? effect('GRANT', 'expand', 'none') : effect('REVOKE', 'contract', 'none'),
  DoStmt: opaque('DO', 'what its code does is not looked into'),
  CallStmt: opaque('CALL', 'what the procedure does is not known'),
  ExecuteStmt: opaque('EXECUTE', 'what was prepared is not looked into'),
};

/**
 * What a statement does, by PostgreSQL's documentation; `unclassified` where that depends on more than its words.
 * @param known what the statements before it tell of columns
 */
export function classify(node: Node, known: KnownSchema): Effect {
  const [[kind, body] = ['', {}]] = Object.entries(node);
  const handler: unknown = HANDLERS[kind as keyof Handlers];
  if (typeof handler !== 'function') return unclassified(kind.replace(/Stmt$/, ''), 'not known here');
  // the grammar gives each kind its own body
  return (handler as (body: unknown, known: KnownSchema) => Effect)(body, known);
}

/** CREATE VIEW; OR REPLACE changes what it shows, and locks it as DROP VIEW would. */
function createView({ view, replace }: ViewStmt): Effect {
  const changes = view?.relpersistence === 't' ? [] : eachOf('add', 'view', [tableName(view)]);
  if (!replace) return effect('CREATE VIEW', 'expand', 'none', { changes });
  return {
    ...unclassified('CREATE OR REPLACE VIEW', 'what it shows may change', 'ACCESS EXCLUSIVE'),
    changes,
  };
}

function createRoutine(replace: boolean, isProcedure: boolean): Effect {
  const word = isProcedure ? 'PROCEDURE' : 'FUNCTION';
  return replace
    ? unclassified(`CREATE OR REPLACE ${word}`, 'what it does for base may change')
    : effect(`CREATE ${word}`, 'expand', 'none');
}

function transaction({ kind }: TransactionStmt): Effect {
  const word = (kind ?? '').replace('TRANS_STMT_', '').replaceAll('_', ' ');
  const names: Readonly<Record<string, string>> = { START: 'BEGIN', 'ROLLBACK TO': 'ROLLBACK TO SAVEPOINT' };
  return effect(names[word] ?? word, 'neutral', 'none');
}
