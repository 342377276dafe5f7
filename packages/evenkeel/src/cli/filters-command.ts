import { basename } from 'node:path';
import { readFilterFolder, writeIntoNewFolder } from '../drivers/store/filter-folders.ts';
import { type ReleaseFile, readReleaseFile } from '../drivers/store/release-files.ts';
import type { FilterSet } from '../model/filters.ts';
import { replay } from '../policy/filters/replay.ts';
import { unionOf } from '../policy/filters/union.ts';
import { readFilterFiles } from '../read/filters/filter-files.ts';
import { readRecord } from '../read/filters/record.ts';
import { replayText } from '../report/replay.ts';
import { BadInput } from './bad-input.ts';

interface Loaded {
  readonly files: readonly ReleaseFile[];
  readonly set: FilterSet;
}

function load(release: string, path: string, folder: string): Loaded {
  const files = readFilterFolder(release, path, folder);
  if ('why' in files) throw BadInput.because(files.why);
  const set = readFilterFiles(release, files);
  if ('issues' in set) throw new BadInput(set.issues);
  return { files, set };
}

/** The filters of a release. @throws BadInput when they cannot be read */
export const loadFilters = (release: string, path: string, folder: string): FilterSet =>
  load(release, path, folder).set;

/** The name alone, also of `ref:folder/name`. */
const plainName = (name: string): string => basename(name.replace(/^[^/]*:/, ''));

/** `evenkeel filters union`: writes files that admit what base or target admits. @returns the exit code */
export function unionCommand(
  base: string,
  target: string,
  out: string,
  path: string,
  folder: string,
): number {
  const [before, after] = [load(base, path, folder), load(target, path, folder)];
  const own = before.files.map(({ name, text }) => ({ name: plainName(name), text }));
  const files = unionOf(own, before.set, after.set, plainName);
  if ('unwritable' in files) {
    const { name, place } = files.unwritable;
    throw BadInput.because(
      `${place.file}:${place.line}: filter '${name}' cannot be written on a line of its own`,
    );
  }
  const why = writeIntoNewFolder(out, files);
  if (why !== undefined) throw BadInput.because(why);
  process.stdout.write(
    `${files.length} ${files.length === 1 ? 'file' : 'files'} in ${out}, ${files.length - own.length} of them for target.\n`,
  );
  return 0;
}

/** `evenkeel filters replay`: which recorded commands would be refused. @returns the exit code: 1 when there are any */
export function replayCommand(record: string, filters: string, path: string, folder: string): number {
  const file = readReleaseFile(record, undefined, folder);
  if ('why' in file) throw BadInput.because(`${record} is not a file of records`);
  const commands = readRecord(file.name, file.text);
  if ('issues' in commands) throw new BadInput(commands.issues);
  const answers = replay(loadFilters(filters, path, folder), commands);
  process.stdout.write(replayText(answers));
  return answers.some(({ answer, command }) => answer === 'refused' && command.allowed) ? 1 : 0;
}
