import type { FilterSet } from '../model/filters.ts';
import { type FilterFile, unionOf } from '../policy/filters/union.ts';
import { BadInput } from './bad-input.ts';
import {
  checkedFilters,
  type LoadedFilters,
  loadFilterFiles,
  plainName,
  writeFilterFiles,
} from './filters-command.ts';

/**
 * The files that admit what base or target admits, and what is read of them.
 * @param out what messages call their folder
 * @throws BadInput when there can be none, or they would not admit all of it
 */
export function unionFilters(
  before: LoadedFilters,
  after: LoadedFilters,
  out: string,
): { readonly files: readonly FilterFile[]; readonly set: FilterSet } {
  const files = unionOf(before.files, before.set, after.set, plainName);
  if ('unwritable' in files) {
    const { name, place } = files.unwritable;
    throw BadInput.because(
      `${place.file}:${place.line}: filter '${name}' cannot be written on a line of its own`,
    );
  }
  return { files, set: checkedFilters(out, files, { base: before.set, target: after.set }) };
}

/** `evenkeel filters union`: writes files that admit what base or target admits. @returns the exit code */
export function unionCommand(
  base: string,
  target: string,
  out: string,
  path: string,
  folder: string,
): number {
  const [before, after] = [loadFilterFiles(base, path, folder), loadFilterFiles(target, path, folder)];
  const { files } = unionFilters(before, after, out);
  writeFilterFiles(out, files);
  process.stdout.write(
    `${files.length} ${files.length === 1 ? 'file' : 'files'} in ${out}, ${files.length - before.files.length} of them for target.\n`,
  );
  return 0;
}
