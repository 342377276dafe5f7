import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { decode, MAX_BYTES, type ReleaseFile } from './release-files.ts';

/** A file in a folder of a release: also its path in that folder. */
export interface FolderFile extends ReleaseFile {
  readonly path: string;
}

type Failure = { readonly why: string };
const MAX_FILES = 10_000;
const MAX_DEPTH = 8;

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
  const isFolder = statSync(join(repository, release), { throwIfNoEntry: false })?.isDirectory();
  if (isFolder) return readDisk(join(release, inside), ending, repository);
  return readGit(`${release}:${inside === '.' ? '' : inside}`, ending, repository);
}

function readDisk(name: string, ending: string, repository: string): readonly FolderFile[] | Failure {
  try {
    const paths = pathsBelow(join(repository, name), '', 0).filter((path) => path.endsWith(ending));
    const sizes = paths.map((path) => statSync(join(repository, name, path)).size);
    const excess = excessOf(name, sizes);
    if (excess !== undefined) return excess;
    return decodeAll(
      paths.map((path) => ({
        path,
        name: join(name, path),
        bytes: readFileSync(join(repository, name, path)),
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

interface Blob {
  readonly id: string;
  readonly size: number;
  readonly path: string;
}

/** Two calls of git, however many files there are. */
function readGit(tree: string, ending: string, repository: string): readonly FolderFile[] | Failure {
  const listed = git(['ls-tree', '-r', '-z', '-l', '--full-tree', '--end-of-options', tree], repository, '');
  if ('why' in listed) return { why: `git has no folder ${tree}: ${listed.why}` };
  const blobs = listed.bytes
    .toString()
    .split('\0')
    .flatMap(blobOf)
    .filter(({ path }) => path.endsWith(ending));
  const excess = excessOf(
    tree,
    blobs.map(({ size }) => size),
  );
  if (excess !== undefined) return excess;
  const wanted = blobs.map(({ id }) => `${id}\n`).join('');
  const contents = git(['cat-file', '--batch'], repository, wanted);
  if ('why' in contents) return { why: `${tree} cannot be read: ${contents.why}` };
  const separator = tree.endsWith(':') ? '' : '/';
  let at = 0;
  return decodeAll(
    blobs.map(({ size, path }) => {
      // each answer is a line with the object's name, its bytes, and a line end
      const start = contents.bytes.indexOf(0x0a, at) + 1;
      at = start + size + 1;
      return {
        path,
        name: `${tree}${separator}${path}`,
        bytes: contents.bytes.subarray(start, start + size),
      };
    }),
  );
}

/** `100644 blob ID SIZE\tPATH`; links and submodules are passed over. */
function blobOf(line: string): Blob[] {
  const match = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(line);
  const [, id, size, path] = match ?? [];
  return id === undefined || path === undefined ? [] : [{ id, size: Number(size), path }];
}

function git(
  args: readonly string[],
  repository: string,
  input: string,
): { readonly bytes: Buffer } | Failure {
  const { error, status, stdout, stderr } = spawnSync('git', ['-C', repository, ...args], {
    input,
    maxBuffer: 2 * MAX_BYTES,
  });
  if (error !== undefined) return { why: error.message };
  return status === 0 ? { bytes: stdout } : { why: stderr.toString().trim() };
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
