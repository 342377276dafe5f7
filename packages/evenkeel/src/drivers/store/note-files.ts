import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { NotesHistory } from '../../model/release-notes.ts';
import { blobsIn, git, readBlobs } from './git.ts';
import { lookAt } from './look.ts';
import { MAX_BYTES } from './release-files.ts';

/** A file of a folder of notes, not yet read. */
interface NamedFile {
  readonly name: string;
  readonly bytes: number;
  /** In git. */
  readonly blob?: string;
}

/** The files of a folder, without those of its own folders. */
export interface NotesFolder {
  /** As messages call it: a path, or `REF:PATH`. */
  readonly where: string;
  readonly files: readonly NamedFile[];
  /** Reads some of the files; what is not UTF-8 is read as well as can be. @returns texts, or why they cannot be read */
  readonly read: (
    files: readonly NamedFile[],
  ) => readonly { name: string; text: string }[] | { readonly why: string };
}

type Failure = { readonly why: string };

const MAX_LOG_BYTES = 1024 * 1024 * 1024;
const TOO_MUCH = `the notes are larger than ${MAX_BYTES} bytes together`;

/** Lists a folder in a folder, or in a git ref of the repository in `repository`. @returns it, or why it cannot be read */
export function listNotes(release: string, path: string, repository: string): NotesFolder | Failure {
  const kind = lookAt(resolve(repository, release));
  if (typeof kind === 'object') return { why: `${release} cannot be read: ${kind.why}` };
  if (kind === 'file') return { why: `${release} is a file, and has no notes in it` };
  return kind === 'none' ? listGit(release, path, repository) : listFolder(join(release, path), repository);
}

/** Lists a folder on the disk; `where` is as messages call it, relative to `base`. @returns it, or why it cannot be read */
export function listFolder(where: string, base: string): NotesFolder | Failure {
  const folder = resolve(base, where);
  try {
    const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
    const files = names.map(({ name }) => ({
      name: join(where, name),
      bytes: statSync(join(folder, name)).size,
    }));
    return { where, files: inOrder(files), read: (some) => readFiles(some, base) };
  } catch (error) {
    return { why: `${where} cannot be read: ${error instanceof Error ? error.message : error}` };
  }
}

function readFiles(files: readonly NamedFile[], base: string): { name: string; text: string }[] | Failure {
  if (isTooMuch(files)) return { why: TOO_MUCH };
  try {
    return files.map(({ name }) => ({ name, text: readFileSync(resolve(base, name), 'utf8') }));
  } catch (error) {
    return { why: `a note cannot be read: ${error instanceof Error ? error.message : error}` };
  }
}

function listGit(ref: string, path: string, repository: string): NotesFolder | Failure {
  const where = `${ref}:${path}`;
  const tree = git(repository, ['ls-tree', '-z', '-l', '--end-of-options', where], MAX_LOG_BYTES);
  if ('why' in tree) return { why: `git has no folder ${where}: ${tree.why}` };
  const files = blobsIn(tree.bytes).map(({ id, size, path: name }) => ({
    name: `${where}/${name}`,
    bytes: size,
    blob: id,
  }));
  return { where, files: inOrder(files), read: (some) => readFromGit(some, repository) };
}

function readFromGit(
  files: readonly NamedFile[],
  repository: string,
): { name: string; text: string }[] | Failure {
  if (isTooMuch(files)) return { why: TOO_MUCH };
  const wanted = files.map(({ blob = '', bytes }) => ({ id: blob, size: bytes }));
  const contents = readBlobs(repository, wanted, MAX_LOG_BYTES);
  if ('why' in contents) return contents;
  return files.map(({ name }, index) => ({ name, text: contents[index]?.toString('utf8') ?? '' }));
}

/**
 * All commits that lead to HEAD, with what each did to the files of a folder; `undefined` where there is no git history.
 * Two calls: `git log` with a path asks of each commit first whether it touches the path, and then again what it does.
 * @param format of a commit; it begins with a character, the hash, and one that is no part of it
 */
export function notesHistory(folder: string, format: string): NotesHistory | undefined {
  const log = git(
    folder,
    [
      'log',
      '--topo-order',
      '--decorate=full',
      '--decorate-refs=refs/tags/',
      '--no-show-signature',
      '--no-color',
      `--format=${format}`,
      'HEAD',
    ],
    MAX_LOG_BYTES,
  );
  if ('why' in log) return undefined;
  const commits = log.bytes.toString();
  const hashes = commits.match(/^.[0-9a-f]{40,64}/gm)?.map((start) => `${start.slice(1)}\n`) ?? [];
  const asked = ['diff-tree', '--stdin', '--root', '-r', '-c', '--name-status', '--no-renames', '--', '.'];
  const diffs = git(folder, asked, MAX_LOG_BYTES, hashes.join(''));
  return 'why' in diffs ? undefined : { commits, changes: diffs.bytes.toString() };
}

const isTooMuch = (files: readonly NamedFile[]): boolean =>
  files.reduce((sum, { bytes }) => sum + bytes, 0) > MAX_BYTES;

const inOrder = (files: readonly NamedFile[]): NamedFile[] =>
  files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
