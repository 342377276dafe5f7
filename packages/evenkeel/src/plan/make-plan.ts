import { CELL_IDS, type CellId, type CodeAxis, codeOf } from '../model/cell.ts';
import { given } from '../model/given.ts';
import type {
  Plan,
  PlannedAttempt,
  PlannedCell,
  PlannedInstall,
  PlannedRun,
  RunCondition,
} from '../model/plan.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { attemptRuns } from './attempt-runs.ts';
import { experimentsOf } from './experiments.ts';
import { possibleExceptions } from './manual-steps.ts';
import { offlinePhases, vacuityPhases } from './phases.ts';
import { type LatticeOptions, rollingWalk } from './rolling-walk.ts';
import { SharedRuns } from './shared-runs.ts';
import { undocumentedAttempts } from './undocumented.ts';

/** What a plan is made for. */
export interface PlanOptions {
  /** The cells to fill; in any order, each once. */
  readonly cells: readonly CellId[];
  readonly seed: number;
  /** How rolling cells go through their lattices. */
  readonly lattice?: Partial<Omit<LatticeOptions, 'seed'>>;
  /** Whether states are tried, too, that the plan's order does not lead to. */
  readonly undocumented?: boolean;
}

/** Computes everything that a run will do. Pure: the same model and options give the same plan. */
export function makePlan(model: UpgradeModel, options: PlanOptions): Plan {
  const chosen = CELL_IDS.filter((id) => options.cells.includes(id));
  const codes = [...new Set(chosen.map(codeOf))];
  const wanted = { ...options.lattice, seed: options.seed };
  const controls = codes.map((code) => controlRun(model, code, wanted));
  const checks = controls[0] === undefined ? [] : [checksRun(model, controls[0])];
  const runs = new SharedRuns();
  const documented = chosen.map((id) => planCell(model, id, wanted, runs));
  // after all that cells are decided by
  const cells = documented.map((cell) => {
    const tried = options.undocumented
      ? undocumentedAttempts(model, cell, wanted, (made) => runs.add(made))
      : [];
    return tried.length === 0 ? cell : { ...cell, undocumented: tried };
  });
  return {
    version: 1,
    seed: options.seed,
    installs: installs(model),
    cells: withTwins(cells),
    runs: [...controls.slice(0, 1), ...checks, ...controls.slice(1), ...runs.all, ...runs.experiments],
  };
}

function installs(model: UpgradeModel): PlannedInstall[] {
  const own = (['base', 'target'] as const).flatMap((release) =>
    model.services.map((service) => ({ service: service.name, release })),
  );
  return [...(model.before ?? []).flatMap((each, leg) => installsOfLeg(each, leg)), ...own];
}

/** In a row, a step's target is the base of the next one, and is installed as that. */
function installsOfLeg({ services }: UpgradeModel, leg: number): PlannedInstall[] {
  return services.map(({ name }) => ({ service: name, release: 'base', leg }));
}

function controlId(code: CodeAxis): string {
  return `control-${code}`;
}

/** Base to base. In a rolling one every state has the shape of all others: all instances there, one restarted after the other. */
function controlRun(model: UpgradeModel, code: CodeAxis, wanted: LatticeOptions): PlannedRun {
  const id = controlId(code);
  const options = { code, column: 'frozen', to: 'base', exceptions: [] } as const;
  const phases =
    code === 'offline'
      ? offlinePhases(model, { ...options, id })
      : (rollingWalk(model, options, { ...wanted, orders: 1, mode: 'chains' }).runs[0]?.phases(id) ?? []);
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

type AttemptKind = PlannedAttempt['kind'];

function planCell(model: UpgradeModel, cell: CellId, wanted: LatticeOptions, runs: SharedRuns): PlannedCell {
  const planned = (
    kind: AttemptKind,
    exceptions: readonly string[],
    condition: RunCondition,
    leftOut?: string,
  ): PlannedAttempt => {
    const name = { cell, kind, leftOut: leftOut ?? '' };
    const { made, lattice } = attemptRuns(model, name, exceptions, condition, wanted);
    return { kind, exceptions, ...given({ leftOut }), runs: runs.add(made), ...given({ lattice }) };
  };
  const all = possibleExceptions(model, cell);
  const control = controlId(codeOf(cell));
  const asIs = planned('as-is', [], { was: 'passed', runs: [control] });
  const experiments = runs.addExperiments(experimentsOf(model, cell, asIs.runs));
  if (all.length === 0) return { id: cell, control, attempts: [asIs], experiments };
  const withAll = planned('with-exceptions', all, { was: 'failed', runs: asIs.runs });
  const withoutOne = (all.length > 1 ? all : []).map((name) => {
    const others = all.filter((other) => other !== name);
    return planned('without-one', others, { was: 'passed', runs: withAll.runs }, name);
  });
  return { id: cell, control, attempts: [asIs, withAll, ...withoutOne], experiments };
}

/** Of cells that are decided by the same runs, the later ones point to the first. */
function withTwins(cells: readonly PlannedCell[]): PlannedCell[] {
  return cells.map((cell, index) => {
    const key = JSON.stringify(cell.attempts);
    const twin = cells.slice(0, index).find((other) => JSON.stringify(other.attempts) === key);
    return twin === undefined ? cell : { ...cell, sameAs: twin.id };
  });
}
