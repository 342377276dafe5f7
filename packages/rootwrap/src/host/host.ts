import { accessSync, constants, lstatSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import type { Host } from '../filter/types.js';

/** As many as Linux follows (path_resolution(7)). */
const MAX_LINKS = 40;

/** This machine, read only. Every question is asked anew. */
export const thisHost: Host = {
  isExecutable,
  isFile,
  realPath: (path) => realPath(path),
  searchPath,
  process: processOf,
};

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param visit told each name on the way, links too */
export function realPath(path: string, visit: (name: string) => void = () => {}): string | undefined {
  const pending = (path.startsWith('/') ? path : `${process.cwd()}/${path}`).split('/').reverse();
  let real: string[] = [];
  let links = 0;
  while (pending.length > 0) {
    const name = pending.pop() ?? '';
    if (name === '' || name === '.') continue;
    if (name === '..') {
      real.pop();
      continue;
    }
    const reached = `/${[...real, name].join('/')}`;
    visit(reached);
    const target = readLink(reached);
    if (target === undefined) {
      real.push(name);
      continue;
    }
    links += 1;
    if (links > MAX_LINKS) return undefined;
    if (target.startsWith('/')) real = [];
    pending.push(...target.split('/').reverse());
  }
  return `/${real.join('/')}`;
}

function readLink(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined;
  } catch {
    return undefined;
  }
}

function searchPath(): string[] {
  return (process.env.PATH ?? '').split(':');
}

function processOf(pid: number): ReturnType<Host['process']> {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // proc(5): the name, in parentheses, may hold anything; the start time is the 22nd field, 20th after it.
    const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    const argv0 = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '';
    return { pid, startTime, exe: readlinkSync(`/proc/${pid}/exe`), argv0 };
  } catch {
    return undefined;
  }
}
