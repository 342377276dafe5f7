import { codeOf, columnOf } from '../../model/cell.ts';
import type { Culprit, CulpritClass, Experiment, OptionChange } from '../../model/culprit.ts';
import { editedFile } from '../../model/edits.ts';
import { given } from '../../model/given.ts';
import type { PlannedCell } from '../../model/plan.ts';
import type { ManagedFile } from '../../model/upgrade-model.ts';
import type { Result } from '../../model/verdict.ts';
import type { JournalFacts } from '../run-facts.ts';
import { culprit, type Evidence, passes, runOf } from './experiment.ts';
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

const classOfEdit = (changes: readonly OptionChange[]): CulpritClass =>
  changes.length > 0 && changes.every(({ how }) => how === 'removed') ? 'option-removed' : 'option-changed';

/** The same code with the files at another time: when it passes then, be it after an edit, the files are what is missing. */
export function filesInTheWay({ facts, verdicts }: Evidence, cell: PlannedCell): Culprit | undefined {
  const better = verdicts.find(
    ({ cell: id, result }) =>
      codeOf(id) === codeOf(cell.id) && columnOf(id) !== columnOf(cell.id) && passesWithFiles(result),
  );
  if (better === undefined) return undefined;
  const edits = better.result.exceptions.flatMap(({ name }) => editedFile(name) ?? []);
  const moved = facts.model.files.filter(
    ({ variants, owner, name }) => variants === 2 && (owner === 'package' || edits.includes(name)),
  );
  if (moved.length === 0) return undefined;
  const run = runOf(facts, better.cell);
  const whole: Experiment = { change: `files as in ${better.cell}`, outcome: 'passes', run };
  const { changes, seen } = neededChanges(
    facts,
    moved.map(({ name }) => name),
  );
  const words = `it passes when target's ${moved.map(({ path }) => path).join(', ')} is there`;
  return {
    ...culprit(classOfFiles(moved, changes), words, [whole, ...seen]),
    ...given({ options: optionsOf(changes) }),
  };
}

/** Filters are privileges; of other files an operator's are made of options, and a package's are a step of its installer. */
function classOfFiles(files: readonly ManagedFile[], changes: readonly OptionChange[]): CulpritClass {
  if (files.some(({ filters }) => filters === true)) return 'privilege';
  return files.some(({ owner }) => owner === 'operator') ? classOfEdit(changes) : 'missing-step';
}

/** Nothing but files had to be changed. */
const passesWithFiles = (result: Result): boolean =>
  passes(result) ||
  (result.verdict === 'exception' && result.exceptions.every(({ name }) => editedFile(name) !== undefined));

const optionsOf = (changes: readonly OptionChange[]): readonly string[] | undefined =>
  changes.length === 0 ? undefined : changes.map(({ option }) => option);
