import { isSelfcheck } from '../judge/selfcheck.ts';
import { openJournalOf } from './open-journal.ts';
import { type ReportTargets, writeReports } from './reports.ts';
import { writeSelfcheck } from './selfcheck-reports.ts';

/** `evenkeel report`: all reports of a run, from its journal alone. @returns the exit code of the run */
export function reportCommand(folder: string, targets: ReportTargets): number {
  const { events } = openJournalOf(folder);
  if (isSelfcheck(events)) return writeSelfcheck(folder, events, 'text', targets);
  return writeReports(folder, events, targets).exitCode;
}
