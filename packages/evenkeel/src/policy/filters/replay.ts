import { decide } from '@evenkeel/rootwrap/rules';
import type { FilterSet, RecordedCommand } from '../../model/filters.ts';
import { allFilters } from './admissions.ts';
import { commandInWords, EXEC_DIR, imagined } from './host.ts';

/** What a release's filters say of a recorded command. */
export interface Replayed {
  readonly command: RecordedCommand;
  readonly inWords: string;
  readonly answer: 'admitted' | 'refused' | 'undecidable';
  /** Why it is undecidable. */
  readonly why?: string;
}

/** What the filters of a release say of recorded commands, on a machine that has every program and no links. */
export function replay(set: FilterSet, commands: readonly RecordedCommand[]): Replayed[] {
  const filters = allFilters(set);
  const endsProcesses = filters.some(({ class: kind }) => kind === 'KillFilter');
  return commands.map((command) => {
    const inWords = commandInWords(command.argv);
    if (command.redacted) return undecidable(command, inWords, 'its words were hidden when it was recorded');
    const { host } = imagined([]);
    const { kind } = decide({ filters, host, execDirs: [EXEC_DIR], legacy: new Set() }, command.argv);
    if (kind === 'permit') return { command, inWords, answer: 'admitted' };
    if (endsProcesses && command.argv.includes('kill'))
      return undecidable(command, inWords, 'the filter for it depends on the process');
    return { command, inWords, answer: 'refused' };
  });
}

const undecidable = (command: RecordedCommand, inWords: string, why: string): Replayed => ({
  command,
  inWords,
  answer: 'undecidable',
  why,
});
