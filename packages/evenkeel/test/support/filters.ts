import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FilterSet } from '../../src/model/filters.ts';
import { readFilterFiles } from '../../src/read/filters/filter-files.ts';

/** Filters as they would stand in a file. @throws when they cannot be read */
export function filtersOf(lines: string, name = 'a.filters'): FilterSet {
  return setOf(name, [{ name, text: `[Filters]\n${lines}\n` }]);
}

/** The filters of a folder. @throws when they cannot be read */
export function filtersIn(folder: string): FilterSet {
  const names = readdirSync(folder).filter((name) => name.endsWith('.filters'));
  return setOf(
    folder,
    names.sort().map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') })),
  );
}

function setOf(folder: string, files: readonly { name: string; text: string }[]): FilterSet {
  const set = readFilterFiles(folder, files);
  if ('issues' in set) throw new Error(JSON.stringify(set.issues));
  return set;
}
