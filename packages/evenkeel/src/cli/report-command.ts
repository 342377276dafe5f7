import { join } from 'node:path';
import { isSelfcheck } from '../judge/selfcheck.ts';
import { openJournalOf } from './open-journal.ts';
import { ofEach, type ReportTargets, writeReports } from './reports.ts';
import { writeSelfcheck } from './selfcheck-reports.ts';
import { type JournaledStep, openSteps, stepsIn } from './steps-folder.ts';
import { refuseReportsOfOne, writeStepsReports } from './steps-reports.ts';

/** `evenkeel report`: all reports of a run, from its journal alone. @returns the exit code of the run */
export function reportCommand(folder: string, targets: ReportTargets): number {
  const steps = stepsIn(folder);
  if (steps !== undefined) return reportSteps(folder, openSteps(folder, steps), targets);
  const { events, unknown } = openJournalOf(folder);
  if (isSelfcheck(events)) return writeSelfcheck(folder, events, 'text', targets);
  return writeReports(folder, events, targets, unknown).exitCode;
}

function reportSteps(folder: string, steps: readonly JournaledStep[], targets: ReportTargets): number {
  refuseReportsOfOne(targets);
  for (const { step, events, verdict } of steps)
    if (verdict !== undefined) writeReports(join(folder, step.id), events, ofEach(targets));
  return writeStepsReports(folder, steps, targets);
}
