import { AROUND_STEPS, type Costs, costKey } from '../model/costs.ts';
import type { Phase, Plan, PlannedRun, StepAction } from '../model/plan.ts';
import type { StepCosts } from './lattice-cost.ts';

/**
 * For kinds of steps that no earlier run did, such as keeping states when only whole upgrades were walked: milliseconds,
 * rounded from journals of the same examples as the usual costs. Others take next to nothing.
 */
const UNMEASURED: Readonly<Record<string, number>> = {
  start: 500,
  stop: 100,
  'start-environment': 500,
  'stop-environment': 200,
  'save-snapshot': 300,
  'restore-snapshot': 300,
  'verify-in-vain': 50,
  migrate: 500,
};

/** What a step takes by earlier runs: the mean of its like, or else of its kind. */
function msOf({ steps }: Costs, key: string): number {
  const [kind = key] = key.split(' ');
  const same = steps.get(key);
  const like =
    same === undefined ? [...steps].filter(([each]) => each.split(' ')[0] === kind) : [[key, same] as const];
  const count = like.reduce((sum, [, taken]) => sum + taken.count, 0);
  const ms = like.reduce((sum, [, taken]) => sum + taken.ms, 0);
  return count === 0 ? (UNMEASURED[kind] ?? 10) : ms / count;
}

const sumOf = (costs: Costs, phases: readonly Phase[], counts: (action: StepAction) => boolean): number =>
  phases
    .flatMap(({ steps }) => steps)
    .filter(({ action }) => counts(action))
    .reduce((sum, { action }) => sum + msOf(costs, costKey(action)), 0);

/** A run that makes the first state, and one that goes on from a state in the middle: what is in them costs what it does anywhere. */
export interface SampleRuns {
  readonly start: readonly Phase[];
  readonly edge: readonly Phase[];
}

/** What the parts of a rolling run take by earlier runs, in seconds. Destroying things, which both ways do once, is left out. */
export function measuredStepCosts(costs: Costs, { start, edge }: SampleRuns): StepCosts {
  const seconds = (phases: readonly Phase[], more = 0): number =>
    (more + sumOf(costs, phases, (action) => action.kind !== 'resource' || action.action !== 'destroy')) /
    1000;
  const around = msOf(costs, AROUND_STEPS);
  return {
    setUp: seconds(
      start.filter(({ part }) => part === 'base'),
      around,
    ),
    move: seconds(edge.filter(({ reached }) => reached !== undefined)),
    keep: seconds(start.filter((phase) => does(phase, 'save-snapshot'))),
    restore: seconds(
      edge.filter((phase) => does(phase, 'restore-snapshot')),
      around,
    ),
    back: seconds(edge.filter(({ part }) => part === 'rollback')),
    source: `by measured costs of ${costs.runs} earlier ${costs.runs === 1 ? 'run' : 'runs'}`,
  };
}

const does = ({ steps }: Phase, kind: StepAction['kind']): boolean =>
  steps.some(({ action }) => action.kind === kind);

/**
 * What each planned run will take by earlier runs, in milliseconds by its id: as long as when it was run last, or else the
 * sum of its steps. A run that is not expected to be made, since it waits for a failure that earlier runs did not see,
 * is not in it. The time that a whole plan takes is the sum; the time left, that of the runs that have not ended.
 */
export function expectedMs(costs: Costs, plan: Plan): ReadonlyMap<string, number> {
  return new Map(
    plan.runs.flatMap((run): [string, number][] => {
      const known = costs.durations.get(run.id);
      if (known !== undefined) return [[run.id, known]];
      if (waitsForFailure(run)) return [];
      return [[run.id, Math.round(msOf(costs, AROUND_STEPS) + sumOf(costs, run.phases, () => true))]];
    }),
  );
}

const waitsForFailure = ({ condition, purpose }: PlannedRun): boolean =>
  purpose === 'experiment' || ['failed', 'stuck', 'open'].includes(condition?.was ?? '');
