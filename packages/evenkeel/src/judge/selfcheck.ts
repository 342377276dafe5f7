import type { Event } from '../model/event.ts';
import { type MutantOutcome, mutantKey, type PlannedMutant } from '../model/mutant.ts';
import type { BaseTrouble, MutantResult, Selfcheck } from '../model/selfcheck.ts';
import { factsOf, type JournalFacts, type RunFacts } from './run-facts.ts';

type Tried = Extract<Event, { type: 'mutant-tried' }>;

/** Whether a journal is that of a selfcheck. */
export function isSelfcheck(events: readonly Event[]): boolean {
  return events.some((event) => event.type === 'run-started' && event.plan.mutants !== undefined);
}

/** Judges a selfcheck from its journal alone. What is noticed in a run that base does not get through proves nothing. */
export function judgeSelfcheck(events: readonly Event[]): Selfcheck {
  const facts = factsOf(events);
  if (facts === undefined) return { mutants: [], troubles: [], interrupted: false, exitCode: 3 };
  const troubles = troublesOf(facts);
  const tried = events.filter((event) => event.type === 'mutant-tried');
  const mutants = (facts.plan.mutants ?? []).map((mutant) => resultOf(mutant, tried, troubles));
  return {
    mutants,
    troubles,
    interrupted: facts.interrupted,
    exitCode: exitCode(facts, mutants, troubles),
  };
}

function troublesOf(facts: JournalFacts): BaseTrouble[] {
  if (facts.installError !== undefined) return [{ run: '', why: facts.installError }];
  return [...facts.runs.values()].flatMap((run) => troubleOf(run) ?? []);
}

function troubleOf({ run, outcome, skipped, failures }: RunFacts): BaseTrouble | undefined {
  const [failed] = failures;
  if (failed !== undefined) {
    const { witness } = failed;
    const why = `base does not get through "${witness.phase}": ${witness.failure.message}`;
    return { run: run.id, why, failure: witness.failure };
  }
  if (outcome?.harness !== undefined) return { run: run.id, why: `it broke off: ${outcome.harness}` };
  return outcome === undefined ? { run: run.id, why: skipped ?? 'it was not run to its end' } : undefined;
}

function resultOf(
  mutant: PlannedMutant,
  all: readonly Tried[],
  troubles: readonly BaseTrouble[],
): MutantResult {
  if (mutant.notApplicable !== undefined)
    return { ...mutant, outcome: 'not-applicable', seen: mutant.notApplicable };
  const key = mutantKey(mutant);
  const tried = all.filter((each) => mutantKey(each.mutant) === key);
  const as = (outcome: MutantOutcome): Tried | undefined => tried.find((each) => each.outcome === outcome);
  if (as('survived') !== undefined) return { ...mutant, outcome: 'survived', seen: '' };
  const doubt = troubles.find(({ run }) => tried.some((each) => each.run === run));
  if (doubt !== undefined) return { ...mutant, outcome: 'not-tried', seen: doubt.why };
  const { outcome, seen } = as('not-tried') ??
    as('killed') ??
    as('not-applicable') ?? {
      outcome: 'not-tried',
      seen: troubles[0]?.why ?? 'it was not run to its end',
    };
  return { ...mutant, outcome, seen };
}

function exitCode(
  facts: JournalFacts,
  mutants: readonly MutantResult[],
  troubles: readonly BaseTrouble[],
): number {
  if (facts.harnessError !== undefined) return 4;
  if (facts.interrupted) return 130;
  const some = (outcome: MutantOutcome): boolean => mutants.some((mutant) => mutant.outcome === outcome);
  if (some('survived')) return 1;
  const isWhole = facts.finished && troubles.length === 0 && some('killed') && !some('not-tried');
  return isWhole ? 0 : 3;
}
