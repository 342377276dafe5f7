import { type Phase, provesThatItCanFail } from '../model/plan.ts';
import type { JournalFacts, RunFacts } from './run-facts.ts';

/** A probe or verify that passes where it must fail. */
export function vacuousChecks(facts: JournalFacts): string[] {
  return (facts.runs.get('checks')?.failures ?? [])
    .filter(isVacuous)
    .map((failed) => failed.witness.failure.message);
}

/** Why the checks on the checks themselves could not be made; `undefined` when they were. */
export function checksNotMade(facts: JournalFacts): string | undefined {
  const checks = facts.runs.get('checks');
  if (checks === undefined) return undefined;
  const other = checks.failures.find((failed) => !isVacuous(failed));
  if (other !== undefined) return other.witness.failure.message;
  return (
    checks.outcome?.harness ??
    (checks.outcome === undefined ? (checks.skipped ?? 'they were not run') : undefined)
  );
}

function isVacuous({ step }: RunFacts['failures'][number]): boolean {
  return provesThatItCanFail(step.action);
}

/**
 * What a run that passed did not prove after all, judged from the journal alone: every state had a successful probe on
 * each release that it contains, and every started instance said the version that it should.
 */
export function unprovedStates(facts: RunFacts, parts: readonly Phase['part'][]): string[] {
  const phases = facts.run.phases.filter((phase) => parts.includes(phase.part));
  return phases.flatMap((phase) => [...unprobed(facts, phase), ...unasked(facts, phase)]);
}

function unprobed(facts: RunFacts, phase: Phase): string[] {
  const proved = phase.steps.some(
    (step) => step.action.kind === 'prove-state' && facts.finishedSteps.has(step.id),
  );
  if (!proved) return [];
  const roles = [...new Set(phase.state.map((entry) => entry.role))];
  return roles
    .filter((role) => !facts.provedBy.has(`${phase.id} ${role}`))
    .map((role) => `no probe was answered by ${role} in "${phase.title}"`);
}

function unasked(facts: RunFacts, phase: Phase): string[] {
  return phase.steps.flatMap(({ id, action }) =>
    action.kind === 'start' &&
    facts.finishedSteps.has(id) &&
    !facts.versions.has(`${action.instance} ${action.release}`)
      ? [`${action.instance} was not asked for its version`]
      : [],
  );
}

/** Whether base and target run side by side in any state of a run. */
export function hasMixedState(facts: RunFacts): boolean {
  return facts.run.phases.some((phase) => new Set(phase.state.map((entry) => entry.role)).size > 1);
}
