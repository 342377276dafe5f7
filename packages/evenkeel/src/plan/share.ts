import type { Plan, PlannedCell, PlannedRun } from '../model/plan.ts';
import type { Share } from '../model/share.ts';

/** Cells that cannot be parted: the runs of one depend on those of another, or are the same. */
interface Bundle {
  readonly runs: readonly string[];
  readonly controls: readonly string[];
}

/**
 * The runs that one of several machines takes. Every cell is in exactly one share; the largest is given first, to the share
 * that has the fewest planned steps then. A share that has a cell also has the checks on the checks, the controls that it
 * needs, and the experiments that its own failures call for: so each machine proves its own base. Pure: the same plan gives
 * the same shares everywhere. A share without a cell has no run.
 */
export function shareOf(plan: Plan, index: number, of: number): Share {
  const runs = new Map(plan.runs.map((run) => [run.id, run]));
  const stepsOf = (ids: Iterable<string>): number =>
    [...ids].reduce((sum, id) => sum + countSteps(runs.get(id)), 0);
  const bundles = bundlesOf(plan.cells).map((bundle) => ({ ...bundle, steps: stepsOf(bundle.runs) }));
  bundles.sort((one, other) => other.steps - one.steps);
  const hands = Array.from({ length: of }, () => new Set<string>());
  for (const bundle of bundles) {
    const taking = [...bundle.runs, ...withChecks(plan, bundle.controls)];
    const after = hands.map((hand) => stepsOf(new Set([...hand, ...taking])));
    const hand = hands[after.indexOf(Math.min(...after))];
    if (hand === undefined) continue;
    for (const id of taking) hand.add(id);
  }
  const taken = hands[index - 1] ?? new Set();
  const isCalledFor = (run: PlannedRun): boolean =>
    run.purpose === 'experiment' && (run.condition?.runs.some((id) => taken.has(id)) ?? false);
  return {
    index,
    of,
    runs: plan.runs.filter((run) => taken.has(run.id) || isCalledFor(run)).map(({ id }) => id),
  };
}

/** The cells that a share decides. */
export function cellsOfShare({ cells }: Plan, { runs }: Share): PlannedCell[] {
  const taken = new Set(runs);
  return cells.filter(({ attempts }) => attempts[0]?.runs.some((id) => taken.has(id)));
}

/** Cells are put together as soon as they have a run in common. */
function bundlesOf(cells: readonly PlannedCell[]): Bundle[] {
  const bundles: Bundle[] = [];
  for (const { attempts, control } of cells) {
    const own = attempts.flatMap(({ runs }) => runs);
    const same = bundles.filter((bundle) => bundle.runs.some((id) => own.includes(id)));
    const all = [...same, { runs: own, controls: [control] }];
    for (const each of same) bundles.splice(bundles.indexOf(each), 1);
    bundles.push({
      runs: [...new Set(all.flatMap((each) => each.runs))],
      controls: [...new Set(all.flatMap((each) => each.controls))],
    });
  }
  return bundles;
}

/** Controls, the checks on the checks, and the control that those go on from. */
function withChecks({ runs }: Plan, controls: readonly string[]): string[] {
  const checks = runs.filter(({ purpose }) => purpose === 'checks');
  return [...controls, ...checks.flatMap(({ id, condition }) => [...(condition?.runs ?? []), id])];
}

const countSteps = (run: PlannedRun | undefined): number =>
  run?.phases.reduce((sum, { steps }) => sum + steps.length, 0) ?? 0;
