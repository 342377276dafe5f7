import { codeOf } from '../model/cell.ts';
import type { Part, PlannedCell } from '../model/plan.ts';
import type { CellVerdict, Witness } from '../model/verdict.ts';
import { decidingAttempt, resultOf, runsOf, witnessesOf } from './attempts.ts';
import { flakyRun } from './culprit/reruns.ts';
import { judgeRollback } from './judge-rollback.ts';
import { undocumentedOf } from './judge-undocumented.ts';
import { judgeUpgrade } from './judge-upgrade.ts';
import { judgeLattice } from './lattice/judge-lattice.ts';
import { checksNotMade, hasMixedState, unprovedStates, vacuousChecks } from './proof.ts';
import type { JournalFacts, RunFacts } from './run-facts.ts';
import { survivorsIn } from './survivors.ts';

/** Judges one cell from what the journal says of the runs that decide it. */
export function judgeCell(facts: JournalFacts, cell: PlannedCell): CellVerdict {
  const twin = cell.sameAs === undefined ? {} : { sameAs: cell.sameAs };
  const doubts = doubtsAbout(facts, cell);
  if (doubts.length > 0) {
    const witnesses = doubts.flatMap((doubt) => doubt.witness ?? []);
    const reasons = doubts.map((doubt) => doubt.reason);
    const result = resultOf('inconclusive', { reasons, witnesses });
    return { cell: cell.id, ...twin, result, rollback: result };
  }
  const flaky = flakyRun(facts, cell);
  if (flaky !== undefined) {
    const { rate, failing } = flaky;
    const reasons = [`flaky: it fails in ${rate.failed} of ${rate.of} runs that are the same`];
    const witnesses = failing === undefined ? [] : witnessesOf(failing, 'upgrade').slice(0, 1);
    const result = { ...resultOf('inconclusive', { reasons, witnesses }), flaky: rate };
    return { cell: cell.id, ...twin, result, rollback: result };
  }
  const attempt = decidingAttempt(facts, cell);
  const runs = runsOf(facts, attempt);
  const lattice = attempt.lattice && judgeLattice(attempt.lattice, runs);
  const undocumented = undocumentedOf(
    facts,
    attempt,
    cell.undocumented ?? [],
    (run) => doubtAbout(run)?.reason,
  );
  return {
    cell: cell.id,
    ...twin,
    result: judgeUpgrade(facts, cell, attempt, lattice),
    rollback: judgeRollback(facts, cell, attempt, lattice),
    ...(lattice && { lattice }),
    ...(undocumented && { undocumented }),
  };
}

interface Doubt {
  readonly reason: string;
  readonly witness?: Witness;
}

/** Everything that makes a cell prove nothing. */
function doubtsAbout(facts: JournalFacts, cell: PlannedCell): Doubt[] {
  if (facts.installError !== undefined) return [{ reason: facts.installError }];
  if (facts.harnessError !== undefined)
    return [{ reason: `evenkeel itself failed: ${facts.harnessError.split('\n')[0]}` }];
  const asIs = runsOf(facts, cell.attempts[0]);
  const doubts: Doubt[] = [];
  const control = facts.runs.get(cell.control);
  const controlDoubt = doubtAboutBase(
    control,
    'base alone (base to base) does not get through this walk, so the target cannot be blamed',
  );
  if (controlDoubt !== undefined) return [controlDoubt];
  doubts.push(...vacuousChecks(facts).map((reason) => ({ reason })));
  doubts.push(...survivorsIn(facts, cell).map((reason) => ({ reason })));
  const notMade = checksNotMade(facts);
  if (notMade !== undefined)
    doubts.push({ reason: `the checks on the checks could not be made: ${notMade}` });
  if (codeOf(cell.id) === 'rolling' && !asIs.some(hasMixedState)) {
    doubts.push({
      reason:
        'there is no mixed state: one instance cannot be replaced while others serve; give a service two instances',
    });
  }
  for (const run of cell.attempts.flatMap((attempt) => runsOf(facts, attempt))) {
    if (run.skipped !== undefined) continue;
    const doubt = doubtAbout(run);
    if (doubt !== undefined) doubts.push(doubt);
    else
      doubts.push(
        ...unprovedStates(run, passedParts(run)).map((reason) => ({ reason: `${run.run.title}: ${reason}` })),
      );
  }
  return doubts;
}

const doubtAbout = (run: RunFacts): Doubt | undefined =>
  doubtAboutBase(run, 'base failed before the transition began') ?? doubtAboutRestoring(run);

/** What other runs did is still there: then neither a failure nor a success says anything. */
function doubtAboutRestoring({ failures }: RunFacts): Doubt | undefined {
  const failed = failures.find(
    ({ part, step: { action } }) => part === 'upgrade' && action.kind === 'resource' && action.afterRestore,
  );
  return failed && { reason: failed.witness.failure.message, witness: failed.witness };
}

function passedParts(run: RunFacts): Part[] {
  return (['base', 'upgrade', 'rollback'] as const).filter((part) => run.outcome?.[part] === 'passed');
}

function doubtAboutBase(run: RunFacts | undefined, words: string): Doubt | undefined {
  if (run?.outcome === undefined) return { reason: run?.skipped ?? 'the run was cut off' };
  if (run.outcome.harness !== undefined)
    return { reason: `the run broke off: ${run.outcome.harness.split('\n')[0]}` };
  const isControl = run.run.purpose === 'control';
  const failed = run.failures.find(
    (entry) => entry.part === 'base' || (isControl && entry.part === 'upgrade'),
  );
  return failed === undefined ? undefined : { reason: words, witness: failed.witness };
}
