import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import type { Config } from '../config/conf.js';
import type { Decision } from '../decide/decide.js';
import { findUser } from '../launch/user.js';

/** Who asks: the user that sudo or doas names, or else the one that we run as. */
export type Caller = { readonly uid: number; readonly name: string };

/** Reads the caller from what sudo(8) or doas(1) left in the environment; who is not root is the caller himself. */
export function callerOf(environment: NodeJS.ProcessEnv): Caller {
  const own = process.getuid?.() ?? -1;
  const uid = own === 0 ? Number(environment.SUDO_UID ?? doasUid(environment) ?? own) : own;
  const name =
    environment.SUDO_USER ?? environment.DOAS_USER ?? environment.LOGNAME ?? environment.USER ?? 'None';
  return { uid: Number.isInteger(uid) ? uid : -1, name };
}

/** doas(1) leaves a name and no number. */
const doasUid = ({ DOAS_USER: name }: NodeJS.ProcessEnv): number | undefined =>
  name === undefined ? undefined : findUser(name, () => '')?.uid;

/**
 * Appends one decision to the file that `record` names: a JSON line with time, argv, filter, allowed, caller.
 * @returns what went wrong, when it could not be written
 */
export function recordDecision(
  { record }: Config,
  argv: readonly string[],
  decision: Decision,
  caller: Caller,
): string | undefined {
  if (record === undefined) return undefined;
  const line = {
    time: new Date().toISOString(),
    argv: argv.map((word, index) => redacted(word, index, record.redact)),
    filter: decision.kind === 'deny' ? null : decision.filter.name,
    allowed: decision.kind === 'permit',
    caller,
  };
  try {
    append(record.file, `${JSON.stringify(line)}\n`);
    return undefined;
  } catch (error) {
    return `cannot record in ${record.file}: ${error instanceof Error ? error.message : error}`;
  }
}

/** `values` hides what follows a `=`, `all` every word but the first, which may be an assignment too. */
function redacted(word: string, index: number, redact: 'nothing' | 'values' | 'all'): string {
  if (redact === 'nothing') return word;
  return redact === 'all' && index > 0 ? '***' : word.replace(/=.*/s, '=***');
}

/** One write of one line: lines of several processes do not mix. A link or a pipe in its place is not followed. */
function append(path: string, line: string): void {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
  try {
    if (!fstatSync(file).isFile()) throw new Error('it is not a file');
    writeSync(file, line);
  } finally {
    closeSync(file);
  }
}
