import { basename } from 'node:path';
import { readFilterFolder, writeIntoNewFolder } from '../drivers/store/filter-folders.ts';
import type { ReleaseFile } from '../drivers/store/release-files.ts';
import type { FilterSet } from '../model/filters.ts';
import { POLICIES } from '../model/policies.ts';
import { lackOf } from '../policy/filters/contract.ts';
import { commandInWords } from '../policy/filters/host.ts';
import { FILTER_LINT_RULES } from '../policy/filters/rules.ts';
import type { FilterFile } from '../policy/filters/union.ts';
import { judgeContract } from '../policy/rules.ts';
import { readFilterFiles } from '../read/filters/filter-files.ts';
import { BadInput } from './bad-input.ts';
import { type FindingsOptions, writeFindings } from './write-findings.ts';

export interface LoadedFilters {
  /** By their names alone, also of `ref:folder/name`. */
  readonly files: readonly FilterFile[];
  readonly set: FilterSet;
}

/** The filter files of a release. @throws BadInput when they cannot be read */
export function loadFilterFiles(release: string, path: string, folder: string): LoadedFilters {
  const files = readFilterFolder(release, path, folder);
  if ('why' in files) throw BadInput.because(files.why);
  return {
    files: files.map(({ name, text }) => ({ name: plainName(name), text })),
    set: read(release, files),
  };
}

function read(release: string, files: readonly ReleaseFile[]): FilterSet {
  const set = readFilterFiles(release, files);
  if ('issues' in set) throw new BadInput(set.issues);
  return set;
}

/** The filters of a release. @throws BadInput when they cannot be read */
export const loadFilters = (release: string, path: string, folder: string): FilterSet =>
  loadFilterFiles(release, path, folder).set;

/** The name alone of a file that filters stand in, also of `ref:folder/name`. */
export const plainName = (name: string): string => basename(name.replace(/^[^/]*:/, ''));

/** What is read of filter files before they are written. @throws BadInput when they would not admit all that releases do */
export function checkedFilters(
  out: string,
  files: readonly FilterFile[],
  releases: Readonly<Record<string, FilterSet>>,
): FilterSet {
  const written = read(
    out,
    files.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  );
  for (const [name, set] of Object.entries(releases)) {
    const lack = lackOf(written, set);
    if (lack === undefined) continue;
    const { name: filter, place } = lack.admission.inner ?? lack.admission.filter;
    const what =
      lack.kind === 'undecided'
        ? `it cannot be told whether they admit what filter '${filter}' does: ${lack.why}`
        : `they would refuse what filter '${filter}' admits: ${commandInWords(lack.argv)}`;
    throw BadInput.because(`${place.file}:${place.line}: no files can be written for ${name}: ${what}`);
  }
  return written;
}

/** Writes filter files into a new folder. @throws BadInput when it cannot be written, or is not new */
export function writeFilterFiles(out: string, files: readonly FilterFile[]): void {
  const why = writeIntoNewFolder(out, files);
  if (why !== undefined) throw BadInput.because(why);
}

/** `evenkeel filters lint`: what is wrong in the filters of one release. @returns the exit code */
export async function lintFiltersCommand(
  release: string,
  path: string,
  options: FindingsOptions,
  folder: string,
): Promise<number> {
  const [policy] = POLICIES;
  if (policy === undefined) throw new Error('there is no policy');
  const target = { label: release, filters: loadFilters(release, path, folder) };
  const contract = { base: { label: 'base' }, target, policy, operatorFiles: [] };
  return writeFindings(judgeContract(contract, FILTER_LINT_RULES), options);
}
