import type { Contract } from '../../model/contract.ts';
import type { Change, MigrationFile, Statement } from '../../model/migration.ts';
import { onceForEach } from '../once.ts';

/** A statement that comes with target, its changes parted by whether base knows what they are about. */
export interface Step {
  readonly file: string;
  readonly statement: Statement;
  /** Changes to what was there before this release's migrations. */
  readonly old: readonly Change[];
  /** Changes to what they made themselves, the making among them. */
  readonly own: readonly Change[];
}

/** The migrations that target has and base does not, by name; nothing when one of the folders is not given. */
export function newMigrations({ base, target }: Contract): readonly MigrationFile[] {
  if (base.migrations === undefined || target.migrations === undefined) return [];
  const shipped = new Set(base.migrations.files.map(({ name }) => name));
  return target.migrations.files.filter(({ name }) => !shipped.has(name));
}

/** The statements of this release, in the order in which they run; made once for each contract. */
export const stepsOf = onceForEach(makeSteps);

function makeSteps(contract: Contract): Step[] {
  const made = new Set<string>();
  return newMigrations(contract).flatMap(({ name, statements }) =>
    statements.map((statement): Step => {
      const own: Change[] = [];
      const old: Change[] = [];
      for (const change of statement.changes) {
        (isOwn(change, made) ? own : old).push(change);
        takeNote(change, made);
      }
      return { file: name, statement, old, own };
    }),
  );
}

const isPart = ({ kind }: Change): boolean => kind === 'column' || kind === 'constraint' || kind === 'index';
const keyOf = ({ kind, name }: Change, part?: string): string =>
  JSON.stringify(part === undefined ? [relation(kind), name] : [kind, name, part]);

/** Tables and views share their names; an index and a constraint are found by their table. */
const relation = (kind: Change['kind']): string => (kind === 'type' || kind === 'schema' ? kind : 'relation');

function isOwn(change: Change, made: ReadonlySet<string>): boolean {
  const whole = made.has(keyOf(change));
  if (!isPart(change)) return whole || change.action === 'add';
  return whole || (change.action !== 'add' && made.has(keyOf(change, change.part ?? '')));
}

function takeNote(change: Change, made: Set<string>): void {
  const key = keyOf(change, isPart(change) ? (change.part ?? '') : undefined);
  const was = made.has(key);
  if (change.action === 'add') made.add(key);
  if (change.action === 'drop' || change.action === 'rename') made.delete(key);
  if (change.action !== 'rename' || change.to === undefined || !was) return;
  made.add(isPart(change) ? keyOf(change, change.to) : keyOf({ ...change, name: change.to }));
}
