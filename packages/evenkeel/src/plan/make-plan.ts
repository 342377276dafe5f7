import { CELL_IDS, type CellId, type CodeAxis, codeOf, columnOf } from '../model/cell.ts';
import type {
  Phase,
  Plan,
  PlannedAttempt,
  PlannedCell,
  PlannedInstall,
  PlannedRun,
  RunCondition,
} from '../model/plan.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { type Order, replacementOrders } from './orders.ts';
import { offlinePhases, rollingPhases, vacuityPhases } from './phases.ts';
import { editOf, type WalkOptions } from './walk.ts';

/** What a plan is made for. */
export interface PlanOptions {
  /** The cells to fill; in any order, each once. */
  readonly cells: readonly CellId[];
  readonly seed: number;
}

/** More orders than this are not walked; as many are drawn with the seed. */
export const MAX_ORDERS = 6;

/** Computes everything that a run will do. Pure: the same model, cells and seed give the same plan. */
export function makePlan(model: UpgradeModel, options: PlanOptions): Plan {
  const chosen = CELL_IDS.filter((id) => options.cells.includes(id));
  const codes = [...new Set(chosen.map(codeOf))];
  const controls = codes.map((code) => controlRun(model, code, options.seed));
  const checks = controls[0] === undefined ? [] : [checksRun(model, controls[0])];
  const runs = new SharedRuns();
  const cells = chosen.map((id) => planCell(model, id, options.seed, runs));
  return {
    version: 1,
    seed: options.seed,
    installs: installs(model),
    cells: withTwins(cells),
    runs: [...controls.slice(0, 1), ...checks, ...controls.slice(1), ...runs.all],
  };
}

function installs(model: UpgradeModel): PlannedInstall[] {
  return (['base', 'target'] as const).flatMap((release) =>
    model.services.map((service) => ({ service: service.name, release })),
  );
}

function controlId(code: CodeAxis): string {
  return `control-${code}`;
}

function controlRun(model: UpgradeModel, code: CodeAxis, seed: number): PlannedRun {
  const id = controlId(code);
  const [order = []] = orders(model, code, seed);
  const phases = phasesOf(model, { id, code, column: 'frozen', to: 'base', exceptions: [] }, order);
  return { id, title: `control: base to base, ${code}`, purpose: 'control', code, phases };
}

function checksRun(model: UpgradeModel, control: PlannedRun): PlannedRun {
  const { code } = control;
  const options = { id: 'checks', code, column: 'frozen', to: 'base', exceptions: [] } as const;
  return {
    id: 'checks',
    title: 'checks on the checks: each must be able to fail',
    purpose: 'checks',
    code,
    condition: { was: 'passed', runs: [control.id] },
    phases: vacuityPhases(model, options, control.id),
  };
}

function orders(model: UpgradeModel, code: CodeAxis, seed: number): Order[] {
  if (code === 'offline') return [[]];
  return replacementOrders(
    Object.fromEntries(model.services.map((service) => [service.name, service.instances.rolling])),
    MAX_ORDERS,
    seed,
  );
}

function phasesOf(model: UpgradeModel, options: WalkOptions, order: Order): Phase[] {
  return options.code === 'offline' ? offlinePhases(model, options) : rollingPhases(model, options, order);
}

/** The manual steps that a cell may take: declared exceptions, and edits of operator's files where files move at all. */
function exceptionsOf(model: UpgradeModel, cell: CellId): string[] {
  const edits =
    columnOf(cell) === 'frozen'
      ? []
      : model.files.filter((file) => file.variants === 2 && file.owner === 'operator');
  return [
    ...edits.map(editOf),
    ...model.exceptions.filter((entry) => entry.cells.includes(cell)).map((entry) => entry.name),
  ];
}

/** The runs of all cells. One that is the same to the step as an earlier one is run once, for both. */
class SharedRuns {
  readonly all: PlannedRun[] = [];
  private readonly idByActions = new Map<string, string>();

  /** Adds a run, or finds its twin; returns the id of the one that will run. */
  add(run: PlannedRun): string {
    const actions = run.phases.map((phase) => phase.steps.map((step) => step.action));
    const key = JSON.stringify([run.code, run.condition, actions]);
    const twin = this.idByActions.get(key);
    if (twin !== undefined) return twin;
    this.idByActions.set(key, run.id);
    this.all.push(run);
    return run.id;
  }
}

type AttemptKind = PlannedAttempt['kind'];

function planCell(model: UpgradeModel, cell: CellId, seed: number, runs: SharedRuns): PlannedCell {
  const code = codeOf(cell);
  const walked = orders(model, code, seed);
  const attempt = (
    kind: AttemptKind,
    exceptions: readonly string[],
    condition: RunCondition,
    leftOut?: string,
  ): PlannedAttempt => {
    const ids = walked.map((order, index) => {
      const several = walked.length > 1;
      const id = runId(cell, several ? index + 1 : undefined, kind, leftOut);
      const phases = phasesOf(model, { id, code, column: columnOf(cell), to: 'target', exceptions }, order);
      const title = runTitle(cell, several ? order : undefined, kind, leftOut);
      return runs.add({ id, title, purpose: 'upgrade', code, condition, phases });
    });
    return { kind, exceptions, runs: ids, ...(leftOut === undefined ? {} : { leftOut }) };
  };
  const all = exceptionsOf(model, cell);
  const asIs = attempt('as-is', [], { was: 'passed', runs: [controlId(code)] });
  if (all.length === 0) return { id: cell, control: controlId(code), attempts: [asIs] };
  const withAll = attempt('with-exceptions', all, { was: 'failed', runs: asIs.runs });
  const withoutOne = (all.length > 1 ? all : []).map((name) =>
    attempt(
      'without-one',
      all.filter((other) => other !== name),
      { was: 'passed', runs: withAll.runs },
      name,
    ),
  );
  return { id: cell, control: controlId(code), attempts: [asIs, withAll, ...withoutOne] };
}

function runId(cell: CellId, order: number | undefined, kind: AttemptKind, leftOut = ''): string {
  const suffix = {
    'as-is': '',
    'with-exceptions': '+exceptions',
    'without-one': `-without-${leftOut.replace(':', '+')}`,
  }[kind];
  return `${cell.replace(':', '-')}${order === undefined ? '' : `-${order}`}${suffix}`;
}

function runTitle(cell: CellId, order: Order | undefined, kind: AttemptKind, leftOut = ''): string {
  const inOrder = order === undefined ? '' : `, order ${order.join(', ')}`;
  const done = {
    'as-is': '',
    'with-exceptions': ', with its exceptions',
    'without-one': `, without ${leftOut}`,
  }[kind];
  return `${cell}${inOrder}${done}`;
}

/** Of cells that are decided by the same runs, the later ones point to the first. */
function withTwins(cells: readonly PlannedCell[]): PlannedCell[] {
  return cells.map((cell, index) => {
    const key = JSON.stringify(cell.attempts);
    const twin = cells.slice(0, index).find((other) => JSON.stringify(other.attempts) === key);
    return twin === undefined ? cell : { ...cell, sameAs: twin.id };
  });
}
