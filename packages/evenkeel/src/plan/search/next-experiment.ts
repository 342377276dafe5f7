import { codeOf } from '../../model/cell.ts';
import { type Change, chosenVariables } from '../../model/change.ts';
import { editedFile } from '../../model/edits.ts';
import type { MadeRun } from '../../model/made-run.ts';
import type { PlannedAttempt, PlannedCell, PlannedRun } from '../../model/plan.ts';
import { firstAlike, mendedByEdit, otherColumns, unexplained } from './explained.ts';
import {
  asIsRuns,
  decidingFailure,
  firstFailing,
  outcomeOf,
  passingRun,
  rerunsOf,
  type SearchFacts,
  signatureOf,
  upgradeOf,
} from './known.ts';
import { anotherWay, rerun } from './rerun.ts';
import { singleChange, smallerSet, smallestSet } from './sets.ts';

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
  const asks = [
    ...[repeats, confirmation, rate],
    ...[editedOptions, movedOptions, stepsOfOthers, withItsExceptions],
    ...[changesOfModel, fileOptions],
  ];
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
  const failed = decidingFailure(facts, cell);
  if (failed === undefined || firstAlike(facts, failed) !== failed.run.id) return undefined;
  const [patient] = rerunsOf(facts, failed.run.id, { kind: 'patience' });
  if (patient === undefined) return rerun(failed.run, 'patience', { kind: 'patience' });
  const done = rerunsOf(facts, failed.run.id);
  const isSure = upgradeOf(patient) === 'fails' || done.length >= REPEATS_FOR_NOT_READY;
  return isSure ? undefined : rerun(failed.run, `again-${done.length + 1}`);
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

const edit =
  (file: string) =>
  (options: readonly string[]): Change => ({ kind: 'options', file, of: 'edit', options });

/** Where an edit of a file mends it, or leads to another failure: which of its options do? */
function editedOptions(facts: SearchFacts, cell: PlannedCell): PlannedRun | undefined {
  const file = cell.attempts[1]?.exceptions.map(editedFile).find((name) => name !== undefined);
  const mended = file === undefined ? undefined : mendedByEdit(facts, file);
  if (file === undefined || mended?.cell.id !== cell.id) return undefined;
  return smallerSet(facts, mended.run, facts.options(file, 'edit'), edit(file));
}

/** A package's files move, and the failure is another one, or none: which options of them matter? */
function movedOptions(facts: SearchFacts, cell: PlannedCell): PlannedRun | undefined {
  const failed = decidingFailure(facts, cell);
  if (failed === undefined) return undefined;
  const files = facts.model.files
    .filter(({ owner, variants, filters }) => owner === 'package' && variants === 2 && !filters)
    .map(({ name }) => ({ name, options: facts.options(name, 'edit') }))
    .filter(({ options }) => options.length > 1);
  for (const { attempts } of otherColumns(facts, cell)) {
    const other = endsOtherwise(facts, attempts[0], failed);
    if (other === undefined) continue;
    for (const { name, options } of files) {
      const next = smallerSet(facts, other, options, edit(name));
      if (next !== undefined) return next;
    }
  }
  return undefined;
}

/** The run of an attempt that passes, or fails in other words than this one. */
function endsOtherwise(
  facts: SearchFacts,
  attempt: PlannedAttempt | undefined,
  failed: MadeRun,
): MadeRun | undefined {
  const other = passingRun(facts, attempt) ?? firstFailing(facts, attempt);
  return other !== undefined && (upgradeOf(other) === 'passes' || signatureOf(other) !== signatureOf(failed))
    ? other
    : undefined;
}

/** What operators do by hand in other cells, where this one fails in its own way. */
function stepsOfOthers(facts: SearchFacts, cell: PlannedCell): PlannedRun | undefined {
  const failed = decidingFailure(facts, cell);
  if (failed === undefined || codeOf(cell.id) !== 'offline') return undefined;
  if (firstAlike(facts, failed) !== failed.run.id || isMendedElsewhere(facts, failed)) return undefined;
  const names = facts.model.exceptions
    .filter(({ cells }) => !cells.includes(cell.id))
    .map(({ name }) => name);
  if (names.length === 0) return undefined;
  const change = { kind: 'exceptions', names } as const;
  const done = rerunsOf(facts, failed.run.id, change);
  if (done.length > 1 || outcomeOf(done) === 'fails') return undefined;
  const own = cell.attempts.find(({ runs }) => runs.includes(failed.run.id))?.exceptions ?? [];
  return anotherWay(facts.model, cell.id, failed.run, change, [...own, ...names], `steps-${done.length + 1}`);
}

const isMendedElsewhere = (facts: SearchFacts, { run }: MadeRun): boolean =>
  facts.cells.some(
    ({ attempts: [asIs, mended] }) =>
      asIs?.runs.includes(run.id) && mended && passingRun(facts, mended) !== undefined,
  );

/** Where it fails with its exceptions, too: the experiments that were made without them are made with them. */
function withItsExceptions(facts: SearchFacts, cell: PlannedCell): PlannedRun | undefined {
  const [, mended] = cell.attempts;
  if (mended === undefined || codeOf(cell.id) !== 'offline') return undefined;
  const run = firstFailing(facts, mended) ?? passingRun(facts, mended);
  if (run === undefined) return undefined;
  const isOwn = decidingFailure(facts, cell)?.run.id === run.run.id;
  const wanted = [
    ...(isOwn ? (['fresh'] as const) : []),
    ...(run.outcome.rollback === 'failed' ? (['start-only'] as const) : []),
  ];
  const kind = wanted.find((each) => rerunsOf(facts, run.run.id, { kind: each }).length === 0);
  return kind && anotherWay(facts.model, cell.id, run.run, { kind }, mended.exceptions);
}

/** Changes of the release itself, one after another, where nothing else has explained the failure. */
function changesOfModel(facts: SearchFacts, cell: PlannedCell): PlannedRun | undefined {
  const failed = unexplained(facts, cell);
  if (failed === undefined) return undefined;
  for (const service of facts.model.services) {
    const found = smallestSet(facts, failed, chosenVariables(service), (names) => ({
      kind: 'environment',
      service: service.name,
      names,
    }));
    if (found !== undefined) return found;
  }
  for (const change of singleChanges(facts)) {
    const next = singleChange(facts, failed, change);
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

/** Which options of an operator's file must go, or be set to what was their default, if any. */
function fileOptions(facts: SearchFacts, cell: PlannedCell): PlannedRun | undefined {
  const failed = unexplained(facts, cell);
  if (failed === undefined) return undefined;
  for (const { name: file, owner } of facts.model.files) {
    if (owner !== 'operator') continue;
    for (const way of ['default', 'file'] as const) {
      const make = (options: readonly string[]): Change => ({ kind: 'options', file, of: way, options });
      const found = smallestSet(facts, failed, facts.options(file, way), make);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
