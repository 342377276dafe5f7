import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { blobsIn, git } from './git.ts';
import { lookAt } from './look.ts';
import { MAX_BYTES, type ReleaseFile, readReleaseFile } from './release-files.ts';

const MAX_FILES = 1000;

type Failure = { readonly why: string };

/** The wrapper's own configuration; where releases keep it beside the filters, it is no filter file. */
const WRAPPER_CONF = 'rootwrap.conf';

/**
 * Reads the filter files of a release as rootwrap does: every file of the folder whose name does not begin with a dot, in
 * the order of their names; folders in it are passed over.
 * @param release a folder, or a git ref of the repository
 * @param path where they are in it
 * @returns the files, or in words why they cannot be read
 */
export function readFilterFolder(
  release: string,
  path: string,
  repository: string,
): readonly ReleaseFile[] | Failure {
  const kind = lookAt(resolve(repository, release));
  if (typeof kind === 'object') return { why: `${release} cannot be read: ${kind.why}` };
  if (kind === 'file' || kind === 'other') return { why: `${release} is not a folder of filter files` };
  const isFolder = kind === 'folder';
  const place = isFolder ? join(release, path) : `${release}:${path}`;
  const names = isFolder ? namesOnDisk(resolve(repository, place)) : namesInGit(release, path, repository);
  if ('why' in names) return names;
  const wanted = names.filter((name) => !name.startsWith('.') && name !== WRAPPER_CONF).sort();
  if (wanted.length === 0) return { why: `${place} has no filter files` };
  if (wanted.length > MAX_FILES) return { why: `${place} has more than ${MAX_FILES} filter files` };
  return readAll(
    wanted.map((name) => (isFolder ? join(path, name) : gitPath(path, name))),
    (file) => readReleaseFile(release, file, repository),
    place,
  );
}

function readAll(
  paths: readonly string[],
  read: (path: string) => ReleaseFile | Failure,
  place: string,
): readonly ReleaseFile[] | Failure {
  const files: ReleaseFile[] = [];
  let length = 0;
  for (const path of paths) {
    const file = read(path);
    if ('why' in file) return file;
    files.push(file);
    length += file.text.length;
    if (length > MAX_BYTES) return { why: `${place} is larger than ${MAX_BYTES} bytes` };
  }
  return files;
}

const gitPath = (path: string, name: string): string =>
  path === '' || path === '.' ? name : `${path.replace(/\/+$/, '')}/${name}`;

/** The regular files, those that a link leads to among them. */
function namesOnDisk(folder: string): string[] | Failure {
  try {
    return readdirSync(folder).filter((name) => lookAt(join(folder, name)) === 'file');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { why: `${folder} is not a folder of filter files: ${why}` };
  }
}

/** A link in git leads to what git may not have: it is not followed, and not passed over in silence. */
function namesInGit(ref: string, path: string, repository: string): string[] | Failure {
  const tree = path === '' || path === '.' ? ref : `${ref}:${path}`;
  const args = ['ls-tree', '-z', '-l', '--full-tree', '--end-of-options', tree];
  const listed = git(repository, args, MAX_BYTES);
  if ('why' in listed) return { why: `${ref}:${path} is not a folder of filter files: ${listed.why}` };
  const [, link] = /(?:^|\0)120000 [^\t]*\t([^.\0][^\0]*)/.exec(listed.bytes.toString()) ?? [];
  if (link !== undefined)
    return { why: `${ref}:${gitPath(path, link)} is a link: check the release out and name the folder` };
  return blobsIn(listed.bytes).map((blob) => blob.path);
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
