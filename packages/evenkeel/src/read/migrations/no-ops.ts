import type { Node } from 'libpg-query';
import type { Change, Effect } from '../../model/migration.ts';
import type { KnownSchema } from './known-schema.ts';

/**
 * A statement's effect without what it leaves alone: IF NOT EXISTS where the thing is there, IF EXISTS where it is not.
 * @param known all that was made so far: what it does not know is not there
 */
export function withoutNoOps(node: Node, effect: Effect, known: KnownSchema): Effect {
  if (makesIfMissing(node))
    return effect.changes.some((change) => isThere(change, known)) ? nothing(effect) : effect;
  const idle = (change: Change): boolean => isIdle(node, change, known);
  if (effect.changes.length === 0 || !effect.changes.some(idle)) return effect;
  const changes = effect.changes.filter((change) => !idle(change));
  return changes.length === 0 ? nothing(effect) : { ...effect, changes };
}

const nothing = ({ what }: Effect): Effect => ({
  what,
  stage: 'neutral',
  lock: 'none',
  rewrites: false,
  changes: [],
});

/** CREATE ... IF NOT EXISTS, which does all or nothing. */
function makesIfMissing(node: Node): boolean {
  if ('CreateStmt' in node) return node.CreateStmt.if_not_exists === true;
  if ('CreateTableAsStmt' in node) return node.CreateTableAsStmt.if_not_exists === true;
  if ('IndexStmt' in node) return node.IndexStmt.if_not_exists === true;
  return 'CreateSchemaStmt' in node && node.CreateSchemaStmt.if_not_exists === true;
}

/** A table and a view cannot have the same name. */
const isThere = (change: Change, known: KnownSchema): boolean =>
  change.action === 'add' &&
  change.kind !== 'column' &&
  (known.has(change) || (isRelation(change) && RELATIONS.some((kind) => known.has({ ...change, kind }))));

const RELATIONS: readonly Change['kind'][] = ['table', 'view'];
const isRelation = ({ kind }: Change): boolean => RELATIONS.includes(kind);

function isIdle(node: Node, change: Change, known: KnownSchema): boolean {
  if ('DropStmt' in node)
    return (
      node.DropStmt.missing_ok === true &&
      change.kind !== 'index' &&
      change.kind !== 'type' &&
      !known.has(change)
    );
  if (!('AlterTableStmt' in node) || change.kind !== 'column') return false;
  const { missing_ok: ifThere, cmds = [] } = node.AlterTableStmt;
  if (ifThere === true && !known.has({ kind: 'table', name: change.name })) return true;
  const tolerant = cmds.some(
    (each) => 'AlterTableCmd' in each && each.AlterTableCmd.missing_ok === true && namesColumn(each, change),
  );
  if (!tolerant) return false;
  return change.action === 'add'
    ? known.has(change)
    : change.action === 'drop' && known.tellsColumnsOf(change.name) && !known.has(change);
}

/** DROP COLUMN gives the name itself, ADD COLUMN a definition. */
function namesColumn(command: Node, { part }: Change): boolean {
  if (!('AlterTableCmd' in command)) return false;
  const { name, def } = command.AlterTableCmd;
  return name === part || (def !== undefined && 'ColumnDef' in def && def.ColumnDef.colname === part);
}
