import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** A user's numbers. */
export interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

/** The user that servers run as which refuse root: `nobody`. `undefined` when we are not root and need none. */
export function unprivilegedUser(): UserIds | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const nobody = readPasswd().find((fields) => fields[0] === 'nobody');
  return nobody === undefined
    ? { uid: 65534, gid: 65534 }
    : { uid: Number(nobody[2]), gid: Number(nobody[3]) };
}

/** Whether every user can reach what lies in a folder: all of its parents let them pass. */
export function isReachableByAll(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    const facts = statSync(at, { throwIfNoEntry: false });
    if (facts !== undefined && (facts.mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function readPasswd(): string[][] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'));
  } catch {
    return [];
  }
}
