import { stateKey, topOf } from '../model/lattice.ts';
import type { LatticeVerdict } from '../model/lattice-verdict.ts';
import type { PlannedAttempt, PlannedCell } from '../model/plan.ts';
import type { Result } from '../model/verdict.ts';
import { frozenWrites, resultOf, runsOf, witnessesOf } from './attempts.ts';
import { pointOfNoReturn } from './lattice/words.ts';
import type { JournalFacts, RunFacts } from './run-facts.ts';
import { newWarnings } from './warnings.ts';

/** How going back to base went after the attempt that decides a cell. */
export function judgeRollback(
  facts: JournalFacts,
  cell: PlannedCell,
  attempt: PlannedAttempt,
  lattice: LatticeVerdict | undefined,
): Result {
  const control = facts.runs.get(cell.control);
  if (control?.outcome?.rollback !== 'passed') {
    const witnesses = control === undefined ? [] : witnessesOf(control, 'rollback');
    return resultOf('inconclusive', {
      reasons: ['base alone cannot be stopped and started again on its data'],
      witnesses,
    });
  }
  const runs = runsThatGoBack(facts, attempt);
  const notes = [
    ...notesOnRollback(facts, cell, attempt),
    ...(lattice === undefined ? [] : pointOfNoReturn(lattice)),
  ];
  const written = frozenWrites(facts, cell, runs, 'rollback');
  const failing = runs.filter((run) => run.outcome?.rollback !== 'passed');
  const warnings = newWarnings(runs, 'rollback', control);
  if (failing.length > 0 || written.length > 0) {
    return resultOf('broken', {
      reasons: [...written, ...notes],
      witnesses: failing.flatMap((run) => witnessesOf(run, 'rollback')),
      warnings,
    });
  }
  return resultOf(warnings.length > 0 ? 'warns' : 'painless', { reasons: notes, warnings });
}

/** The runs that went back after the whole upgrade; when none came so far, those that failed on the way. */
function runsThatGoBack(facts: JournalFacts, attempt: PlannedAttempt | undefined): RunFacts[] {
  const runs = runsOf(facts, attempt);
  const lattice = attempt?.lattice;
  if (lattice === undefined) return runs;
  const top = stateKey(topOf(lattice));
  const whole = runs.filter(
    ({ run, outcome }) =>
      outcome !== undefined &&
      run.phases.some(({ reached }) => reached !== undefined && stateKey(reached) === top),
  );
  return whole.length > 0 ? whole : runs.filter(({ outcome }) => outcome?.upgrade === 'failed');
}

/** Which upgrade it is that was gone back from, where that is not plain. */
function notesOnRollback(facts: JournalFacts, cell: PlannedCell, attempt: PlannedAttempt): string[] {
  if (attempt.kind === 'with-exceptions') {
    const asIs = runsThatGoBack(facts, cell.attempts[0]).every((run) => run.outcome?.rollback === 'passed');
    const base = asIs ? 'base works again' : 'base does not work again';
    return [`after the upgrade with its exceptions; after the one that failed without them, ${base}`];
  }
  const failed = runsOf(facts, attempt).some((run) => run.outcome?.upgrade !== 'passed');
  return failed ? ['after the upgrade that failed'] : [];
}
