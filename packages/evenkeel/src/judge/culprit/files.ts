import { type CellId, codeOf, columnOf } from '../../model/cell.ts';
import type { Culprit, CulpritClass, Experiment, OptionChange } from '../../model/culprit.ts';
import { editedFile } from '../../model/edits.ts';
import { given } from '../../model/given.ts';
import type { PlannedCell } from '../../model/plan.ts';
import type { ManagedFile } from '../../model/upgrade-model.ts';
import type { CellVerdict, Result } from '../../model/verdict.ts';
import type { JournalFacts, RunFacts } from '../run-facts.ts';
import { culprit, type Evidence, passes, runOf } from './experiment.ts';
import { decidingFailure, failAlike, hasFailed, isPast, signature } from './failing.ts';
import { neededOptions } from './reruns.ts';

/** It passes when an operator's file is edited. */
export function mendedByEdit({ facts }: Evidence, { verdict, exceptions }: Result): Culprit | undefined {
  const edits = exceptions.flatMap(({ name }) => editedFile(name) ?? []);
  const [first] = edits;
  if (verdict !== 'exception' || first === undefined) return undefined;
  const needed = neededChanges(facts, edits);
  const paths = edits.map((name) => facts.model.files.find((file) => file.name === name)?.path ?? name);
  return {
    ...culprit(
      classOfEdit(needed.changes),
      `it passes when the operator edits ${paths.join(', ')}`,
      needed.seen,
    ),
    ...given({ options: optionsOf(needed.changes) }),
  };
}

/** What the edits of files change, as far as it is needed for a cell to pass. */
function neededChanges(
  facts: JournalFacts,
  names: readonly string[],
): { readonly changes: readonly OptionChange[]; readonly seen: readonly Experiment[] } {
  const found = names.map((name) => {
    const changes = facts.model.files.find((file) => file.name === name)?.changes ?? [];
    const needed = neededOptions(facts, name);
    const words = needed?.options.flatMap((option) => [option, ...option.split(' ')]) ?? [];
    const some = changes.filter(({ option }) => words.includes(option));
    return { changes: some.length === 0 ? changes : some, seen: needed === undefined ? [] : [needed.seen] };
  });
  return { changes: found.flatMap(({ changes }) => changes), seen: found.flatMap(({ seen }) => seen) };
}

function classOfEdit(changes: readonly OptionChange[]): CulpritClass {
  if (changes.length > 0 && changes.every(({ how }) => how === 'removed')) return 'option-removed';
  return changes.length > 0 && changes.every(({ isChangedDefault }) => isChangedDefault === true)
    ? 'default-changed'
    : 'option-changed';
}

/**
 * The same code with the files at another time: when it passes then, be it after an edit, the files are what is missing;
 * also when it gets past this failure, and has another one.
 */
export function filesInTheWay(evidence: Evidence, cell: PlannedCell): Culprit | undefined {
  const { facts } = evidence;
  const better = passingElsewhere(evidence, cell) ?? pastElsewhere(evidence, cell);
  if (better === undefined) return undefined;
  const moved = facts.model.files.filter(
    ({ variants, owner, name }) => variants === 2 && (owner === 'package' || better.edits.includes(name)),
  );
  if (moved.length === 0) return undefined;
  const { outcome, run } = better;
  const whole: Experiment = { change: `files as in ${better.cell}`, outcome, run };
  const { changes, seen } = neededChanges(
    facts,
    moved.map(({ name }) => name),
  );
  const there = `target's ${moved.map(({ path }) => path).join(', ')} is there`;
  const words =
    outcome === 'passes'
      ? `it passes when ${there}`
      : `this failure is gone when ${there}; then it fails as ${better.cell} does`;
  return {
    ...culprit(classOfFiles(moved, changes), words, [whole, ...seen]),
    ...given({ options: optionsOf(changes) }),
  };
}

/** A cell that differs in its files, and what became of the failure there. */
interface Better {
  readonly cell: CellId;
  readonly run: string;
  readonly outcome: 'passes' | 'gets-past';
  /** The operator's files that were edited there. */
  readonly edits: readonly string[];
}

const otherColumns = ({ verdicts }: Evidence, cell: PlannedCell): CellVerdict[] =>
  verdicts.filter(({ cell: id }) => codeOf(id) === codeOf(cell.id) && columnOf(id) !== columnOf(cell.id));

const editsAmong = (exceptions: readonly string[]): string[] =>
  exceptions.flatMap((name) => editedFile(name) ?? []);

function passingElsewhere(evidence: Evidence, cell: PlannedCell): Better | undefined {
  const found = otherColumns(evidence, cell).find(({ result }) => passesWithFiles(result));
  if (found === undefined) return undefined;
  const edits = editsAmong(found.result.exceptions.map(({ name }) => name));
  return { cell: found.cell, run: runOf(evidence.facts, found.cell), outcome: 'passes', edits };
}

/** Only of offline cells: in a rolling one it matters how far each run of the walk came. */
function pastElsewhere(evidence: Evidence, cell: PlannedCell): Better | undefined {
  const { facts } = evidence;
  const own = decidingFailure(facts, cell);
  if (own === undefined || codeOf(cell.id) !== 'offline') return undefined;
  for (const { cell: id, result } of otherColumns(evidence, cell)) {
    const attempts = facts.plan.cells.find((other) => other.id === id)?.attempts ?? [];
    for (const { exceptions, runs } of attempts) {
      const run = facts.runs.get(runs[0] ?? '');
      const edits = editsAmong(exceptions);
      if (run === undefined || edits.length < exceptions.length || !isOther(run, own, result)) continue;
      return { cell: id, run: run.run.id, outcome: 'gets-past', edits };
    }
  }
  return undefined;
}

/** Another failure: later on; or at the same step in other words, with a cause of its own that was found. */
function isOther(run: RunFacts, own: RunFacts, { culprit: found }: Result): boolean {
  if (!hasFailed(run) || signature(run) === signature(own)) return false;
  const hasOwnCause = found !== undefined && found.class !== 'unknown';
  return isPast(run, own) || (hasOwnCause && failAlike(run, own));
}

/**
 * Filters are privileges; of other files an operator's are made of options, and a package's are a step of its installer,
 * unless all that matters is an option that target does not have any more.
 */
function classOfFiles(files: readonly ManagedFile[], changes: readonly OptionChange[]): CulpritClass {
  if (files.some(({ filters }) => filters === true)) return 'privilege';
  const ofEdit = classOfEdit(changes);
  return files.some(({ owner }) => owner === 'operator') || ofEdit === 'option-removed'
    ? ofEdit
    : 'missing-step';
}

/** Nothing but files had to be changed. */
const passesWithFiles = (result: Result): boolean =>
  passes(result) ||
  (result.verdict === 'exception' && result.exceptions.every(({ name }) => editedFile(name) !== undefined));

const optionsOf = (changes: readonly OptionChange[]): readonly string[] | undefined =>
  changes.length === 0 ? undefined : changes.map(({ option }) => option);
