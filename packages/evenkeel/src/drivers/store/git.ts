import { spawnSync } from 'node:child_process';

/** Why git gave no answer; `refused` when it ran and said no. */
export interface GitFailure {
  readonly why: string;
  readonly refused: boolean;
}

/**
 * Asks git once.
 * @param maxBytes of the answer; git is ended beyond it
 */
export function git(
  repository: string,
  args: readonly string[],
  maxBytes: number,
  input = '',
): { readonly bytes: Buffer } | GitFailure {
  const end = spawnSync('git', ['-C', repository, '-c', 'core.quotePath=false', ...args], {
    input,
    maxBuffer: maxBytes,
  });
  if (end.error !== undefined) return { why: end.error.message, refused: false };
  return end.status === 0 ? { bytes: end.stdout } : { why: end.stderr.toString().trim(), refused: true };
}

/** The day, in UTC, on which the commit of a ref was made; `undefined` where git knows none. */
export function commitDay(repository: string, ref: string): string | undefined {
  const args = ['log', '-1', '--format=%ct', '--no-show-signature', '--end-of-options', `${ref}^{commit}`];
  const asked = git(repository, [...args, '--'], 1024);
  const seconds = 'why' in asked ? '' : asked.bytes.toString().trim();
  return /^\d{1,11}$/.test(seconds) ? new Date(Number(seconds) * 1000).toISOString().slice(0, 10) : undefined;
}

/** A file in git: its object, its size in bytes, and its path in the tree that was listed. */
export interface Blob {
  readonly id: string;
  readonly size: number;
  readonly path: string;
}

/** The files that `git ls-tree -z -l` lists; links, folders and submodules are passed over. */
export function blobsIn(listing: Buffer): Blob[] {
  return listing
    .toString()
    .split('\0')
    .flatMap((line) => {
      const [, id, size, path] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(line) ?? [];
      return id === undefined || path === undefined ? [] : [{ id, size: Number(size), path }];
    });
}

/** The bytes of files, in their order, by one call however many there are. */
export function readBlobs(
  repository: string,
  blobs: readonly { readonly id: string; readonly size: number }[],
  maxBytes: number,
): readonly Buffer[] | GitFailure {
  const wanted = blobs.map(({ id }) => `${id}\n`).join('');
  const got = git(repository, ['cat-file', '--batch'], maxBytes, wanted);
  if ('why' in got) return got;
  let at = 0;
  return blobs.map(({ size }) => {
    // each answer is a line with the object's name, its bytes, and a line end
    const start = got.bytes.indexOf(0x0a, at) + 1;
    at = start + size + 1;
    return got.bytes.subarray(start, start + size);
  });
}
