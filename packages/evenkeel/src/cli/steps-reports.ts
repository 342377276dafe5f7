import { join, relative } from 'node:path';
import { judgeSteps } from '../judge/judge-steps.ts';
import { renderStepsJunit } from '../report/junit.ts';
import { renderStepsJson } from '../report/steps-json.ts';
import { renderStepsText } from '../report/steps-text.ts';
import { BadInput } from './bad-input.ts';
import { paintForStdout, type ReportTargets, writeReport } from './reports.ts';
import type { JournaledStep } from './steps-folder.ts';
import { printUnobeyed } from './terminal.ts';

/** @throws BadInput for a report that is made of one step alone */
export function refuseReportsOfOne(targets: ReportTargets): void {
  for (const name of ['html', 'ctrf', 'sarif', 'markdown'] as const)
    if (typeof targets[name] === 'string')
      throw BadInput.because(
        `--${name} is a report of one step: evenkeel report FOLDER/STEP --${name} FILE makes it from the journal of that step`,
      );
}

/** Judges the steps of a run together, writes every report of that into its folder, prints the one for people. @returns the exit code */
export function writeStepsReports(
  out: string,
  steps: readonly JournaledStep[],
  targets: ReportTargets,
): number {
  const verdict = judgeSteps(steps.map(({ events: _, ...step }) => step));
  const json = renderStepsJson(steps, verdict);
  const junit = renderStepsJunit(steps);
  printUnobeyed(`\n${renderStepsText(steps, verdict, paintForStdout())}`);
  process.stdout.write(`\nA folder for each step is in ${relative(process.cwd(), out) || '.'}\n`);
  writeReport(join(out, 'report.txt'), renderStepsText(steps, verdict));
  writeReport(join(out, 'report.json'), json);
  writeReport(join(out, 'junit.xml'), junit);
  if (targets.json !== undefined) writeReport(targets.json, json);
  if (targets.junit !== undefined) writeReport(targets.junit, junit);
  return verdict.exitCode;
}
