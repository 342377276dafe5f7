import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { git } from './git.ts';
import { MAX_BYTES, type ReleaseFile, readReleaseFile } from './release-files.ts';

const MAX_FILES = 1000;

/**
 * Reads the filter files of a release: `*.filters`, in the order of their names.
 * @param release a folder, or a git ref of the repository
 * @param path where they are in it
 * @returns the files, or in words why they cannot be read
 */
export function readFilterFolder(
  release: string,
  path: string,
  repository: string,
): readonly ReleaseFile[] | { readonly why: string } {
  const isFolder = statSync(resolve(repository, release), { throwIfNoEntry: false })?.isDirectory();
  const place = isFolder ? join(release, path) : `${release}:${path}`;
  const names = isFolder ? namesOnDisk(resolve(repository, place)) : namesInGit(release, path, repository);
  if (names === undefined) return { why: `${place} is not a folder of filter files` };
  const wanted = names.filter((name) => name.endsWith('.filters') && !name.startsWith('.')).sort();
  if (wanted.length === 0) return { why: `${place} has no *.filters` };
  if (wanted.length > MAX_FILES) return { why: `${place} has more than ${MAX_FILES} filter files` };
  const files: ReleaseFile[] = [];
  for (const name of wanted) {
    const file = readReleaseFile(release, isFolder ? join(path, name) : gitPath(path, name), repository);
    if ('why' in file) return file;
    files.push(file);
  }
  return files;
}

const gitPath = (path: string, name: string): string =>
  path === '' || path === '.' ? name : `${path.replace(/\/+$/, '')}/${name}`;

function namesOnDisk(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}

function namesInGit(ref: string, path: string, repository: string): string[] | undefined {
  const tree = path === '' || path === '.' ? ref : `${ref}:${path}`;
  const listed = git(repository, ['ls-tree', '-z', '--name-only', '--end-of-options', tree], MAX_BYTES);
  return 'why' in listed ? undefined : listed.bytes.toString().split('\0');
}

/**
 * Writes files into a folder, which is made.
 * @returns in words why not: the folder has something in it already, or cannot be written
 */
export function writeIntoNewFolder(
  folder: string,
  files: readonly { readonly name: string; readonly text: string }[],
): string | undefined {
  try {
    mkdirSync(folder, { recursive: true });
    if (readdirSync(folder).length > 0) return `${folder} is not empty`;
    for (const { name, text } of files) writeFileSync(join(folder, name), text, { flag: 'wx' });
    return undefined;
  } catch (error) {
    return `${folder} cannot be written: ${error instanceof Error ? error.message : error}`;
  }
}
