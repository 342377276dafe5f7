import { parseFilters, parseIni } from '@evenkeel/rootwrap/rules';
import type { FilterSet, PrivilegeFilter } from '../../model/filters.ts';
import { filterKey } from './admissions.ts';

/** A file to write. */
export interface FilterFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The filter files that admit what base or target admits: base's as they are, then those filters of target that base
 * has not, in files that are read after base's (rootwrap reads them in the order of their names, RW-020).
 * @param baseFiles base's files, by name alone
 * @param fileName the name alone of a file that a filter stands in
 * @returns the files, or the filter that cannot be written so that it reads the same
 */
export function unionOf(
  baseFiles: readonly FilterFile[],
  base: FilterSet,
  target: FilterSet,
  fileName: (file: string) => string,
): readonly FilterFile[] | { readonly unwritable: PrivilegeFilter } {
  const known = new Set(base.filters.map(filterKey));
  const fresh = target.filters.filter((filter) => !known.has(filterKey(filter)));
  const byFile = new Map<string, PrivilegeFilter[]>();
  for (const filter of fresh) {
    const name = fileName(filter.place.file);
    byFile.set(name, [...(byFile.get(name) ?? []), filter]);
  }
  const last =
    baseFiles
      .map(({ name }) => name)
      .sort()
      .at(-1) ?? '';
  const prefix = last >= 'zz-target-' ? `${last.replace(/\.filters$/, '')}-target-` : 'zz-target-';
  const added: FilterFile[] = [];
  for (const [name, filters] of byFile) {
    const unwritable = filters.find((filter) => !readsTheSame(filter));
    if (unwritable !== undefined) return { unwritable };
    added.push({ name: `${prefix}${name}`, text: fileOf(filters) });
  }
  return [...baseFiles, ...added];
}

const fileOf = (filters: readonly PrivilegeFilter[]): string =>
  `# what target admits beyond base; away with it when no code of base runs\n[Filters]\n${filters.map(lineOf).join('\n')}\n`;

/** A filter as a line of a filter file; a word with a line end goes on in the next. */
function lineOf(filter: PrivilegeFilter): string {
  return `${filter.name}: ${[filter.class, ...wordsOf(filter)].join(', ')}`.replaceAll('\n', '\n  ');
}

function wordsOf({ class: kind, exec, runAs, args }: PrivilegeFilter): readonly string[] {
  if (kind === 'KillFilter') return [runAs, ...args];
  if (kind === 'ReadFileFilter') return args;
  // an EnvFilter that begins with `env` is about the program after its variables
  const first = kind === 'EnvFilter' && args.includes(exec) ? 'env' : exec;
  return [first, runAs, ...args];
}

function readsTheSame(filter: PrivilegeFilter): boolean {
  const { filters } = parseFilters(parseIni(fileOf([filter]), '', false), '');
  const [read] = filters;
  return read !== undefined && filterKey({ ...filter, ...read, place: filter.place }) === filterKey(filter);
}
