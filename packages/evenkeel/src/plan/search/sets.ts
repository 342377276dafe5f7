import type { Change } from '../../model/change.ts';
import type { MadeRun } from '../../model/made-run.ts';
import type { PlannedRun } from '../../model/plan.ts';
import { nameOf, outcomeOf, rerunsOf, type SearchFacts, upgradeOf } from './known.ts';
import { minimise } from './minimise.ts';
import { rerun } from './rerun.ts';

type ChangeOf = (set: readonly string[]) => Change;

/**
 * The next run on the way to the smallest set with which a run ends as well as with all of it: passes, or fails as that did.
 * `undefined`: it has been found, and seen twice.
 */
export function smallerSet(
  facts: SearchFacts,
  made: MadeRun,
  all: readonly string[],
  change: ChangeOf,
): PlannedRun | undefined {
  return narrow(facts, made.run, all, change, upgradeOf(made) === 'passes' ? undefined : made);
}

/** The same for a run that fails, where it is not known yet whether it passes with all of the set: that is tried first. */
export function smallestSet(
  facts: SearchFacts,
  { run }: MadeRun,
  all: readonly string[],
  change: ChangeOf,
): PlannedRun | undefined {
  if (all.length === 0) return undefined;
  const whole = outcomeWith(facts, run, change(all));
  if (whole === undefined) return rerunWith(facts, run, change(all));
  return whole === 'passes' ? narrow(facts, run, all, change) : undefined;
}

function narrow(
  facts: SearchFacts,
  run: PlannedRun,
  all: readonly string[],
  change: ChangeOf,
  like?: MadeRun,
): PlannedRun | undefined {
  const result = minimise(all, (set) => outcomeWith(facts, run, change(set), like));
  if ('next' in result) return rerunWith(facts, run, change(result.next));
  return secondTime(facts, run, change(result.smallest), like);
}

/** A run with one thing changed, once; and once more when it passes. */
export function singleChange(facts: SearchFacts, { run }: MadeRun, change: Change): PlannedRun | undefined {
  const isTried = rerunsOf(facts, run.id, change).length > 0;
  return isTried ? secondTime(facts, run, change) : rerunWith(facts, run, change);
}

/** Whether a run passes with a change that takes a set; what no text can be made of counts as failing. */
function outcomeWith(
  facts: SearchFacts,
  run: PlannedRun,
  change: Change,
  like?: MadeRun,
): 'passes' | 'fails' | undefined {
  const made = outcomeOf(rerunsOf(facts, run.id, change), like);
  if (made !== undefined) return made;
  return change.kind === 'options' && !facts.canMake(change) ? 'fails' : undefined;
}

/** What passes with a change is seen twice, too, before it is believed. */
function secondTime(
  facts: SearchFacts,
  run: PlannedRun,
  change: Change,
  like?: MadeRun,
): PlannedRun | undefined {
  const made = rerunsOf(facts, run.id, change);
  return made.length === 1 && outcomeOf(made, like) === 'passes' ? rerunWith(facts, run, change) : undefined;
}

const rerunWith = (facts: SearchFacts, run: PlannedRun, change: Change): PlannedRun =>
  rerun(run, nameOf(facts, run.id, change), change);
