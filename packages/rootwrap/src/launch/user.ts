import { readFileSync } from 'node:fs';

/** A user of this machine. */
export type User = {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
};

/**
 * Looks a user up by name or by number, as /etc/passwd has them.
 * @param getent asked for the line of a user who is not in the file (LDAP and the like); '' when nobody knows
 */
export function findUser(key: string | number, getent: (key: string) => string): User | undefined {
  const column = typeof key === 'number' ? 2 : 0;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = lines.find((each) => each.split(':')[column] === String(key)) ?? getent(String(key)).trim();
  const [name = '', , uid = '', gid = '', , home = '', shell = ''] = line.split(':');
  if (name === '' || !/^\d+$/.test(uid) || !/^\d+$/.test(gid)) return undefined;
  if (column === 0 && name !== key) return undefined;
  return { name, uid: Number(uid), gid: Number(gid), home, shell };
}
