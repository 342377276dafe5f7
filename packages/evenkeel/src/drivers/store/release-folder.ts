import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { blobsIn, git, readBlobs } from './git.ts';
import { lookAt } from './look.ts';
import { decode, MAX_BYTES, type ReleaseFile } from './release-files.ts';

/** A file in a folder of a release: also its path in that folder. */
export interface FolderFile extends ReleaseFile {
  readonly path: string;
}

type Failure = { readonly why: string };
const MAX_FILES = 10_000;
const MAX_DEPTH = 8;
/** Of git: the files, and a line for each. */
const MAX_ANSWER = 2 * MAX_BYTES;

/**
 * Reads all files of a folder, and of the folders in it, whose names end in `ending`. Links are not followed.
 * @param release a folder that has `path`, or a git ref of the repository in `repository`
 * @returns the files, or in words why they cannot be read
 */
export function readReleaseFolder(
  release: string,
  path: string,
  ending: string,
  repository: string,
): readonly FolderFile[] | Failure {
  const inside = posix.normalize(path).replace(/\/+$/, '');
  if (posix.isAbsolute(inside) || inside.startsWith('..'))
    return { why: `${path} is not inside of a release` };
  const kind = lookAt(resolve(repository, release));
  if (typeof kind === 'object') return { why: `${release} cannot be read: ${kind.why}` };
  if (kind === 'file' || kind === 'other') return { why: `${release} is not a folder` };
  if (kind === 'folder') return readDisk(join(release, inside), ending, repository);
  return readGit(`${release}:${inside === '.' ? '' : inside}`, ending, repository);
}

function readDisk(name: string, ending: string, repository: string): readonly FolderFile[] | Failure {
  try {
    const paths = pathsBelow(resolve(repository, name), '', 0).filter((path) => path.endsWith(ending));
    const sizes = paths.map((path) => statSync(resolve(repository, name, path)).size);
    const excess = excessOf(name, sizes);
    if (excess !== undefined) return excess;
    return decodeAll(
      paths.map((path) => ({
        path,
        name: join(name, path),
        bytes: readFileSync(resolve(repository, name, path)),
      })),
    );
  } catch (error) {
    return { why: `${name} cannot be read: ${error instanceof Error ? error.message : error}` };
  }
}

/** The regular files below a folder, with `/` between the names. */
function pathsBelow(folder: string, prefix: string, depth: number): string[] {
  if (depth > MAX_DEPTH) return [];
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(prefix, entry.name);
    if (entry.isDirectory()) return pathsBelow(folder, path, depth + 1);
    return entry.isFile() ? [path] : [];
  });
}

function excessOf(name: string, sizes: readonly number[]): Failure | undefined {
  if (sizes.length > MAX_FILES) return { why: `${name} has more than ${MAX_FILES} files` };
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return bytes > MAX_BYTES ? { why: `${name} has more than ${MAX_BYTES} bytes` } : undefined;
}

/** Two calls of git, however many files there are. */
function readGit(tree: string, ending: string, repository: string): readonly FolderFile[] | Failure {
  const args = ['ls-tree', '-r', '-z', '-l', '--full-tree', '--end-of-options', tree];
  const listed = git(repository, args, MAX_ANSWER);
  if ('why' in listed) return { why: `git has no folder ${tree}: ${listed.why}` };
  const blobs = blobsIn(listed.bytes).filter(({ path }) => path.endsWith(ending));
  const excess = excessOf(
    tree,
    blobs.map(({ size }) => size),
  );
  if (excess !== undefined) return excess;
  const contents = readBlobs(repository, blobs, MAX_ANSWER);
  if ('why' in contents) return { why: `${tree} cannot be read: ${contents.why}` };
  const separator = tree.endsWith(':') ? '' : '/';
  return decodeAll(
    contents.map((bytes, index) => {
      const path = blobs[index]?.path ?? '';
      return { path, name: `${tree}${separator}${path}`, bytes };
    }),
  );
}

function decodeAll(
  files: readonly { readonly path: string; readonly name: string; readonly bytes: Buffer }[],
): readonly FolderFile[] | Failure {
  const read: FolderFile[] = [];
  for (const { path, name, bytes } of files) {
    const file = decode(name, bytes);
    if ('why' in file) return file;
    read.push({ ...file, path });
  }
  return read;
}
