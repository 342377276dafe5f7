import { type Change, describeChange } from '../../model/change.ts';
import type { Culprit, CulpritClass, Experiment, FailureRate } from '../../model/culprit.ts';
import type { PlannedCell } from '../../model/plan.ts';
import { runsOf } from '../attempts.ts';
import type { JournalFacts, RunFacts } from '../run-facts.ts';
import { culprit, type Evidence } from './experiment.ts';
import { decidingFailure, hasBegun, hasFailed, signature } from './failing.ts';

/** The reruns of a run that tell something, by change. */
function rerunsOf({ runs }: JournalFacts, { run }: RunFacts): RunFacts[] {
  return [...runs.values()].filter((each) => each.run.again === run.id && hasBegun(each));
}

/** A run and those that are the same. */
function sameRuns(facts: JournalFacts, run: RunFacts): RunFacts[] {
  return [run, ...rerunsOf(facts, run).filter((each) => each.run.change === undefined)];
}

/** Of the runs that decide a cell as it is, the rate of the first that fails now and then: it neither passes nor fails. */
export function flakyRun(
  facts: JournalFacts,
  cell: PlannedCell,
): { readonly rate: FailureRate; readonly failing: RunFacts | undefined } | undefined {
  for (const run of runsOf(facts, cell.attempts[0]).filter(hasBegun)) {
    const all = sameRuns(facts, run);
    const failing = all.filter(hasFailed);
    if (failing.length > 0 && failing.length < all.length)
      return { rate: { failed: failing.length, of: all.length }, failing: failing[0] };
  }
  return undefined;
}

/** The failing run of a cell; or, where others failed in the same words, the one of those that was looked into. */
export function examined(facts: JournalFacts, cell: PlannedCell): RunFacts | undefined {
  const own = decidingFailure(facts, cell);
  if (own === undefined || rerunsOf(facts, own).length > 0) return own;
  const all = facts.plan.cells.flatMap((other) => decidingFailure(facts, other) ?? []);
  return all.find((run) => signature(run) === signature(own) && rerunsOf(facts, run).length > 0) ?? own;
}

/** How often the failure of a cell was seen; longer waits are a repeat too. `undefined`: only once. */
export function rateOf(facts: JournalFacts, cell: PlannedCell): FailureRate | undefined {
  const run = examined(facts, cell);
  if (run === undefined) return undefined;
  const patient = rerunsOf(facts, run).filter((each) => each.run.change?.kind === 'patience');
  const all = [...sameRuns(facts, run), ...patient];
  return all.length === 1 ? undefined : { failed: all.filter(hasFailed).length, of: all.length };
}

/** It passes with longer waits, and not without. */
export function notReady({ facts }: Evidence, cell: PlannedCell): Culprit | undefined {
  const run = examined(facts, cell);
  const patient = run && passing(facts, run, 'patience')[0];
  if (run === undefined || patient === undefined) return undefined;
  const again = sameRuns(facts, run).slice(1);
  return culprit('not-ready', 'it passes with longer waits, and only then', [
    seen(patient),
    ...again.map(seen),
  ]);
}

const KINDS = ['exceptions', 'environment', 'options', 'runtime', 'without-migration'] as const;

/** It passes when one thing of the release is as it was in base, or is left out. */
export function mendedByChange({ facts }: Evidence, cell: PlannedCell): Culprit | undefined {
  const run = examined(facts, cell);
  if (run === undefined) return undefined;
  for (const kind of KINDS) {
    const found = smallest(passing(facts, run, kind));
    const change = found?.run.change;
    if (found !== undefined && change !== undefined) return causeBy(change, seenTimes(facts, found));
  }
  return undefined;
}

function causeBy(change: Change, experiment: Experiment): Culprit {
  const words = `it passes with one thing changed: ${describeChange(change)}`;
  const of = (kind: CulpritClass): Culprit => culprit(kind, words, [experiment]);
  switch (change.kind) {
    case 'environment':
      return { ...of('option-removed'), options: change.names };
    case 'options':
      return {
        ...of(change.of === 'default' ? 'default-changed' : 'option-removed'),
        options: change.options,
      };
    case 'without-migration':
      return of('schema');
    default:
      return of('missing-step');
  }
}

/** The one service that has to stay at base for a cell to pass. */
export function serviceToBlame({ facts }: Evidence, cell: PlannedCell): Culprit['service'] {
  const run = examined(facts, cell);
  const held = run === undefined ? [] : passing(facts, run, 'held-back');
  const [only] = held;
  const change = only?.run.change;
  return held.length === 1 && change?.kind === 'held-back' ? change.service : undefined;
}

/** The fewest options of an operator's edit with which it passes; `undefined`: it was not looked for, or all are needed. */
export function neededOptions(
  facts: JournalFacts,
  file: string,
): { readonly options: readonly string[]; readonly seen: Experiment } | undefined {
  const tried = [...facts.runs.values()].filter((each) => isOfEdit(each.run.change, file) && hasBegun(each));
  const found = smallest(alwaysPassing(tried, (each) => endsAsGood(facts, each)));
  const change = found?.run.change;
  return found !== undefined && change?.kind === 'options'
    ? { options: change.options, seen: { ...seenTimes(facts, found), outcome: outcomeOf(found) } }
    : undefined;
}

const outcomeOf = (run: RunFacts): Experiment['outcome'] => (hasFailed(run) ? 'gets-past' : 'passes');

const isOfEdit = (change: Change | undefined, file: string): boolean =>
  change?.kind === 'options' && change.of === 'edit' && change.file === file;

function passing(facts: JournalFacts, run: RunFacts, kind: Change['kind']): RunFacts[] {
  return alwaysPassing(rerunsOf(facts, run).filter((each) => each.run.change?.kind === kind));
}

/** Of each change with which every run is good the first run. */
function alwaysPassing(
  runs: readonly RunFacts[],
  isGood: (run: RunFacts) => boolean = (run) => !hasFailed(run),
): RunFacts[] {
  return runs.filter((each, index) => {
    const alike = runs.filter((other) => hasSameChange(each, other));
    return alike[0] === runs[index] && alike.every(isGood);
  });
}

/** It passes; or it repeats a run that has another failure to show, and ends like that. */
function endsAsGood({ runs }: JournalFacts, run: RunFacts): boolean {
  const whole = runs.get(run.run.again ?? '');
  return !hasFailed(run) || (whole !== undefined && hasFailed(whole) && signature(run) === signature(whole));
}

/** What of an edit matters was asked of another failure; the other ways are told on their own. */
const isAttempted = (change: Change | undefined): boolean =>
  change !== undefined &&
  !(change.kind === 'options' && change.of === 'edit') &&
  change.kind !== 'fresh' &&
  change.kind !== 'start-only';

/** How another way of a cell ended, which its failing run was made on once more. */
export function otherWay(
  facts: JournalFacts,
  run: RunFacts,
  kind: 'fresh' | 'start-only',
): RunFacts | undefined {
  return rerunsOf(facts, run).find((each) => each.run.change?.kind === kind);
}

/** All changes that were tried on a failing run, in vain. */
export function triedInVain(facts: JournalFacts, run: RunFacts): Experiment[] {
  const tried = rerunsOf(facts, run).filter((each) => hasFailed(each) && isAttempted(each.run.change));
  return tried.filter((each) => tried.find((other) => hasSameChange(each, other)) === each).map(seen);
}

const hasSameChange = (one: RunFacts, other: RunFacts): boolean =>
  one.run.again === other.run.again && JSON.stringify(one.run.change) === JSON.stringify(other.run.change);

/** Of runs that pass the one that changes least. */
function smallest(runs: readonly RunFacts[]): RunFacts | undefined {
  return [...runs].sort((a, b) => sizeOf(a.run.change) - sizeOf(b.run.change))[0];
}

function sizeOf(change: Change | undefined): number {
  if (change?.kind === 'options') return change.options.length;
  return change?.kind === 'environment' ? change.names.length : 1;
}

const seen = (run: RunFacts): Experiment => ({
  change: describeChange(run.run.change),
  outcome: hasFailed(run) ? 'fails' : 'passes',
  run: run.run.id,
});

/** The same with how often it was made: each time with the same outcome. */
function seenTimes({ runs }: JournalFacts, run: RunFacts): Experiment {
  const times = [...runs.values()].filter((each) => hasBegun(each) && hasSameChange(run, each)).length;
  return times > 1 ? { ...seen(run), times } : seen(run);
}
