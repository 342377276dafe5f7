import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lookAt } from '../drivers/store/look.ts';
import { readJournal } from '../read/journal.ts';
import { BadInput } from './bad-input.ts';
import { type ReportTargets, writeReports } from './reports.ts';
import { JOURNAL } from './run-folder.ts';

/** `evenkeel report`: all reports of a run, from its journal alone. @returns the exit code of the run */
export function reportCommand(folder: string, targets: ReportTargets): number {
  const file = join(folder, JOURNAL);
  let text: string;
  try {
    if (lookAt(file) !== 'file') throw new Error('not a file');
    text = readFileSync(file, 'utf8');
  } catch {
    throw BadInput.because(`${folder} is not the folder of a run: ${JOURNAL} cannot be read there`);
  }
  const journal = readJournal(file, text);
  if ('issues' in journal) throw new BadInput(journal.issues);
  return writeReports(folder, journal.events, targets).exitCode;
}
