import Table from 'cli-table3';
import { type CellId, codeOf, columnOf, type FilesColumn, USUAL_CELLS } from '../model/cell.ts';
import type { Event } from '../model/event.ts';
import { upgradeInWords } from '../model/upgrade-model.ts';
import type { CellVerdict, Result, Verdict, Witness } from '../model/verdict.ts';
import { renderContract } from './contract-text.ts';
import { experimentInWords } from './experiment-words.ts';
import { renderLattices, renderUndocumented } from './lattice-text.ts';
import { type Paint, plain } from './paint.ts';
import { renderPrivileges } from './privileges-text.ts';
import { makeRunbook } from './runbook/make-runbook.ts';

const COLUMNS: readonly FilesColumn[] = ['frozen', 'together', 'after', 'before', 'union'];
const USUAL_COLUMNS: readonly FilesColumn[] = USUAL_CELLS.map(columnOf);
/** A table of plain characters. */
export const NO_BORDERS = {
  top: '-',
  'top-mid': '+',
  'top-left': '+',
  'top-right': '+',
  bottom: '-',
  'bottom-mid': '+',
  'bottom-left': '+',
  'bottom-right': '+',
  left: '|',
  'left-mid': '+',
  mid: '-',
  'mid-mid': '+',
  right: '|',
  'right-mid': '+',
  middle: '|',
};
const SHOWN_LOG_LINES = 4;
/** The runbook in the run's folder. */
export const RUNBOOK = 'runbook.md';

/** The report for people: the matrix, then the reason of each cell that is not painless, then the promises. */
export function renderText(events: readonly Event[], verdict: Verdict, paint: Paint = plain): string {
  const started = events.find((event) => event.type === 'run-started');
  if (started === undefined) return 'The journal does not begin with a plan: nothing was run.\n';
  const { model, plan } = started;
  const title = `${model.name}: ${upgradeInWords(model)}`;
  const sections = [
    paint.bold(title),
    renderMatrix(verdict.cells, paint),
    ...renderResults(verdict, paint),
    renderLattices(verdict.cells),
    renderUndocumented(verdict.cells),
    ...events.flatMap((event) => (event.type === 'commands-judged' ? [renderPrivileges(event)] : [])),
    ...events.flatMap((event) => (event.type === 'contract-judged' ? [renderContract(event)] : [])),
    failedCleanups(events).join('\n'),
    [...promisesInWords(verdict, paint), `exit code ${verdict.exitCode}`].join('\n'),
    renderRunbook(events, verdict),
    paint.dim(
      `seed ${plan.seed}, evenkeel ${started.machine.evenkeel}, Node ${started.machine.node}; again: ${started.command}`,
    ),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** The upgrade matrix as a table. */
export function renderMatrix(cells: readonly CellVerdict[], paint: Paint): string {
  const byId = new Map(cells.map((cell) => [cell.cell, cell]));
  return layMatrix([...byId.keys()], (id, part) => {
    const name = byId.get(id)?.[part].verdict;
    return name === undefined ? '-' : paint.verdict(name, name);
  });
}

/** The table of a matrix: what `words` says of each cell and of its rollback, `-` where there is no cell. */
export function layMatrix(
  cells: readonly CellId[],
  words: (cell: CellId, part: 'result' | 'rollback') => string,
): string {
  const shown = [...USUAL_COLUMNS, ...cells.map(columnOf)];
  const columns = COLUMNS.filter((column) => shown.includes(column));
  const table = new Table({
    head: ['code \\ files', ...columns],
    chars: NO_BORDERS,
    style: { head: [], border: [] },
  });
  for (const code of ['offline', 'rolling'] as const) {
    const inRow = cells.filter((cell) => codeOf(cell) === code);
    const row = (part: 'result' | 'rollback'): string[] =>
      columns.map((column) => {
        const cell = inRow.find((each) => columnOf(each) === column);
        return cell === undefined ? '-' : words(cell, part);
      });
    if (inRow.length > 0) table.push([code, ...row('result')], ['  rollback', ...row('rollback')]);
  }
  return table.toString();
}

function renderResults(verdict: Verdict, paint: Paint): string[] {
  return resultsByName(verdict).flatMap(({ names, result }) =>
    renderResult(names.join(' = '), result, paint),
  );
}

/** Each different result once, under the names of all that have it. */
export function resultsByName(verdict: Verdict): { names: string[]; result: Result }[] {
  const groups = new Map<string, { names: string[]; result: Result }>();
  const add = (name: string, result: Result): void => {
    const key = JSON.stringify(result);
    const group = groups.get(key) ?? { names: [], result };
    group.names.push(name);
    groups.set(key, group);
  };
  for (const cell of verdict.cells) add(cell.cell, cell.result);
  for (const cell of verdict.cells)
    if (cell.result !== cell.rollback) add(`${cell.cell}/rollback`, cell.rollback);
  return [...groups.values()];
}

function renderResult(name: string, result: Result, paint: Paint): string[] {
  const lines = [
    ...result.reasons.map(clean),
    ...culpritLines(result),
    ...result.witnesses.flatMap((witness) => renderWitness(witness, paint)),
    ...result.exceptions.map(
      (entry) => `needs exception ${entry.name}${entry.why === '' ? '' : `: ${entry.why}`} (${entry.note})`,
    ),
    ...result.stale.map((entry) => `exception ${entry} is stale: it passes without`),
    ...result.warnings.map(
      (entry) =>
        `${entry.release} warns${entry.times > 1 ? ` ${entry.times} times` : ''}: ${clean(entry.text)}`,
    ),
  ];
  if (lines.length === 0) return [];
  return [
    [
      `${paint.bold(name)}: ${paint.verdict(result.verdict, result.verdict)}`,
      ...lines.map((line) => `  ${line}`),
    ].join('\n'),
  ];
}

/** The class of the cause, why it is that, and the runs that show it. */
function culpritLines({ culprit }: Result): string[] {
  if (culprit === undefined) return [];
  const options = culprit.options === undefined ? '' : ` (${culprit.options.join(', ')})`;
  return [
    `culprit: ${culprit.class}${options}: ${culprit.because}`,
    ...culprit.experiments.map((each) => `  ${experimentInWords(each)}`),
    ...(culprit.service === undefined ? [] : [`  it is in ${culprit.service}: with that at base it passes`]),
    ...(culprit.repeated === undefined
      ? []
      : [`  seen ${culprit.repeated.failed} times in ${culprit.repeated.of} runs`]),
    ...(culprit.cut === undefined ? [] : [`  the best answer so far: ${culprit.cut}`]),
  ];
}

function renderWitness(witness: Witness, paint: Paint): string[] {
  const { failure } = witness;
  return [
    `in ${witness.run}, phase "${witness.phase}", state ${witness.state}`,
    `  step: ${witness.step}`,
    `  ${clean(failure.message)}`,
    ...(failure.answer === undefined ? [] : [`  answer: ${clean(failure.answer)}`]),
    ...failure.log
      .slice(0, SHOWN_LOG_LINES)
      .map((line) => paint.dim(`  ${line.source} logged: ${clean(line.text)}`)),
  ];
}

/** What a tested system said, on one line and without anything that a terminal would obey. */
export function clean(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trimEnd();
}

/** Where the steps of the safe upgrade are, when there is one. */
function renderRunbook(events: readonly Event[], verdict: Verdict): string {
  const answer = makeRunbook(events, verdict);
  return answer.kind === 'safe' ? `${RUNBOOK}: the steps, as ${answer.runbook.cell} has them` : '';
}

/** What could not be cleaned up, so that somebody does it. */
function failedCleanups(events: readonly Event[]): string[] {
  return events.flatMap((event) =>
    event.type === 'cleanup-finished' && event.error !== undefined
      ? [`clean-up of ${event.run} failed: ${event.cleanup.kind}: ${clean(event.error)}`]
      : [],
  );
}

/** A line for each promise, and for what could not be judged of them. */
export function promisesInWords(verdict: Verdict, paint: Paint): string[] {
  const kept = verdict.promises.map((promise) => {
    const name = `${promise.cell}${promise.rollback ? '/rollback' : ''}`;
    return `promise ${name}: ${promise.kept ? 'kept' : 'NOT KEPT'} (${paint.verdict(promise.verdict, promise.verdict)}; promised at least ${promise.atLeast})`;
  });
  const missing = verdict.notRun.map((name) => `promise ${name}: not run`);
  const nothing =
    verdict.isUnpromised === true ? 'nothing is promised here' : 'no promised cell was run: inconclusive';
  const none = verdict.promises.length === 0 ? [nothing] : [];
  const cut = verdict.interrupted ? ['interrupted: what is missing was not run'] : [];
  return [...kept, ...missing, ...none, ...verdict.better, ...cut];
}
