import type { Change } from '../../model/change.ts';
import { failureSignature } from '../../model/failure-signature.ts';
import { getsPast } from '../../model/gets-past.ts';
import type { MadeRun } from '../../model/made-run.ts';
import type { PlannedAttempt, PlannedCell } from '../../model/plan.ts';
import type { UpgradeModel } from '../../model/upgrade-model.ts';

/** What the search for causes knows when it decides what to try next. */
export interface SearchFacts {
  readonly model: UpgradeModel;
  readonly cells: readonly PlannedCell[];
  /** By id. */
  readonly made: ReadonlyMap<string, MadeRun>;
  /** How often each cell is to be run as it is. */
  readonly repeat: number;
  /** The options of a file that can be changed one by one; fewer than two: there is nothing to search. */
  readonly options: (file: string, of: 'edit' | 'file' | 'default') => readonly string[];
  /** Whether a text with just these changed can be made. */
  readonly canMake: (change: Change & { readonly kind: 'options' }) => boolean;
}

/** The runs of a cell without exceptions that were made. */
export function asIsRuns(facts: SearchFacts, cell: PlannedCell): MadeRun[] {
  return runsOf(facts, cell.attempts[0]);
}

const runsOf = ({ made }: SearchFacts, attempt: PlannedAttempt | undefined): MadeRun[] =>
  (attempt?.runs ?? []).flatMap((id) => made.get(id) ?? []);

/** The first run of a cell without exceptions that failed in its upgrade. */
export const failingRun = (facts: SearchFacts, cell: PlannedCell): MadeRun | undefined =>
  firstFailing(facts, cell.attempts[0]);

/** The first run of an attempt that failed in its upgrade. */
export function firstFailing(facts: SearchFacts, attempt: PlannedAttempt | undefined): MadeRun | undefined {
  return runsOf(facts, attempt).find(
    ({ outcome }) => outcome.harness === undefined && outcome.upgrade === 'failed',
  );
}

/** The failing run to look into: where all that operators can do leads to another failure, the one that has that. */
export function decidingFailure(facts: SearchFacts, cell: PlannedCell): MadeRun | undefined {
  const first = failingRun(facts, cell);
  const second = firstFailing(facts, cell.attempts[1]);
  if (first === undefined || second === undefined) return first;
  return signatureOf(first) === signatureOf(second) ? first : second;
}

/** The run of a cell's attempt that passed, if all of them did. */
export function passingRun(facts: SearchFacts, attempt: PlannedAttempt | undefined): MadeRun | undefined {
  const all = runsOf(facts, attempt);
  return all.length > 0 && all.every(({ outcome }) => outcome.upgrade === 'passed') ? all[0] : undefined;
}

/** Whether a failure is not there in another run, which has got past it; be it that it fails later on. */
export const isPast = (run: MadeRun, failed: MadeRun): boolean =>
  run.outcome.harness === undefined &&
  getsPast(
    { run: run.run, failedAt: run.failure?.step },
    { run: failed.run, failedAt: failed.failure?.step },
  );

export const upgradeOf = ({ outcome }: MadeRun): 'passes' | 'fails' =>
  outcome.harness === undefined && outcome.upgrade === 'passed' ? 'passes' : 'fails';

/** Runs of the same run with the same change, or, without one, as it was. */
export function rerunsOf({ made }: SearchFacts, run: string, change?: Change): MadeRun[] {
  const words = JSON.stringify(change);
  return [...made.values()].filter(
    (each) => each.run.again === run && JSON.stringify(each.run.change) === words,
  );
}

/**
 * How runs that are the same ended: what passes once and fails once counts as failing. `undefined`: there is none.
 * @param like where the run that is repeated has failed itself: to end like that is as good as to pass
 */
export function outcomeOf(runs: readonly MadeRun[], like?: MadeRun): 'passes' | 'fails' | undefined {
  if (runs.length === 0) return undefined;
  const isGood = (each: MadeRun): boolean =>
    upgradeOf(each) === 'passes' || (like !== undefined && signatureOf(each) === signatureOf(like));
  return runs.every(isGood) ? 'passes' : 'fails';
}

export const signatureOf = ({ failure }: MadeRun): string =>
  failureSignature('upgrade', failure?.kind ?? '', failure?.why);

/** How a rerun is called: the change's kind, and a number where there are several of it. */
export function nameOf(facts: SearchFacts, run: string, change: Change): string {
  const same = [...facts.made.values()].filter(
    (each) => each.run.again === run && each.run.change?.kind === change.kind,
  );
  return `${change.kind}-${same.length + 1}`;
}
