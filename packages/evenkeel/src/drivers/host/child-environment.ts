import { delimiter, dirname } from 'node:path';

/** What a service may know of the machine: a run must not depend on who starts it. */
const PASSED_ON = ['HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR'];

/** The environment of a process under test. */
export function childEnvironment(
  path: readonly string[],
  more: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept = PASSED_ON.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(kept), PATH: searchPath(path), ...more };
}

/** The environment of an installer: all of ours, but for what npm tells its own children and what changes Node. */
export function installerEnvironment(path: readonly string[]): Record<string, string> {
  const dropped =
    /^(npm_(package|lifecycle|command|execpath|node_execpath|config_(local_prefix|prefix|workspace\w*)).*|INIT_CWD|NODE_OPTIONS|NODE_ENV)$/;
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !dropped.test(entry[0]),
  );
  return { ...Object.fromEntries(kept), PATH: searchPath(path) };
}

function searchPath(first: readonly string[]): string {
  return [...first, process.env.PATH ?? '/usr/bin:/bin', dirname(process.execPath)].join(delimiter);
}
