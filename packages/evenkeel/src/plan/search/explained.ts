import { codeOf, columnOf } from '../../model/cell.ts';
import { editedFile } from '../../model/edits.ts';
import type { MadeRun } from '../../model/made-run.ts';
import type { PlannedAttempt, PlannedCell } from '../../model/plan.ts';
import {
  decidingFailure,
  failingRun,
  firstFailing,
  isPast,
  passingRun,
  rerunsOf,
  type SearchFacts,
  signatureOf,
  upgradeOf,
} from './known.ts';

/** The first failing run with the same words: of failures that look alike one is looked into. */
export function firstAlike(facts: SearchFacts, failed: MadeRun): string | undefined {
  const all = facts.cells.flatMap((cell) => decidingFailure(facts, cell) ?? []);
  const alike = all.filter((other) => signatureOf(other) === signatureOf(failed));
  // what fails now and then says nothing of the others
  const steady = alike.filter(
    (other) => !rerunsOf(facts, other.run.id).some((each) => upgradeOf(each) === 'passes'),
  );
  return (failed.run.id === alike[0]?.run.id ? alike : steady)[0]?.run.id;
}

/**
 * The failing run of an offline cell that other cells and experiments do not explain: nothing that operators can do mends
 * it, and target fails also where base has never been. What fails side by side only is explained by its offline twin.
 */
export function unexplained(facts: SearchFacts, cell: PlannedCell): MadeRun | undefined {
  if (codeOf(cell.id) !== 'offline') return undefined;
  const failed = decidingFailure(facts, cell);
  const fresh = failed && freshOf(facts, cell, failed);
  if (failed === undefined || fresh === undefined || upgradeOf(fresh) === 'passes') return undefined;
  if (firstAlike(facts, failed) !== failed.run.id || isMendedByFiles(facts, cell, failed)) return undefined;
  const patient = rerunsOf(facts, failed.run.id, { kind: 'patience' })[0];
  return patient !== undefined && upgradeOf(patient) === 'passes' ? undefined : failed;
}

/** Target alone, with what the failing run was made with. */
function freshOf(facts: SearchFacts, cell: PlannedCell, failed: MadeRun): MadeRun | undefined {
  const [own] = rerunsOf(facts, failed.run.id, { kind: 'fresh' });
  if (own !== undefined) return own;
  const isAsIs = cell.attempts[0]?.runs.includes(failed.run.id) === true;
  return isAsIs ? facts.made.get(cell.experiments?.fresh ?? '') : undefined;
}

/** With exceptions, or with the files at another time, it passes or gets past this failure. */
function isMendedByFiles(facts: SearchFacts, cell: PlannedCell, failed: MadeRun): boolean {
  const own = cell.attempts.slice(1);
  return (
    own.some((attempt) => passingRun(facts, attempt) !== undefined) ||
    otherColumns(facts, cell).some((other) =>
      other.attempts.some((attempt) => betterRun(facts, attempt, failed) !== undefined),
    )
  );
}

/** The offline cells with the files at another time. */
export function otherColumns({ cells }: SearchFacts, cell: PlannedCell): PlannedCell[] {
  return cells.filter(
    ({ id }) =>
      codeOf(id) === 'offline' && codeOf(cell.id) === 'offline' && columnOf(id) !== columnOf(cell.id),
  );
}

/** The run of an attempt that passes, or that has another failure to show because it got past this one. */
export function betterRun(facts: SearchFacts, attempt: PlannedAttempt, failed: MadeRun): MadeRun | undefined {
  const passed = passingRun(facts, attempt);
  if (passed !== undefined) return passed;
  const other = firstFailing(facts, attempt);
  return other !== undefined && isPast(other, failed) ? other : undefined;
}

/** The first attempt of all cells in which an edit of a file mends something; one is enough to look into the edit. */
export function mendedByEdit(
  facts: SearchFacts,
  file: string,
): { readonly cell: PlannedCell; readonly run: MadeRun } | undefined {
  for (const cell of facts.cells) {
    const [, mended] = cell.attempts;
    const failed = failingRun(facts, cell);
    if (failed === undefined || mended?.exceptions.some((name) => editedFile(name) === file) !== true)
      continue;
    const run = betterRun(facts, mended, failed);
    if (run !== undefined) return { cell, run };
  }
  return undefined;
}
