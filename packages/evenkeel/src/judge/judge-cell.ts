import { codeOf, columnOf } from '../model/cell.ts';
import type { Part, PlannedAttempt, PlannedCell } from '../model/plan.ts';
import type {
  CellVerdict,
  ExceptionDone,
  Result,
  VerdictName,
  WarningSeen,
  Witness,
} from '../model/verdict.ts';
import { checksNotMade, hasMixedState, unprovedStates, vacuousChecks } from './proof.ts';
import type { JournalFacts, RunFacts } from './run-facts.ts';
import { newWarnings } from './warnings.ts';

const SHOWN_COLUMNS = 8;

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
  const attempt = decidingAttempt(facts, cell);
  return {
    cell: cell.id,
    ...twin,
    result: judgeUpgrade(facts, cell, attempt),
    rollback: judgeRollback(facts, cell, attempt),
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
    const doubt = doubtAboutBase(run, 'base failed before the transition began');
    if (doubt !== undefined) doubts.push(doubt);
    else
      doubts.push(
        ...unprovedStates(run, passedParts(run)).map((reason) => ({ reason: `${run.run.title}: ${reason}` })),
      );
  }
  return doubts;
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

function runsOf(facts: JournalFacts, attempt: PlannedAttempt | undefined): RunFacts[] {
  return (attempt?.runs ?? []).flatMap((id) => facts.runs.get(id) ?? []);
}

/**
 * The attempt that decides a cell: as it is when that passes, else with the exceptions where there are any. When those
 * do not mend it either, what fails after all that operators can do is what there is to say.
 */
function decidingAttempt(facts: JournalFacts, cell: PlannedCell): PlannedAttempt {
  const [asIs, withExceptions] = cell.attempts;
  if (asIs === undefined) throw new Error(`cell ${cell.id} has no attempt`);
  return passes(facts, asIs) ? asIs : (withExceptions ?? asIs);
}

function passes(facts: JournalFacts, attempt: PlannedAttempt): boolean {
  const runs = runsOf(facts, attempt);
  return runs.length > 0 && runs.every((run) => run.outcome?.upgrade === 'passed');
}

function judgeUpgrade(facts: JournalFacts, cell: PlannedCell, attempt: PlannedAttempt): Result {
  const runs = runsOf(facts, attempt);
  const written = frozenWrites(facts, cell, runs, 'upgrade');
  const failing = runs.filter((run) => run.outcome?.upgrade !== 'passed');
  const warnings = newWarnings(runs, 'upgrade', facts.runs.get(cell.control));
  if (failing.length > 0 || written.length > 0) {
    const witnesses = failing.flatMap((run) => witnessesOf(run, 'upgrade'));
    const passing =
      failing.length === 0
        ? []
        : runs.filter((run) => !failing.includes(run)).map((run) => `${run.run.title} passes`);
    const tried = wordsOnExceptions(facts, cell, attempt);
    const changes = columnsLost(failing);
    return resultOf('broken', {
      reasons: [...written, ...passing, ...tried, ...changes],
      witnesses,
      warnings,
    });
  }
  if (attempt.kind === 'with-exceptions') return judgeMended(facts, cell, attempt, warnings);
  return resultOf(warnings.length > 0 ? 'warns' : 'painless', {
    reasons: gapsOf(facts, cell),
    warnings,
    stale: cell.attempts[1]?.exceptions ?? [],
  });
}

function judgeMended(
  facts: JournalFacts,
  cell: PlannedCell,
  attempt: PlannedAttempt,
  warnings: readonly WarningSeen[],
): Result {
  const notNeeded = staleOf(facts, cell);
  const anyWillDo = notNeeded.length > 1 && notNeeded.length === attempt.exceptions.length;
  const stale = anyWillDo ? [] : notNeeded;
  const choice = anyWillDo
    ? ['the exceptions stand in for each other: it passes without any one of them']
    : [];
  return resultOf('exception', {
    witnesses: runsOf(facts, cell.attempts[0]).flatMap((run) => witnessesOf(run, 'upgrade')),
    warnings,
    exceptions: attempt.exceptions
      .filter((name) => !stale.includes(name))
      .map((name) => describeException(facts, name)),
    stale,
    reasons: ['as it is, it fails; with the exceptions it passes', ...choice],
  });
}

function judgeRollback(facts: JournalFacts, cell: PlannedCell, attempt: PlannedAttempt): Result {
  const control = facts.runs.get(cell.control);
  if (control?.outcome?.rollback !== 'passed') {
    const witnesses = control === undefined ? [] : witnessesOf(control, 'rollback');
    return resultOf('inconclusive', {
      reasons: ['base alone cannot be stopped and started again on its data'],
      witnesses,
    });
  }
  const runs = runsOf(facts, attempt);
  const notes = notesOnRollback(facts, cell, attempt);
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

/** Columns that went while the failing runs went on: what base may have relied on. */
function columnsLost(failing: readonly RunFacts[]): string[] {
  const lost = [...new Set(failing.flatMap((run) => run.changes))].flatMap(
    (line) => /: - (\S+)/.exec(line)?.[1] ?? [],
  );
  if (lost.length === 0) return [];
  const shown = lost.slice(0, SHOWN_COLUMNS).join(', ');
  const more = lost.length > SHOWN_COLUMNS ? `, and ${lost.length - SHOWN_COLUMNS} more` : '';
  return [`columns that the database lost meanwhile: ${shown}${more}`];
}

/** Services that cannot be rolled: what their users saw meanwhile, no probe could. */
function gapsOf(facts: JournalFacts, cell: PlannedCell): string[] {
  if (codeOf(cell.id) !== 'rolling') return [];
  return facts.model.services
    .filter((service) => service.instances.rolling === 1)
    .map(
      ({ name }) =>
        `${name} has one instance: it was off while it was replaced, and no probe could ask it then`,
    );
}

/** What was tried in vain, and how it failed without. */
function wordsOnExceptions(facts: JournalFacts, cell: PlannedCell, attempt: PlannedAttempt): string[] {
  if (attempt.kind !== 'with-exceptions') return [];
  const before = runsOf(facts, cell.attempts[0]).flatMap((run) => witnessesOf(run, 'upgrade'))[0];
  return [
    `it fails also with its exceptions: ${attempt.exceptions.join(', ')}`,
    ...(before === undefined ? [] : [`without them: ${before.failure.message}`]),
  ];
}

/** Which upgrade it is that was gone back from, where that is not plain. */
function notesOnRollback(facts: JournalFacts, cell: PlannedCell, attempt: PlannedAttempt): string[] {
  if (attempt.kind === 'with-exceptions') {
    const asIs = runsOf(facts, cell.attempts[0]).every((run) => run.outcome?.rollback === 'passed');
    const base = asIs ? 'base works again' : 'base does not work again';
    return [`after the upgrade with its exceptions; after the one that failed without them, ${base}`];
  }
  const failed = runsOf(facts, attempt).some((run) => run.outcome?.upgrade !== 'passed');
  return failed ? ['after the upgrade that failed'] : [];
}

function witnessesOf(run: RunFacts, part: Part): Witness[] {
  return run.failures.filter((failed) => failed.part === part).map((failed) => failed.witness);
}

/** Frozen files that were written, but for those that base alone writes too. */
function frozenWrites(
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

/** Exceptions that the cell passes without. */
function staleOf(facts: JournalFacts, cell: PlannedCell): string[] {
  return cell.attempts.flatMap((attempt) => {
    return attempt.leftOut !== undefined && passes(facts, attempt) ? [attempt.leftOut] : [];
  });
}

function describeException(facts: JournalFacts, name: string): ExceptionDone {
  const declared = facts.model.exceptions.find((entry) => entry.name === name);
  if (declared !== undefined) return { name, why: declared.why, note: declared.note };
  const file = facts.model.files.find((entry) => `edit:${entry.name}` === name);
  return { name, why: `the operator edits ${file?.path ?? name}`, note: file?.note ?? '' };
}

function resultOf(verdict: VerdictName, more: Partial<Omit<Result, 'verdict'>>): Result {
  return { verdict, reasons: [], witnesses: [], warnings: [], exceptions: [], stale: [], ...more };
}
