import type { AlterTableCmd, AlterTableStmt, ColumnDef, Node } from 'libpg-query';
import type { Change, Effect, LockLevel, Stage } from '../../model/migration.ts';
import { addColumn, isNull } from './columns.ts';
import { addConstraint } from './constraints.ts';
import type { KnownSchema } from './known-schema.ts';
import { effect, tableName, together, unclassified } from './nodes.ts';
import { holdsAll, keepsContents, typeInWords } from './sql-types.ts';

/*
 * Locks and rewrites are those of https://www.postgresql.org/docs/18/sql-altertable.html: "An ACCESS EXCLUSIVE lock is
 * acquired unless explicitly noted."
 */

type Subtype = NonNullable<AlterTableCmd['subtype']>;
type Simple = readonly [words: string, stage: Stage, lock?: LockLevel, rewriteReason?: string];

const TRIGGER: Simple = ['ENABLE or DISABLE TRIGGER', 'unclassified', 'SHARE ROW EXCLUSIVE'];
const RULE: Simple = ['ENABLE or DISABLE RULE', 'unclassified'];
const SECURITY: Simple = ['ROW LEVEL SECURITY', 'unclassified'];
const OPTIONS: Simple = ['ALTER COLUMN ... SET (option)', 'neutral', 'SHARE UPDATE EXCLUSIVE'];
const PERSISTENCE = 'the table is written anew, with or without its log';

/** Commands whose effect does not hang on their arguments. */
const SIMPLE: Partial<Record<Subtype, Simple>> = {
  AT_SetStatistics: ['ALTER COLUMN ... SET STATISTICS', 'neutral', 'SHARE UPDATE EXCLUSIVE'],
  AT_SetOptions: OPTIONS,
  AT_ResetOptions: OPTIONS,
  AT_SetStorage: ['ALTER COLUMN ... SET STORAGE', 'neutral'],
  AT_SetCompression: ['ALTER COLUMN ... SET COMPRESSION', 'neutral'],
  AT_ValidateConstraint: ['VALIDATE CONSTRAINT', 'neutral', 'SHARE UPDATE EXCLUSIVE'],
  AT_AlterConstraint: ['ALTER CONSTRAINT', 'unclassified'],
  AT_ChangeOwner: ['OWNER TO', 'neutral'],
  AT_ClusterOn: ['CLUSTER ON', 'neutral', 'SHARE UPDATE EXCLUSIVE'],
  AT_DropCluster: ['SET WITHOUT CLUSTER', 'neutral', 'SHARE UPDATE EXCLUSIVE'],
  AT_DropOids: ['SET WITHOUT OIDS', 'neutral'],
  AT_SetLogged: ['SET LOGGED', 'neutral', 'ACCESS EXCLUSIVE', PERSISTENCE],
  AT_SetUnLogged: ['SET UNLOGGED', 'neutral', 'ACCESS EXCLUSIVE', PERSISTENCE],
  AT_SetAccessMethod: ['SET ACCESS METHOD', 'neutral', 'ACCESS EXCLUSIVE', 'the table is written anew'],
  AT_SetTableSpace: ['SET TABLESPACE', 'neutral', 'ACCESS EXCLUSIVE', "the table's files are moved"],
  AT_EnableTrig: TRIGGER,
  AT_EnableAlwaysTrig: TRIGGER,
  AT_EnableReplicaTrig: TRIGGER,
  AT_DisableTrig: TRIGGER,
  AT_EnableTrigAll: TRIGGER,
  AT_DisableTrigAll: TRIGGER,
  AT_EnableTrigUser: TRIGGER,
  AT_DisableTrigUser: TRIGGER,
  AT_EnableRule: RULE,
  AT_EnableAlwaysRule: RULE,
  AT_EnableReplicaRule: RULE,
  AT_DisableRule: RULE,
  AT_EnableRowSecurity: SECURITY,
  AT_DisableRowSecurity: SECURITY,
  AT_ForceRowSecurity: SECURITY,
  AT_NoForceRowSecurity: SECURITY,
  AT_AddInherit: ['INHERIT', 'expand'],
  AT_DropInherit: ['NO INHERIT', 'contract'],
  AT_AddOf: ['OF', 'unclassified'],
  AT_DropOf: ['NOT OF', 'unclassified'],
  AT_ReplicaIdentity: ['REPLICA IDENTITY', 'neutral'],
  AT_AttachPartition: ['ATTACH PARTITION', 'expand', 'SHARE UPDATE EXCLUSIVE'],
  AT_DetachPartitionFinalize: ['DETACH PARTITION ... FINALIZE', 'contract', 'SHARE UPDATE EXCLUSIVE'],
};

/** ALTER TABLE, and ALTER INDEX, VIEW, SEQUENCE and TYPE where they are written as it. */
export function alterTable({ relation, cmds, objtype }: AlterTableStmt, known: KnownSchema): Effect {
  const table = tableName(relation);
  const commands = (cmds ?? []).flatMap((node) => ('AlterTableCmd' in node ? [node.AlterTableCmd] : []));
  if (objtype !== 'OBJECT_TABLE' && objtype !== 'OBJECT_FOREIGN_TABLE')
    return alterOther(objtype, table, commands);
  return together(
    commands.map((command) => alterCommand(table, command, known)),
    unclassified('ALTER TABLE', 'it says nothing'),
  );
}

function alterOther(objtype = 'OBJECT_TABLE', name: string, commands: readonly AlterTableCmd[]): Effect {
  const what = `ALTER ${objtype.slice('OBJECT_'.length)}`;
  if (objtype === 'OBJECT_TYPE')
    return effect(
      what,
      commands.every(({ subtype }) => subtype === 'AT_AddColumn') ? 'expand' : 'contract',
      'none',
      {
        changes: [{ action: 'alter', kind: 'type', name }],
      },
    );
  return unclassified(what, 'what it changes is not looked into', 'ACCESS EXCLUSIVE');
}

function alterCommand(table: string, command: AlterTableCmd, known: KnownSchema): Effect {
  const { subtype, def } = command;
  const simple = subtype === undefined ? undefined : SIMPLE[subtype];
  if (simple !== undefined) return simpleEffect(table, simple);
  if (subtype === 'AT_AddColumn' && def !== undefined && 'ColumnDef' in def)
    return addColumn(table, def.ColumnDef, known);
  if (subtype === 'AT_AddConstraint' && def !== undefined && 'Constraint' in def)
    return addConstraint(table, def.Constraint);
  if (subtype === 'AT_AlterColumnType' && def !== undefined && 'ColumnDef' in def)
    return alterType(table, command.name ?? '', def.ColumnDef, known);
  return alterColumn(table, command) ?? otherCommand(command);
}

function simpleEffect(table: string, [words, stage, lock = 'ACCESS EXCLUSIVE', reason]: Simple): Effect {
  const why = stage === 'unclassified' ? 'it changes what statements of base do' : reason;
  return effect(`ALTER TABLE ... ${words}`, stage, lock, {
    rewrites: reason !== undefined,
    ...(why !== undefined && { reason: why }),
    changes: [{ action: 'alter', kind: 'table', name: table }],
  });
}

function alterColumn(table: string, { subtype, name: part = '', def }: AlterTableCmd): Effect | undefined {
  const column = (words: string, stage: Stage, change: Partial<Change>, more: Partial<Effect> = {}) =>
    effect(`ALTER TABLE ... ${words}`, stage, 'ACCESS EXCLUSIVE', {
      changes: [{ action: 'alter', kind: 'column', name: table, part, ...change }],
      ...more,
    });
  const set = def === undefined || isNull(def) ? 'null' : undefined;
  switch (subtype) {
    case 'AT_DropColumn':
      return column('DROP COLUMN', 'contract', { action: 'drop' });
    case 'AT_ColumnDefault':
      return column(
        set === undefined ? 'SET DEFAULT' : 'DROP DEFAULT',
        set === undefined ? 'expand' : 'contract',
        {
          aspect: 'default',
          ...(set !== undefined && { unset: set }),
        },
      );
    case 'AT_SetNotNull':
      return column('SET NOT NULL', 'contract', { aspect: 'not null' });
    case 'AT_DropNotNull':
      return column('DROP NOT NULL', 'expand', {});
    case 'AT_DropConstraint':
      return column('DROP CONSTRAINT', 'expand', { action: 'drop', kind: 'constraint' });
    case 'AT_SetExpression':
      return column(
        'SET EXPRESSION',
        'unclassified',
        {},
        {
          rewrites: true,
          reason: 'a stored generated column is computed anew for each row',
        },
      );
    case 'AT_AddIdentity':
      return column('ADD GENERATED AS IDENTITY', 'expand', { aspect: 'default' });
    case 'AT_SetIdentity':
      return column('SET GENERATED', 'neutral', {});
    case 'AT_DropExpression':
      return column('DROP EXPRESSION', 'contract', { aspect: 'default', unset: 'null' });
    case 'AT_DropIdentity':
      return column('DROP IDENTITY', 'contract', { aspect: 'default', unset: 'null' });
    default:
      return undefined;
  }
}

/** The planner and autovacuum parameters for which a weaker lock suffices (SET storage_parameter). */
const LIGHT = /^(fillfactor|parallel_workers|toast_tuple_target|vacuum_.*|autovacuum_.*|log_autovacuum_.*)$/;

function otherCommand({ subtype, def }: AlterTableCmd): Effect {
  if (subtype === 'AT_SetRelOptions' || subtype === 'AT_ResetRelOptions') {
    const names = def !== undefined && 'List' in def ? (def.List.items ?? []).map(optionName) : [];
    const light = names.every((name) => LIGHT.test(name));
    return effect(
      'ALTER TABLE ... SET (parameter)',
      'neutral',
      light ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE',
    );
  }
  if (subtype === 'AT_DetachPartition') {
    const gently = def !== undefined && 'PartitionCmd' in def && def.PartitionCmd.concurrent === true;
    const lock = gently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
    return effect('ALTER TABLE ... DETACH PARTITION', 'contract', lock, { ...(gently && { alone: true }) });
  }
  return unclassified(`ALTER TABLE (${subtype?.slice(3)})`, 'an unusual command', 'ACCESS EXCLUSIVE');
}

const optionName = (node: Node): string => ('DefElem' in node ? (node.DefElem.defname ?? '') : '');

/**
 * ALTER COLUMN TYPE: "will normally cause the entire table and its indexes to be rewritten. As an exception, when
 * changing the type of an existing column, if the USING clause does not change the column contents and the old type is
 * either binary coercible to the new type or an unconstrained domain over the new type, a table rewrite is not needed."
 */
function alterType(table: string, part: string, column: ColumnDef, known: KnownSchema): Effect {
  const [from, to] = [known.typeOf(table, part), typeInWords(column.typeName)];
  const holds = from === undefined ? 'unknown' : from === to || holdsAll(from, to) ? 'all' : 'fewer';
  const kept = from !== undefined && keepsContents(from, to) && keepsColumn(column.raw_default, part);
  return effect(
    'ALTER TABLE ... ALTER COLUMN TYPE',
    holds === 'all' ? 'expand' : 'contract',
    'ACCESS EXCLUSIVE',
    {
      rewrites: !kept,
      ...(!kept && {
        reason: from === undefined ? `its old type is not known` : `${from} is not stored as ${to} is`,
      }),
      changes: [
        {
          action: 'alter',
          kind: 'column',
          name: table,
          part,
          to,
          aspect: 'type',
          holds,
          ...(from !== undefined && { from }),
        },
      ],
    },
  );
}

/** Is USING absent, the column itself, or a cast of it? */
function keepsColumn(using: Node | undefined, column: string): boolean {
  if (using === undefined) return true;
  if ('TypeCast' in using) return keepsColumn(using.TypeCast.arg, column);
  if (!('ColumnRef' in using)) return false;
  const last = using.ColumnRef.fields?.at(-1);
  return last !== undefined && 'String' in last && last.String.sval === column;
}
