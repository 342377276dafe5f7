import { openJournalOf } from './open-journal.ts';
import { type ReportTargets, writeReports } from './reports.ts';

/** `evenkeel report`: all reports of a run, from its journal alone. @returns the exit code of the run */
export function reportCommand(folder: string, targets: ReportTargets): number {
  return writeReports(folder, openJournalOf(folder).events, targets).exitCode;
}
