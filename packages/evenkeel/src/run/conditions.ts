import type { RunOutcome } from '../model/event.ts';
import { stateKey } from '../model/lattice.ts';
import type { PlannedRun } from '../model/plan.ts';

type Outcomes = ReadonlyMap<string, RunOutcome>;

/** Why a run would prove nothing, or is not needed, after those before it; `undefined` when it is to be done. */
export function reasonToSkip(
  run: PlannedRun,
  planned: readonly PlannedRun[],
  outcomes: Outcomes,
): string | undefined {
  if (run.condition === undefined) return undefined;
  const { was } = run.condition;
  const wereOpen = new Set(planned.filter(({ condition }) => condition?.was === 'open').map(({ id }) => id));
  const runs = run.condition.runs.filter((id) => outcomes.has(id) || !wereOpen.has(id));
  const before = runs.map((id) => outcomes.get(id));
  if (was === 'reached')
    return before.some(hasPassed) ? undefined : 'no run that passed led to the state that it begins with';
  if (was === 'stuck')
    return before.some((outcome) => outcome?.rollback === 'failed') ? undefined : 'base works again';
  if (was === 'failed' && before.some((outcome) => outcome?.upgrade === 'failed')) return undefined;
  const missing = runs.find((_, index) => before[index] === undefined);
  if (missing !== undefined) return `${missing} was not run`;
  if (was === 'failed') return 'it passes without';
  if (was === 'open') return reasonNotToWalk(run, planned, outcomes);
  return before.every(hasPassed) ? undefined : `${runs.join(', ')} did not pass`;
}

/** A part that a run does not have is no failure of it. */
function hasPassed(outcome: RunOutcome | undefined): boolean {
  return (
    outcome !== undefined &&
    outcome.base !== 'failed' &&
    outcome.upgrade !== 'failed' &&
    outcome.harness === undefined
  );
}

/**
 * A way is open when no move on it has failed before it comes to something new: a move that no run has made, once a
 * run failed and others have to look for ways around; or an end that no run has gone back from.
 */
function reasonNotToWalk(
  run: PlannedRun,
  planned: readonly PlannedRun[],
  outcomes: Outcomes,
): string | undefined {
  const walked = new Set(run.condition?.runs);
  const same = planned.filter(
    ({ id, condition }) => walked.has(id) || condition?.runs.every((each) => walked.has(each)),
  );
  const made = same.flatMap((each) => movesMade(each, outcomes.get(each.id)));
  const results = new Map(made.map(({ move, passed }) => [move, passed]));
  const isBroken = [...walked].some((id) => outcomes.get(id)?.upgrade === 'failed');
  for (const move of movesOf(run)) {
    if (results.get(move) === false) return 'it goes through a move that failed';
    if (isBroken && !results.has(move)) return undefined;
  }
  const ends = same.filter(({ id }) => hasGoneBack(outcomes.get(id))).map((each) => movesOf(each).at(-1));
  const end = stateAfter(movesOf(run).at(-1));
  return ends.map(stateAfter).includes(end) ? 'it would show nothing that others have not' : undefined;
}

const stateAfter = (move: string | undefined): string => move?.split(' ')[1] ?? '';

const hasGoneBack = (outcome: RunOutcome | undefined): boolean =>
  outcome?.upgrade === 'passed' && outcome.rollback !== 'not-run';

/** The moves of a whole upgrade, or of its beginning, as `from to`. */
function movesOf({ phases }: PlannedRun): string[] {
  const states = phases.flatMap(({ reached }) => (reached === undefined ? [] : [stateKey(reached)]));
  return states.map((state, index) => `${states[index - 1] ?? 'base'} ${state}`);
}

function movesMade(
  run: PlannedRun,
  outcome: RunOutcome | undefined,
): { readonly move: string; readonly passed: boolean }[] {
  if (outcome === undefined || outcome.harness !== undefined) return [];
  const moves = movesOf(run);
  const last = outcome.reached === undefined ? '' : stateKey(outcome.reached);
  const passed = moves.findIndex((move) => stateAfter(move) === last) + 1;
  const failed = outcome.upgrade === 'failed' ? moves.slice(passed, passed + 1) : [];
  return [
    ...moves.slice(0, passed).map((move) => ({ move, passed: true })),
    ...failed.map((move) => ({ move, passed: false })),
  ];
}
