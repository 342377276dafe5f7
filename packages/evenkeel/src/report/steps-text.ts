import Table from 'cli-table3';
import type { StepsVerdict } from '../model/steps-verdict.ts';
import { stepInWords } from '../model/upgrade-step.ts';
import type { CellVerdict, Result } from '../model/verdict.ts';
import { type Paint, plain } from './paint.ts';
import { nameOfSteps, type ReportedStep } from './steps-json.ts';
import { clean, NO_BORDERS, promisesInWords } from './text.ts';

/** The report for people of a run through several steps: every cell of each, why some do not pass, the promises. */
export function renderStepsText(
  steps: readonly ReportedStep[],
  { exitCode }: StepsVerdict,
  paint: Paint = plain,
): string {
  const table = new Table({
    head: ['step', 'cell', 'upgrade', 'rollback'],
    chars: NO_BORDERS,
    style: { head: [], border: [] },
  });
  const painted = ({ verdict }: Result): string => paint.verdict(verdict, verdict);
  for (const { step, verdict } of steps) {
    const cells = verdict?.cells ?? [];
    if (cells.length === 0) table.push([stepInWords(step), '-', 'not run', '-']);
    for (const { cell, result, rollback } of cells)
      table.push([stepInWords(step), cell, painted(result), painted(rollback)]);
  }
  const sections = [
    paint.bold(`${nameOfSteps(steps)}: all steps`),
    table.toString(),
    ...steps.flatMap((step) => reasonsOf(step, paint)),
    [...steps.flatMap((step) => promisesOf(step, paint)), `exit code ${exitCode}`].join('\n'),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** Where a step failed, in a line or two for each cell; all that was seen is in the report of the step. */
function reasonsOf({ step, verdict }: ReportedStep, paint: Paint): string[] {
  if (verdict === undefined)
    return [`${paint.bold(stepInWords(step))}: not run: ${step.skipped ?? 'the run ended before it'}`];
  const told = verdict.cells.filter(({ sameAs }) => sameAs === undefined).flatMap(failureOf);
  if (told.length === 0) return [];
  return [[paint.bold(stepInWords(step)), ...told, `  more in ${step.id}/report.txt`].join('\n')];
}

function failureOf({ cell, result }: CellVerdict): string[] {
  if (result.verdict !== 'broken' && result.verdict !== 'inconclusive') return [];
  const [witness] = result.witnesses;
  const why =
    witness === undefined
      ? (result.reasons[0] ?? '')
      : `${witness.state}: ${witness.step}: ${witness.failure.message}`;
  return [`  ${cell}: ${result.verdict}: ${clean(why)}`];
}

function promisesOf({ step, verdict }: ReportedStep, paint: Paint): string[] {
  if (verdict === undefined) return step.isPromised ? [`${step.id}: promised, and not run`] : [];
  if (!step.isPromised) return [`${step.id}: nothing is promised`];
  return promisesInWords(verdict, paint).map((line) => `${step.id}: ${line}`);
}
