import { type CellId, codeOf, columnOf } from '../../model/cell.ts';
import { editNamed } from '../../model/edits.ts';
import type { Event } from '../../model/event.ts';
import { given } from '../../model/given.ts';
import type { Runbook, RunbookAnswer, RunbookService } from '../../model/runbook.ts';
import type { ManagedFile, UpgradeModel } from '../../model/upgrade-model.ts';
import type { Verdict } from '../../model/verdict.ts';
import { checksOf } from './checks.ts';
import { type CellChoice, rankedCells } from './choose-cell.ts';
import { preconditionsOf } from './preconditions.ts';
import { rollingTasks } from './rolling-steps.ts';
import { orderToTake } from './safe-order.ts';
import { stepsInWords } from './step-words.ts';
import { type Facts, offlineTasks } from './tasks.ts';

/**
 * How to upgrade, by what a run has shown: the steps, or the smallest combination that fails, or that nothing is known.
 * @param cell one of the verdict's; absent: the best rolling one that works, else an offline one
 */
export function makeRunbook(events: readonly Event[], verdict: Verdict, cell?: CellId): RunbookAnswer {
  const started = events.find((event) => event.type === 'run-started');
  const ranked = rankedCells(events, verdict);
  const choice = cell === undefined ? ranked[0] : ranked.find((each) => each.verdict.cell === cell);
  if (started === undefined || choice === undefined)
    return {
      kind: 'inconclusive',
      name: '',
      base: '',
      target: '',
      reasons: ['no cell was judged: nothing was run'],
    };
  const { name, releases } = started.model;
  const asked = {
    name,
    base: releases.base.label,
    target: releases.target.label,
    cell: choice.verdict.cell,
  };
  const { result, lattice } = choice.verdict;
  if (choice.standing === 'inconclusive') return { kind: 'inconclusive', ...asked, reasons: result.reasons };
  if (choice.standing === 'fails') {
    const [witness] = result.witnesses;
    return {
      kind: 'unsafe',
      ...asked,
      reasons: result.reasons,
      ...given({ failing: lattice?.failing, witness }),
    };
  }
  const passedOver = cell === undefined ? preferredTo(choice, ranked) : [];
  return { kind: 'safe', runbook: { ...asked, passedOver, ...stepsOf(started.model, choice) } };
}

/** Rolling cells that were judged, where the choice fell on an offline one. */
function preferredTo({ verdict }: CellChoice, ranked: readonly CellChoice[]): Runbook['passedOver'] {
  if (codeOf(verdict.cell) === 'rolling') return [];
  return ranked
    .filter((each) => codeOf(each.verdict.cell) === 'rolling')
    .map((each) => ({ cell: each.verdict.cell, verdict: each.verdict.result.verdict }));
}

type Steps = Omit<Runbook, 'name' | 'base' | 'target' | 'cell' | 'passedOver'>;

function stepsOf(model: UpgradeModel, { verdict, attempt }: CellChoice): Steps {
  const { cell, result, rollback, lattice } = verdict;
  const code = codeOf(cell);
  const done = neededOf(result, attempt?.exceptions ?? []);
  const facts: Facts = {
    model,
    code,
    exceptions: model.exceptions.filter(({ name }) => done.includes(name)),
    movingFiles: movingFiles(model, cell, done),
  };
  const taken = lattice === undefined ? undefined : orderToTake(lattice);
  const isKnown = rollback.verdict !== 'inconclusive';
  const tasks =
    taken === undefined
      ? offlineTasks(facts, isKnown && rollback.verdict !== 'broken')
      : rollingTasks(facts, { ...taken, waysBack: taken.waysBack.map((can) => can && isKnown) });
  const services = model.services.map((service): RunbookService => {
    const checks = { base: checksOf(model, service, 'base'), target: checksOf(model, service, 'target') };
    return { name: service.name, count: service.instances[code], checks };
  });
  const instances = taken === undefined || taken.isInBlocks ? 'any' : 'exact';
  const releases = { base: model.releases.base.label, target: model.releases.target.label };
  const steps = stepsInWords({ ...releases, services, instances }, tasks);
  const noReturn = steps.find(({ canGoBack }) => !canGoBack)?.number;
  return {
    verdict: result.verdict,
    warnings: result.warnings.map(({ release, text }) => `${release}: ${text}`),
    rules: lattice?.rules ?? [],
    instances,
    services,
    preconditions: preconditionsOf(facts, cell, noReturn),
    steps,
    ...given({ noReturn }),
  };
}

/** The exceptions that have to be done: where the verdict does not say which, those with which the safe order was walked. */
function neededOf(result: CellChoice['verdict']['result'], walked: readonly string[]): readonly string[] {
  return result.verdict === 'broken' ? walked : result.exceptions.map(({ name }) => name);
}

/** A package's files move with the upgrade, an operator's when the edit is needed; in frozen columns none do. */
function movingFiles(model: UpgradeModel, cell: CellId, done: readonly string[]): ManagedFile[] {
  if (columnOf(cell) === 'frozen') return [];
  return model.files.filter(
    ({ variants, owner, name }) => variants === 2 && (owner === 'package' || done.includes(editNamed(name))),
  );
}
