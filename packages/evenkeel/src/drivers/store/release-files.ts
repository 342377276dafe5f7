import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A file of a release: what it is called in messages, and its text. */
export interface ReleaseFile {
  readonly name: string;
  readonly text: string;
}

const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads one file of a release.
 * @param release the file itself; a folder that has `path`; or a git ref of the repository in `repository`
 * @param path where the file is in a release; not used when `release` is the file
 * @returns the file, or in words why it cannot be read
 */
export function readReleaseFile(
  release: string,
  path: string | undefined,
  repository: string,
): ReleaseFile | { readonly why: string } {
  const stats = statSync(join(repository, release), { throwIfNoEntry: false });
  const place = resolvePlace(release, path, stats?.isDirectory(), stats?.isFile());
  if (place === undefined) return { why: `which file of '${release}'? Name it with --config` };
  return place.kind === 'disk'
    ? readDisk(place.name, join(repository, place.name))
    : readGit(place.name, repository);
}

type Place = { readonly kind: 'disk' | 'git'; readonly name: string };

function resolvePlace(
  release: string,
  path: string | undefined,
  isFolder: boolean | undefined,
  isFile: boolean | undefined,
): Place | undefined {
  if (isFile) return { kind: 'disk', name: release };
  if (path === undefined) return undefined;
  return isFolder ? { kind: 'disk', name: join(release, path) } : { kind: 'git', name: `${release}:${path}` };
}

function readDisk(name: string, file: string): ReleaseFile | { readonly why: string } {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return { why: `${name} is not a file` };
    if (stats.size > MAX_BYTES) return { why: `${name} is larger than ${MAX_BYTES} bytes` };
    return decode(name, readFileSync(file));
  } catch (error) {
    return { why: `${name} cannot be read: ${error instanceof Error ? error.message : error}` };
  }
}

function readGit(name: string, repository: string): ReleaseFile | { readonly why: string } {
  const shown = spawnSync('git', ['-C', repository, 'show', '--end-of-options', name], {
    maxBuffer: MAX_BYTES,
  });
  if (shown.error !== undefined) return { why: `${name} cannot be read: ${shown.error.message}` };
  if (shown.status !== 0) return { why: `git has no ${name}: ${shown.stderr.toString().trim()}` };
  return decode(name, shown.stdout);
}

function decode(name: string, bytes: Buffer): ReleaseFile | { readonly why: string } {
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { why: `${name} is not UTF-8` };
  }
}
