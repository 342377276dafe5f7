import { codeOf, columnOf } from '../../model/cell.ts';
import { type Change, chosenVariables } from '../../model/change.ts';
import { editedFile } from '../../model/edits.ts';
import type { MadeRun } from '../../model/made-run.ts';
import type { PlannedCell, PlannedRun } from '../../model/plan.ts';
import {
  asIsRuns,
  failingRun,
  nameOf,
  outcomeOf,
  passingRun,
  rerunsOf,
  type SearchFacts,
  signatureOf,
  upgradeOf,
} from './known.ts';
import { minimise } from './minimise.ts';
import { rerun } from './rerun.ts';

/** A cell that fails now and then is run so often in all, to know how often. */
const RUNS_FOR_A_RATE = 5;
/** What passes with longer waits must fail again without, so often, before it is not chance. */
const REPEATS_FOR_NOT_READY = 2;

/**
 * The next run that would tell more about why cells fail, or how surely; `undefined` when nothing is left to try. Pure: it
 * asks what has been made, and decides anew each time. The order of what is tried is in docs/culprits.md.
 */
export function nextExperiment(facts: SearchFacts): PlannedRun | undefined {
  const cells = facts.cells.filter(({ sameAs }) => sameAs === undefined);
  const asks = [repeats, confirmation, rate, editedOptions, changesOfModel, fileOptions];
  for (const ask of asks) {
    for (const cell of cells) {
      const next = ask(facts, cell);
      if (next !== undefined) return next;
    }
  }
  return undefined;
}

/** Each run of a cell as often as was asked for. */
function repeats(facts: SearchFacts, cell: PlannedCell): PlannedRun | undefined {
  for (const { run } of asIsRuns(facts, cell)) {
    const done = rerunsOf(facts, run.id).length;
    if (done + 1 < facts.repeat) return rerun(run, `again-${done + 1}`);
  }
  return undefined;
}

/**
 * A failure is seen twice before it is believed: with longer waits, which tells at once whether it is a matter of waiting;
 * when it passes then, also as it was. Of failures that look alike one is looked into.
 */
function confirmation(facts: SearchFacts, cell: PlannedCell): PlannedRun | undefined {
  const failed = failingRun(facts, cell);
  if (failed === undefined || firstAlike(facts, failed) !== failed.run.id) return undefined;
  const [patient] = rerunsOf(facts, failed.run.id, { kind: 'patience' });
  if (patient === undefined) return rerun(failed.run, 'patience', { kind: 'patience' });
  const done = rerunsOf(facts, failed.run.id);
  const isSure = upgradeOf(patient) === 'fails' || done.length >= REPEATS_FOR_NOT_READY;
  return isSure ? undefined : rerun(failed.run, `again-${done.length + 1}`);
}

/** The first failing run with the same words. */
function firstAlike(facts: SearchFacts, failed: MadeRun): string | undefined {
  const all = facts.cells.flatMap((cell) => failingRun(facts, cell) ?? []);
  const alike = all.filter((other) => signatureOf(other) === signatureOf(failed));
  // what fails now and then says nothing of the others
  const steady = alike.filter(
    (other) => !rerunsOf(facts, other.run.id).some((each) => upgradeOf(each) === 'passes'),
  );
  return (failed.run.id === alike[0]?.run.id ? alike : steady)[0]?.run.id;
}

/** Once as it was it failed, and once it passed: often enough to know how often. */
function rate(facts: SearchFacts, cell: PlannedCell): PlannedRun | undefined {
  for (const first of asIsRuns(facts, cell)) {
    const all = [first, ...rerunsOf(facts, first.run.id)];
    if (new Set(all.map(upgradeOf)).size === 2 && all.length < RUNS_FOR_A_RATE)
      return rerun(first.run, `again-${all.length}`);
  }
  return undefined;
}

/** Where an edit of a file mends it: which of its options do? */
function editedOptions(facts: SearchFacts, cell: PlannedCell): PlannedRun | undefined {
  const [, mended] = cell.attempts;
  const file = mended?.exceptions.map(editedFile).find((name) => name !== undefined);
  if (mended === undefined || file === undefined || isSearchedElsewhere(facts, cell, file)) return undefined;
  const passed = failingRun(facts, cell) && passingRun(facts, mended.runs);
  return (
    passed &&
    smallerSet(facts, passed.run, facts.options(file, 'edit'), (options) => ({
      kind: 'options',
      file,
      of: 'edit',
      options,
    }))
  );
}

/** One cell is enough for an edit: the first that it mends. */
function isSearchedElsewhere(facts: SearchFacts, cell: PlannedCell, file: string): boolean {
  const first = facts.cells.find((other) => {
    const [, mended] = other.attempts;
    return (
      mended?.exceptions.some((name) => editedFile(name) === file) === true &&
      failingRun(facts, other) !== undefined &&
      passingRun(facts, mended.runs) !== undefined
    );
  });
  return first?.id !== cell.id;
}

/** Changes of the release itself, one after another, where nothing else has explained the failure. */
function changesOfModel(facts: SearchFacts, cell: PlannedCell): PlannedRun | undefined {
  const failed = unexplained(facts, cell);
  if (failed === undefined) return undefined;
  for (const service of facts.model.services) {
    const found = smallestSet(facts, failed.run, chosenVariables(service), (names) => ({
      kind: 'environment',
      service: service.name,
      names,
    }));
    if (found !== undefined) return found;
  }
  for (const change of singleChanges(facts)) {
    const isTried = rerunsOf(facts, failed.run.id, change).length > 0;
    const next = isTried ? secondTime(facts, failed.run, change) : rerunWith(facts, failed.run, change);
    if (next !== undefined) return next;
  }
  return undefined;
}

function singleChanges({ model }: SearchFacts): Change[] {
  const { services, migrations, releases } = model;
  const hasOtherNode = releases.base.node !== releases.target.node;
  return [
    ...(hasOtherNode ? services.map(({ name }): Change => ({ kind: 'runtime', service: name })) : []),
    ...migrations.map(({ stage }): Change => ({ kind: 'without-migration', stage })),
    ...(services.length > 1
      ? services.map(({ name }): Change => ({ kind: 'held-back', service: name }))
      : []),
  ];
}

/** Which options of a file that stays must go, if any. */
function fileOptions(facts: SearchFacts, cell: PlannedCell): PlannedRun | undefined {
  const failed = unexplained(facts, cell);
  if (failed === undefined) return undefined;
  for (const file of facts.model.files) {
    if (file.owner !== 'operator') continue;
    const found = smallestSet(facts, failed.run, facts.options(file.name, 'file'), (options) => ({
      kind: 'options',
      file: file.name,
      of: 'file',
      options,
    }));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The failing run of an offline cell that other cells and experiments do not explain: nothing that operators can do mends
 * it, and target fails also where base has never been. What fails side by side only is explained by its offline twin.
 */
function unexplained(facts: SearchFacts, cell: PlannedCell): MadeRun | undefined {
  if (codeOf(cell.id) !== 'offline') return undefined;
  const failed = failingRun(facts, cell);
  const fresh = facts.made.get(cell.experiments?.fresh ?? '');
  if (failed === undefined || fresh === undefined || upgradeOf(fresh) === 'passes') return undefined;
  if (firstAlike(facts, failed) !== failed.run.id || passesElsewhere(facts, cell)) return undefined;
  const patient = rerunsOf(facts, failed.run.id, { kind: 'patience' })[0];
  return patient !== undefined && upgradeOf(patient) === 'passes' ? undefined : failed;
}

/** With exceptions, or with the files at another time. */
function passesElsewhere(facts: SearchFacts, cell: PlannedCell): boolean {
  const same = facts.cells.filter(
    (other) => codeOf(other.id) === 'offline' && columnOf(other.id) !== columnOf(cell.id),
  );
  const attempts = [...cell.attempts.slice(1), ...same.flatMap((other) => other.attempts)];
  return attempts.some(({ runs }) => passingRun(facts, runs) !== undefined);
}

/** Whether a run passes with a change that takes a set; what no text can be made of counts as failing. */
function outcomeWith(facts: SearchFacts, run: PlannedRun, change: Change): 'passes' | 'fails' | undefined {
  const made = outcomeOf(rerunsOf(facts, run.id, change));
  if (made !== undefined) return made;
  return change.kind === 'options' && !facts.canMake(change) ? 'fails' : undefined;
}

/** The next run on the way to the smallest set with which a run passes that passes with all of it. */
function smallerSet(
  facts: SearchFacts,
  run: PlannedRun,
  all: readonly string[],
  change: (set: readonly string[]) => Change,
): PlannedRun | undefined {
  const result = minimise(all, (set) => outcomeWith(facts, run, change(set)));
  if ('next' in result) return rerunWith(facts, run, change(result.next));
  return secondTime(facts, run, change(result.smallest));
}

/** What passes with a change is seen twice, too, before it is believed. */
function secondTime(facts: SearchFacts, run: PlannedRun, change: Change): PlannedRun | undefined {
  const made = rerunsOf(facts, run.id, change);
  return made.length === 1 && outcomeOf(made) === 'passes' ? rerunWith(facts, run, change) : undefined;
}

/** The same where it is not known yet whether all of it is enough: that is tried first. */
function smallestSet(
  facts: SearchFacts,
  run: PlannedRun,
  all: readonly string[],
  change: (set: readonly string[]) => Change,
): PlannedRun | undefined {
  if (all.length === 0) return undefined;
  const whole = outcomeWith(facts, run, change(all));
  if (whole === undefined) return rerunWith(facts, run, change(all));
  return whole === 'passes' ? smallerSet(facts, run, all, change) : undefined;
}

const rerunWith = (facts: SearchFacts, run: PlannedRun, change: Change): PlannedRun =>
  rerun(run, nameOf(facts, run.id, change), change);
