import { type CellId, codeOf, columnOf } from '../model/cell.ts';
import type { Culprit, CulpritClass, Experiment, OptionChange } from '../model/culprit.ts';
import { given } from '../model/given.ts';
import type { PlannedCell } from '../model/plan.ts';
import type { ManagedFile } from '../model/upgrade-model.ts';
import type { CellVerdict, Result } from '../model/verdict.ts';
import type { JournalFacts, RunFacts } from './run-facts.ts';

/** How the exception is called that is an edit of a file. */
const EDIT = 'edit:';

/** All that was found out, for the search of causes. */
interface Evidence {
  readonly facts: JournalFacts;
  readonly verdicts: readonly CellVerdict[];
}

/**
 * Why a cell does not pass as it is, from runs that differ from it in one thing: other cells, its own attempts with
 * exceptions, and the experiments that were made because it failed. The rules, first match first, are in docs/culprits.md.
 */
export function culpritOf(evidence: Evidence, cell: PlannedCell, result: Result): Culprit | undefined {
  if (result.verdict !== 'broken' && result.verdict !== 'exception') return undefined;
  if (result.witnesses.length === 0) return undefined;
  return (
    mendedByEdit(evidence, result) ??
    mendedByStep(result) ??
    filesInTheWay(evidence, cell) ??
    sideBySide(evidence, cell) ??
    sameAsOffline(evidence, cell) ??
    dataInTheWay(evidence, cell) ??
    notFound(evidence, cell)
  );
}

/**
 * Why going back does not work: did target change what is stored by itself, or only by what it wrote?
 * @param ofUpgrade the cause of the upgrade's own failure, when there is one: what is lost is lost for base too
 */
export function culpritOfRollback(
  { facts }: Evidence,
  cell: PlannedCell,
  rollback: Result,
  ofUpgrade: Culprit | undefined,
): Culprit | undefined {
  if (rollback.verdict !== 'broken' || rollback.witnesses.length === 0) return undefined;
  if (ofUpgrade?.class === 'lost-resource') return ofUpgrade;
  const startOnly = experiment(
    facts,
    cell.experiments?.startOnly,
    'target only starts, then base again',
    'rollback',
  );
  if (startOnly === undefined) return undefined;
  return startOnly.outcome === 'fails'
    ? culprit('schema', 'what target does when it starts is enough: base does not work on it', [startOnly])
    : culprit(
        'data-format',
        'base works after target has only started: it is what target writes that base cannot use',
        [startOnly],
      );
}

function mendedByEdit({ facts }: Evidence, { verdict, exceptions }: Result): Culprit | undefined {
  const edits = exceptions.flatMap(({ name }) => (name.startsWith(EDIT) ? [name.slice(EDIT.length)] : []));
  const [first] = edits;
  if (verdict !== 'exception' || first === undefined) return undefined;
  const changes = edits.flatMap(
    (name) => facts.model.files.find((file) => file.name === name)?.changes ?? [],
  );
  const paths = edits.map((name) => facts.model.files.find((file) => file.name === name)?.path ?? name);
  return {
    ...culprit(classOfEdit(changes), `it passes when the operator edits ${paths.join(', ')}`, []),
    ...given({ options: optionsOf(changes) }),
  };
}

const classOfEdit = (changes: readonly OptionChange[]): CulpritClass =>
  changes.length > 0 && changes.every(({ how }) => how === 'removed') ? 'option-removed' : 'option-changed';

function mendedByStep({ verdict, exceptions }: Result): Culprit | undefined {
  if (verdict !== 'exception') return undefined;
  const names = exceptions.map(({ name }) => name).join(', ');
  return culprit('missing-step', `it passes when the manual step ${names} is done`, []);
}

/** The same code with the files at another time: when it passes then, be it after an edit, the files are what is missing. */
function filesInTheWay({ facts, verdicts }: Evidence, cell: PlannedCell): Culprit | undefined {
  const better = verdicts.find(
    ({ cell: id, result }) =>
      codeOf(id) === codeOf(cell.id) && columnOf(id) !== columnOf(cell.id) && passesWithFiles(result),
  );
  if (better === undefined) return undefined;
  const edits = better.result.exceptions.map(({ name }) => name.slice(EDIT.length));
  const moved = facts.model.files.filter(
    ({ variants, owner, name }) => variants === 2 && (owner === 'package' || edits.includes(name)),
  );
  if (moved.length === 0) return undefined;
  const run = runOf(facts, better.cell);
  const seen: Experiment = { change: `files as in ${better.cell}`, outcome: 'passes', run };
  const changes = moved.flatMap((file) => file.changes ?? []);
  const words = `it passes when target's ${moved.map(({ path }) => path).join(', ')} is there`;
  return {
    ...culprit(classOfFiles(moved, changes), words, [seen]),
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
  (result.verdict === 'exception' && result.exceptions.every(({ name }) => name.startsWith(EDIT)));

const optionsOf = (changes: readonly OptionChange[]): readonly string[] | undefined =>
  changes.length === 0 ? undefined : changes.map(({ option }) => option);

/** All off in between works: only both releases at once do not. */
function sideBySide({ facts, verdicts }: Evidence, cell: PlannedCell): Culprit | undefined {
  if (codeOf(cell.id) === 'offline') return undefined;
  const offline = offlineTwin(verdicts, cell.id);
  if (offline === undefined || !passes(offline.result)) return undefined;
  const whole: Experiment = {
    change: 'everything off in between',
    outcome: 'passes',
    run: runOf(facts, offline.cell),
  };
  const startOnly = experiment(
    facts,
    cell.experiments?.startOnly,
    'target only starts, then base alone',
    'rollback',
  );
  if (startOnly?.outcome === 'fails')
    return culprit('schema', 'base does not work any more on what target leaves behind when it starts', [
      whole,
      startOnly,
    ]);
  if (offline.rollback.verdict === 'broken')
    return culprit('data-format', 'base cannot use what target writes', [
      whole,
      ...(startOnly === undefined ? [] : [startOnly]),
    ]);
  const again = experiment(
    facts,
    cell.experiments?.backAgain,
    'to target, back and to target again, one at a time',
    'upgrade',
  );
  if (again === undefined) return undefined;
  return again.outcome === 'fails'
    ? culprit('data-format', 'target cannot use what base writes after it', [whole, again])
    : culprit('wire-protocol', 'each works on what the other left; only when both run at once it fails', [
        whole,
        again,
      ]);
}

/** A rolling cell fails as the offline one does: running side by side is not to blame. */
function sameAsOffline({ verdicts }: Evidence, cell: PlannedCell): Culprit | undefined {
  if (codeOf(cell.id) === 'offline') return undefined;
  const found = offlineTwin(verdicts, cell.id)?.result.culprit;
  return found === undefined
    ? undefined
    : { ...found, because: `as in ${offlineTwin(verdicts, cell.id)?.cell}: ${found.because}` };
}

/** Target alone works where base has never been: it is what base left. */
function dataInTheWay({ facts }: Evidence, cell: PlannedCell): Culprit | undefined {
  const fresh = experiment(
    facts,
    cell.experiments?.fresh,
    'target alone, where base has never been',
    'upgrade',
  );
  if (fresh?.outcome !== 'passes') return undefined;
  const asIs = facts.runs.get(cell.attempts[0]?.runs[0] ?? '');
  const back: Experiment = {
    change: 'base again after the failure',
    outcome: asIs?.outcome?.rollback === 'passed' ? 'passes' : 'fails',
    run: asIs?.run.id ?? '',
  };
  return back.outcome === 'passes'
    ? culprit(
        'data-format',
        'target works without what base left, and base still works on it: target cannot read it',
        [fresh, back],
      )
    : culprit('lost-resource', 'target works, but what base left is gone: base does not find it either', [
        fresh,
        back,
      ]);
}

function notFound({ facts }: Evidence, cell: PlannedCell): Culprit {
  const fresh = experiment(
    facts,
    cell.experiments?.fresh,
    'target alone, where base has never been',
    'upgrade',
  );
  const words =
    fresh === undefined
      ? 'no experiment was made'
      : 'target alone fails too, where base has never been: it is none of the data';
  return culprit('unknown', words, fresh === undefined ? [] : [fresh]);
}

function culprit(kind: CulpritClass, because: string, experiments: readonly Experiment[]): Culprit {
  return { class: kind, because, experiments };
}

const passes = ({ verdict }: Result): boolean => verdict === 'painless' || verdict === 'warns';

function offlineTwin(verdicts: readonly CellVerdict[], id: CellId): CellVerdict | undefined {
  const wanted: CellId = columnOf(id) === 'frozen' ? 'offline:frozen' : 'offline:together';
  return verdicts.find(({ cell }) => cell === wanted);
}

/** A run that decided a cell. */
function runOf({ plan }: JournalFacts, id: CellId): string {
  return plan.cells.find((cell) => cell.id === id)?.attempts[0]?.runs[0] ?? '';
}

function experiment(
  facts: JournalFacts,
  run: string | undefined,
  change: string,
  part: 'upgrade' | 'rollback',
): Experiment | undefined {
  const found: RunFacts | undefined = run === undefined ? undefined : facts.runs.get(run);
  const outcome = found?.outcome;
  if (run === undefined || outcome === undefined || outcome.harness !== undefined) return undefined;
  if (outcome.base === 'failed' || (part === 'rollback' && outcome.upgrade !== 'passed')) return undefined;
  if (outcome[part] === 'not-run') return undefined;
  return { change, outcome: outcome[part] === 'passed' ? 'passes' : 'fails', run };
}
