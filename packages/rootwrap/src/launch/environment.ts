import type { Config } from '../config/conf.js';
import type { Command } from '../decide/decide.js';
import type { User } from './user.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Kept from the caller: language, time zone and terminal. Values that could name a file elsewhere are not. */
const KEPT = /^(?:LANG|LANGUAGE|LC_[A-Z]+|TZ|TERM)$/;
const HARMLESS = /^[\w.@+,<>-][\w.@:+,<>/-]*$/;
/** An empty PATH would mean the current folder. */
const LEAST_PATH = '/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The environment of a command: from nothing, or (RW-013 in `legacy`) the caller's.
 * @param caller the environment that this process was started with
 */
export function environmentFor(
  config: Config,
  command: Command,
  user: User | undefined,
  caller: Environment,
): Record<string, string> {
  if (config.legacy.has('RW-013')) return { ...defined(caller), ...Object.fromEntries(command.env) };
  const kept = Object.entries(defined(caller)).filter(
    ([name, value]) => config.envKeep.includes(name) || (KEPT.test(name) && isHarmless(name, value)),
  );
  const person = user && { HOME: user.home, USER: user.name, LOGNAME: user.name, SHELL: user.shell };
  const folders = config.execDirs.filter((folder) => folder.startsWith('/'));
  return {
    PATH: folders.join(':') || LEAST_PATH,
    ...person,
    ...Object.fromEntries(kept),
    ...Object.fromEntries(command.env),
  };
}

const isHarmless = (name: string, value: string): boolean =>
  HARMLESS.test(value) && !value.includes('..') && (name === 'TZ' || !value.includes('/'));

function defined(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
