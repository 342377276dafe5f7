import { failureSignature } from '../../model/failure-signature.ts';
import { getsPast } from '../../model/gets-past.ts';
import type { PlannedAttempt, PlannedCell } from '../../model/plan.ts';
import { runsOf } from '../attempts.ts';
import type { FailedStep, JournalFacts, RunFacts } from '../run-facts.ts';

/** Whether a run can tell anything: it was made, and got as far as its upgrade. */
export const hasBegun = ({ outcome }: RunFacts): boolean =>
  outcome !== undefined && outcome.harness === undefined && outcome.upgrade !== 'not-run';

export const hasFailed = ({ outcome }: RunFacts): boolean => outcome?.upgrade === 'failed';

/** The first run of an attempt that failed in its upgrade. */
export const firstFailing = (
  facts: JournalFacts,
  attempt: PlannedAttempt | undefined,
): RunFacts | undefined => runsOf(facts, attempt).find((run) => hasBegun(run) && hasFailed(run));

/** The failing run to explain: where all that operators can do leads to another failure, the one that has that. */
export function decidingFailure(facts: JournalFacts, cell: PlannedCell): RunFacts | undefined {
  const first = firstFailing(facts, cell.attempts[0]);
  const second = firstFailing(facts, cell.attempts[1]);
  if (first === undefined || second === undefined) return first;
  return signature(first) === signature(second) ? first : second;
}

const firstFailure = ({ failures }: RunFacts): FailedStep | undefined =>
  failures.find(({ part }) => part === 'upgrade');

/** Failures in the same words are taken for one. */
export function signature(run: RunFacts): string {
  const first = firstFailure(run);
  return failureSignature('upgrade', first?.step.action.kind ?? '', first?.witness.failure);
}

/** Whether a failure is not there in another run, which has got past it; be it that it fails later on. */
export const isPast = (run: RunFacts, failed: RunFacts): boolean =>
  hasBegun(run) &&
  getsPast(
    { run: run.run, failedAt: firstFailure(run)?.step.id },
    { run: failed.run, failedAt: firstFailure(failed)?.step.id },
  );

/** Whether two runs fail at the same step. */
export const failAlike = (one: RunFacts, other: RunFacts): boolean =>
  firstFailure(one)?.witness.step === firstFailure(other)?.witness.step &&
  firstFailure(one)?.witness.phase === firstFailure(other)?.witness.phase;
