import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('./oslo-peer.py', import.meta.url));
/** Debian's Python: the one that its python3-oslo.config is for. */
const PYTHON = '/usr/bin/python3';
const VALIDATOR = '/usr/bin/oslo-config-validator';

/** A word why the comparison cannot be made here; nothing when it can. */
export const whyNoPeer: string | undefined =
  spawnSync(PYTHON, ['-c', 'import oslo_config']).status === 0 && existsSync(VALIDATOR)
    ? undefined
    : 'python3-oslo.config is not installed';

/** Asks oslo.config about many cases at once. */
export function askOslo<T>(ask: 'parse' | 'takes' | 'effective', cases: readonly unknown[]): T[] {
  const end = spawnSync(PYTHON, [SCRIPT], {
    input: JSON.stringify({ ask, cases }),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (end.status !== 0) throw new Error(end.stderr);
  return JSON.parse(end.stdout);
}

/** What oslo-config-validator says of each `group/option`. */
export function validate(
  schema: string,
  file: string,
): Map<string, 'deprecated' | 'unknown' | 'passed over'> {
  const end = spawnSync(VALIDATOR, ['--opt-data', schema, '--input-file', file], { encoding: 'utf8' });
  const said = new Map<string, 'deprecated' | 'unknown' | 'passed over'>();
  for (const line of end.stderr.split('\n')) {
    const deprecated = /Deprecated opt (.*) found$/.exec(line)?.[1];
    const unknown = /ERROR:root:(.*) is not part of the sample config$/.exec(line)?.[1];
    const passed = /Ignoring missing option "(.*)" from group "(.*?)" because/.exec(line);
    if (deprecated !== undefined) said.set(deprecated, 'deprecated');
    else if (unknown !== undefined) said.set(unknown, 'unknown');
    else if (passed !== null) said.set(`${passed[2]}/${passed[1]}`, 'passed over');
    else if (line.includes('Traceback')) throw new Error(end.stderr);
  }
  return said;
}
