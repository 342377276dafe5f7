import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { git } from './git.ts';
import { type Kind, lookAt } from './look.ts';

/** A file of a release: what it is called in messages, and its text. */
export interface ReleaseFile {
  readonly name: string;
  readonly text: string;
}

/** The most that is read of a release for one purpose. */
export const MAX_BYTES = 64 * 1024 * 1024;

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
  const kind = lookAt(resolve(repository, release));
  if (typeof kind === 'object') return { why: `${release} cannot be read: ${kind.why}` };
  if (kind === 'other') return { why: `${release} is neither a file nor a folder` };
  const place = resolvePlace(release, path, kind);
  if (place === undefined)
    return { why: `which file of '${release}'? Name it with --config, or as config: of the plan's contract` };
  return place.kind === 'disk' ? readLocalFile(place.name, repository) : readGit(place.name, repository);
}

type Place = { readonly kind: 'disk' | 'git'; readonly name: string };

function resolvePlace(release: string, path: string | undefined, kind: Kind): Place | undefined {
  if (kind === 'file') return { kind: 'disk', name: release };
  if (path === undefined) return undefined;
  return kind === 'folder'
    ? { kind: 'disk', name: join(release, path) }
    : { kind: 'git', name: `${release}:${path}` };
}

/** Reads a text file of the disk. @returns the file, or in words why it cannot be read */
export function readLocalFile(name: string, folder: string): ReleaseFile | { readonly why: string } {
  try {
    const file = resolve(folder, name);
    const stats = statSync(file);
    if (!stats.isFile()) return { why: `${name} is not a file` };
    if (stats.size > MAX_BYTES) return { why: `${name} is larger than ${MAX_BYTES} bytes` };
    return decode(name, readFileSync(file));
  } catch (error) {
    return { why: `${name} cannot be read: ${error instanceof Error ? error.message : error}` };
  }
}

function readGit(name: string, repository: string): ReleaseFile | { readonly why: string } {
  const shown = git(repository, ['show', '--end-of-options', name], MAX_BYTES);
  if (!('why' in shown)) return decode(name, shown.bytes);
  return { why: shown.refused ? `git has no ${name}: ${shown.why}` : `${name} cannot be read: ${shown.why}` };
}

/** Bytes as text, or in words why they are none. */
export function decode(name: string, bytes: Buffer): ReleaseFile | { readonly why: string } {
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { why: `${placeOfBadByte(name, bytes)}: not UTF-8` };
  }
}

/** The first line that is not UTF-8. A line end is never a part of another character. */
function placeOfBadByte(name: string, bytes: Buffer): string {
  let start = 0;
  for (let line = 1; start < bytes.length; line += 1) {
    const end = bytes.indexOf(10, start);
    const stop = end < 0 ? bytes.length : end + 1;
    const part = bytes.subarray(start, stop);
    if (!isUtf8(part)) return `${name}:${line}:${firstBad(part.toString('utf8'), part)}`;
    start = stop;
  }
  return name;
}

/** The column of the first character that the bytes do not spell. */
function firstBad(text: string, bytes: Buffer): number {
  const real = Buffer.from(text, 'utf8');
  const length = Math.min(real.length, bytes.length);
  let at = 0;
  while (at < length && real[at] === bytes[at]) at += 1;
  return (
    bytes
      .subarray(0, at)
      .toString('utf8')
      .replace(/\ufffd+$/, '').length + 1
  );
}
