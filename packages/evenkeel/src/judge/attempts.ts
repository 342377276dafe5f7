import { columnOf } from '../model/cell.ts';
import type { Part, PlannedAttempt, PlannedCell } from '../model/plan.ts';
import type { Result, VerdictName, Witness } from '../model/verdict.ts';
import type { JournalFacts, RunFacts } from './run-facts.ts';

/** What the journal says of the runs of an attempt, but for those that had nothing more to show. */
export function runsOf(facts: JournalFacts, attempt: PlannedAttempt | undefined): RunFacts[] {
  const runs = (attempt?.runs ?? []).flatMap((id) => facts.runs.get(id) ?? []);
  return runs.filter(({ run, skipped }) => skipped === undefined || run.condition?.was !== 'open');
}

/**
 * The attempt that decides a cell: as it is when that passes, else with the exceptions where there are any. When those
 * do not mend it either, what fails after all that operators can do is what there is to say.
 */
export function decidingAttempt(facts: JournalFacts, cell: PlannedCell): PlannedAttempt {
  const [asIs, withExceptions] = cell.attempts;
  if (asIs === undefined) throw new Error(`cell ${cell.id} has no attempt`);
  return passes(facts, asIs) ? asIs : (withExceptions ?? asIs);
}

/** Whether every run of an attempt got through its upgrade. */
export function passes(facts: JournalFacts, attempt: PlannedAttempt): boolean {
  const runs = runsOf(facts, attempt);
  return runs.length > 0 && runs.every((run) => run.outcome?.upgrade === 'passed');
}

/** What failed in a part of a run. */
export function witnessesOf(run: RunFacts, part: Part): Witness[] {
  return run.failures.filter((failed) => failed.part === part).map((failed) => failed.witness);
}

/** Frozen files that were written, but for those that base alone writes too. */
export function frozenWrites(
  facts: JournalFacts,
  cell: PlannedCell,
  runs: readonly RunFacts[],
  part: Part,
): string[] {
  if (columnOf(cell.id) !== 'frozen') return [];
  const byBase = new Set((facts.runs.get(cell.control)?.written ?? []).map((entry) => entry.file));
  const files = runs.flatMap((run) =>
    run.written.filter((entry) => entry.part === part && !byBase.has(entry.file)),
  );
  return [...new Set(files.map((entry) => `a frozen file was written: ${entry.how}`))];
}

/** A result with nothing to say but what is given. */
export function resultOf(verdict: VerdictName, more: Partial<Omit<Result, 'verdict'>>): Result {
  return { verdict, reasons: [], witnesses: [], warnings: [], exceptions: [], stale: [], ...more };
}
