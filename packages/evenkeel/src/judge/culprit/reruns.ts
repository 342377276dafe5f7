import { type Change, describeChange } from '../../model/change.ts';
import type { Culprit, CulpritClass, Experiment, FailureRate } from '../../model/culprit.ts';
import { failureSignature } from '../../model/failure-signature.ts';
import type { PlannedCell } from '../../model/plan.ts';
import { runsOf } from '../attempts.ts';
import type { JournalFacts, RunFacts } from '../run-facts.ts';
import { culprit, type Evidence } from './experiment.ts';

/** The reruns of a run that tell something, by change. */
function rerunsOf({ runs }: JournalFacts, { run }: RunFacts): RunFacts[] {
  return [...runs.values()].filter((each) => each.run.again === run.id && hasBegun(each));
}

const hasBegun = ({ outcome }: RunFacts): boolean =>
  outcome !== undefined && outcome.harness === undefined && outcome.upgrade !== 'not-run';

const hasFailed = ({ outcome }: RunFacts): boolean => outcome?.upgrade === 'failed';

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

function failingRun(facts: JournalFacts, cell: PlannedCell): RunFacts | undefined {
  return runsOf(facts, cell.attempts[0]).find((run) => hasBegun(run) && hasFailed(run));
}

/** The failing run of a cell; or, where others failed in the same words, the one of those that was looked into. */
function examined(facts: JournalFacts, cell: PlannedCell): RunFacts | undefined {
  const own = failingRun(facts, cell);
  if (own === undefined || rerunsOf(facts, own).length > 0) return own;
  const all = facts.plan.cells.flatMap((other) => failingRun(facts, other) ?? []);
  return all.find((run) => signature(run) === signature(own) && rerunsOf(facts, run).length > 0) ?? own;
}

function signature({ failures }: RunFacts): string {
  const first = failures.find(({ part }) => part === 'upgrade');
  return failureSignature('upgrade', first?.step.action.kind ?? '', first?.witness.failure.message ?? '');
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

/** It passes when one thing of the release is as it was in base, or is left out. */
export function mendedByChange({ facts }: Evidence, cell: PlannedCell): Culprit | undefined {
  const run = examined(facts, cell);
  if (run === undefined) return undefined;
  for (const kind of ['environment', 'options', 'runtime', 'without-migration'] as const) {
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
      return { ...of('option-removed'), options: change.options };
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
  const found = smallest(alwaysPassing(tried));
  const change = found?.run.change;
  return found !== undefined && change?.kind === 'options'
    ? { options: change.options, seen: seenTimes(facts, found) }
    : undefined;
}

const isOfEdit = (change: Change | undefined, file: string): boolean =>
  change?.kind === 'options' && change.of === 'edit' && change.file === file;

function passing(facts: JournalFacts, run: RunFacts, kind: Change['kind']): RunFacts[] {
  return alwaysPassing(rerunsOf(facts, run).filter((each) => each.run.change?.kind === kind));
}

/** Of each change with which every run passes the first run. */
function alwaysPassing(runs: readonly RunFacts[]): RunFacts[] {
  return runs.filter((each, index) => {
    const alike = runs.filter((other) => hasSameChange(each, other));
    return alike[0] === runs[index] && !alike.some(hasFailed);
  });
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
