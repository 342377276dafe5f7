import type { FilesColumn } from '../../model/cell.ts';
import type { FilterSet, RecordedCommand } from '../../model/filters.ts';
import type { VariantName } from '../../model/plan.ts';
import type { ColumnPrivileges, RefusedCommands } from '../../model/privileges.ts';
import type { ReleaseName } from '../../model/release.ts';
import { type Replayed, replay } from './replay.ts';

/** A recorded command, with the code that asked for it. */
export interface RanCommand extends RecordedCommand {
  readonly release: ReleaseName;
  readonly instances: readonly string[];
}

/** Whose filters meet whose code in a column; base's code on base's filters is what is there already. */
const MEETINGS: readonly (readonly [FilesColumn, readonly (readonly [VariantName, ReleaseName])[]])[] = [
  ['frozen', [['base', 'target']]],
  ['together', [['target', 'target']]],
  [
    'after',
    [
      ['base', 'target'],
      ['target', 'target'],
    ],
  ],
  [
    'before',
    [
      ['target', 'base'],
      ['target', 'target'],
    ],
  ],
  [
    'union',
    [
      ['union', 'base'],
      ['union', 'target'],
      ['target', 'target'],
    ],
  ],
];

const MOST_SHOWN = 1000;

/** What each column of the matrix would have refused of recorded commands; a column whose filters are not known is left out. */
export function refusalsOf(
  commands: readonly RanCommand[],
  sets: Readonly<Partial<Record<VariantName, FilterSet>>>,
): ColumnPrivileges[] {
  const answers = new Map<string, readonly Answered[]>();
  for (const [filters, set] of Object.entries(sets) as [VariantName, FilterSet | undefined][])
    for (const release of ['base', 'target'] as const) {
      const own = commands.filter((command) => command.release === release);
      const replayed = set === undefined ? [] : replay(set, own);
      const answered = replayed.flatMap((answer, index) => {
        const command = own[index];
        return command === undefined ? [] : [{ ...answer, command }];
      });
      answers.set(`${filters} ${release}`, answered);
    }
  return MEETINGS.flatMap(([column, meetings]) => {
    if (meetings.some(([filters]) => sets[filters] === undefined)) return [];
    const all = meetings.map(([filters, release]) => ({
      filters,
      answered: answers.get(`${filters} ${release}`) ?? [],
    }));
    const refused = all.flatMap(({ filters, answered }) => refusedBy(filters, answered));
    const undecidable = all.flatMap(({ answered }) =>
      answered.filter(({ answer }) => answer === 'undecidable').map(({ inWords }) => inWords),
    );
    return [{ column, refused, undecidable: new Set(undecidable).size }];
  });
}

type Answered = Omit<Replayed, 'command'> & { readonly command: RanCommand };

/** Those of one release that filters refuse, one entry for each program. */
function refusedBy(filters: VariantName, answered: readonly Answered[]): RefusedCommands[] {
  const byProgram = new Map<string, RefusedCommands>();
  for (const { command, inWords, answer } of answered) {
    if (answer !== 'refused') continue;
    const program = command.argv[0] ?? '';
    const known = byProgram.get(program);
    byProgram.set(program, {
      release: command.release,
      filters,
      command: known?.command ?? inWords.slice(0, MOST_SHOWN),
      count: (known?.count ?? 0) + 1,
      instances: [...new Set([...(known?.instances ?? []), ...command.instances])].toSorted(),
    });
  }
  return [...byProgram.values()];
}
