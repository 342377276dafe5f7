import { readLocalFile } from '../drivers/store/release-files.ts';
import { replay } from '../policy/filters/replay.ts';
import { readRecord } from '../read/filters/record.ts';
import { replayText } from '../report/replay.ts';
import { BadInput } from './bad-input.ts';
import { loadFilters } from './filters-command.ts';

/** `evenkeel filters replay`: which recorded commands would be refused. @returns the exit code: 1 when there are any */
export function replayCommand(record: string, filters: string, path: string, folder: string): number {
  const file = readLocalFile(record, folder);
  if ('why' in file) throw BadInput.because(file.why);
  const commands = readRecord(file.name, file.text);
  if ('issues' in commands) throw new BadInput(commands.issues);
  const answers = replay(loadFilters(filters, path, folder), commands);
  process.stdout.write(replayText(answers));
  return answers.some(({ answer, command }) => answer === 'refused' && command.allowed) ? 1 : 0;
}
