import { codeOf, columnOf, type FilesColumn } from '../model/cell.ts';
import type { Event } from '../model/event.ts';
import type { CellVerdict, Result, Verdict, VerdictName } from '../model/verdict.ts';
import { titleOf } from './cases.ts';
import { experimentInWords } from './experiment-words.ts';
import { inHtml, inMarkdown } from './markdown-words.ts';
import { nextStep } from './next-step.ts';
import { reasonOf } from './screen.ts';
import { resultsByName } from './text.ts';
import { wellFormed } from './well-formed.ts';

const COLUMNS: readonly FilesColumn[] = ['frozen', 'together', 'after', 'before', 'union'];
/** A mark beside the word, so that neither colour nor the mark is needed to read it. */
const MARKS: Readonly<Record<VerdictName, string>> = {
  painless: '✓',
  warns: '△',
  exception: '◐',
  broken: '✗',
  inconclusive: '?',
};
const MOST_CHARACTERS = 300;
const MOST_LOG_LINES = 4;

/** A run for the summary of a pull request: verdict and matrix, a fold for each reason, the next step. */
export function runMarkdown(events: readonly Event[], verdict: Verdict): string {
  const started = events.find((event) => event.type === 'run-started');
  if (started === undefined) return '**evenkeel**: nothing was run\n';
  const sections = [
    `**evenkeel**: ${inMarkdown(titleOf(events))}: ${outcomeOf(verdict)}`,
    matrixOf(verdict.cells),
    ...resultsByName(verdict).flatMap(({ names, result }) => foldOf(names.join(' = '), result)),
    [
      ...verdict.promises.map(
        (promise) =>
          `- promise ${promise.cell}${promise.rollback ? '/rollback' : ''}: ${promise.kept ? 'kept' : '**not kept**'} (${promise.verdict}; promised at least ${promise.atLeast})`,
      ),
      ...verdict.notRun.map((name) => `- promise ${name}: not run`),
    ].join('\n'),
    `Next: ${words(nextStep(events, verdict))}`,
    `Seed ${started.plan.seed}, evenkeel ${inMarkdown(started.machine.evenkeel)}, Node ${inMarkdown(started.machine.node)}; again: ${words(started.command)}`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** What the exit code says. */
function outcomeOf({ exitCode, interrupted }: Verdict): string {
  if (interrupted) return 'interrupted';
  if (exitCode === 0) return 'every promise kept';
  if (exitCode === 1) return 'a promise is broken';
  return exitCode === 3 ? 'inconclusive' : 'evenkeel itself failed';
}

function matrixOf(cells: readonly CellVerdict[]): string {
  const columns = COLUMNS.filter((column) => cells.some(({ cell }) => columnOf(cell) === column));
  if (columns.length === 0) return '';
  const row = (title: string, code: string, pick: (cell: CellVerdict) => Result): string => {
    const shown = columns.map((column) => {
      const found = cells.find(({ cell }) => codeOf(cell) === code && columnOf(cell) === column);
      return found === undefined ? '–' : `${MARKS[pick(found).verdict]} ${pick(found).verdict}`;
    });
    return `| ${[title, ...shown].join(' | ')} |`;
  };
  const codes = (['offline', 'rolling'] as const).filter((code) =>
    cells.some(({ cell }) => codeOf(cell) === code),
  );
  return [
    `| code \\\\ files | ${columns.join(' | ')} |`,
    `|---|${columns.map(() => '---|').join('')}`,
    ...codes.flatMap((code) => [
      row(code, code, (cell) => cell.result),
      row(`${code}, rollback`, code, (cell) => cell.rollback),
    ]),
  ].join('\n');
}

/** What is seen without a click is the reason; the evidence lies below it. */
function foldOf(name: string, result: Result): string[] {
  const reason = reasonOf(result);
  if (reason === undefined) return [];
  const [witness] = result.witnesses;
  const lines = [
    ...result.reasons,
    ...(result.culprit?.experiments ?? []).map(experimentInWords),
    ...(witness === undefined
      ? []
      : [
          `in ${witness.run}, state ${witness.state}: ${witness.step}`,
          witness.failure.message,
          ...witness.failure.log.slice(0, MOST_LOG_LINES).map(({ source, text }) => `${source}: ${text}`),
        ]),
    ...result.exceptions.map((entry) => `needs ${entry.name}: ${entry.why} (${entry.note})`),
    ...result.warnings.map((entry) => `${entry.release} warns: ${entry.text}`),
  ];
  const list = lines.map((line) => `- ${words(line)}`).join('\n');
  return [
    `<details><summary>${name}: ${result.verdict}: ${inHtml(shortened(reason))}</summary>\n\n${list}\n\n</details>`,
  ];
}

const words = (text: string): string => inMarkdown(shortened(text));

function shortened(text: string): string {
  const short = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
  return wellFormed(short);
}
