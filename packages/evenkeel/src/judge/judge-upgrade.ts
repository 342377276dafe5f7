import { codeOf } from '../model/cell.ts';
import { editNamed } from '../model/edits.ts';
import type { LatticeVerdict } from '../model/lattice-verdict.ts';
import type { PlannedAttempt, PlannedCell } from '../model/plan.ts';
import type { ExceptionDone, Result, WarningSeen } from '../model/verdict.ts';
import { frozenWrites, passes, resultOf, runsOf, witnessesOf } from './attempts.ts';
import { failuresInWords } from './lattice/words.ts';
import type { JournalFacts, RunFacts } from './run-facts.ts';
import { newWarnings } from './warnings.ts';

const SHOWN_COLUMNS = 8;

/** How the upgrade itself went in the attempt that decides a cell. */
export function judgeUpgrade(
  facts: JournalFacts,
  cell: PlannedCell,
  attempt: PlannedAttempt,
  lattice: LatticeVerdict | undefined,
): Result {
  const runs = runsOf(facts, attempt);
  const written = frozenWrites(facts, cell, runs, 'upgrade');
  const failing = runs.filter((run) => run.outcome?.upgrade !== 'passed');
  const warnings = newWarnings(runs, 'upgrade', facts.runs.get(cell.control));
  if (failing.length > 0 || written.length > 0) {
    const witnesses = failing.flatMap((run) => witnessesOf(run, 'upgrade'));
    const states = lattice === undefined ? [] : failuresInWords(lattice);
    const tried = wordsOnExceptions(facts, cell, attempt);
    const changes = columnsLost(failing);
    return resultOf('broken', {
      reasons: [...written, ...states, ...tried, ...changes],
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

/** Exceptions that the cell passes without. */
function staleOf(facts: JournalFacts, cell: PlannedCell): string[] {
  return cell.attempts.flatMap((attempt) => {
    return attempt.leftOut !== undefined && passes(facts, attempt) ? [attempt.leftOut] : [];
  });
}

function describeException(facts: JournalFacts, name: string): ExceptionDone {
  const declared = facts.model.exceptions.find((entry) => entry.name === name);
  if (declared !== undefined) return { name, why: declared.why, note: declared.note };
  const file = facts.model.files.find((entry) => editNamed(entry.name) === name);
  return { name, why: `the operator edits ${file?.path ?? name}`, note: file?.note ?? '' };
}
