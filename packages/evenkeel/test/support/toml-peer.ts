import { spawnSync } from 'node:child_process';

const PYTHON = '/usr/bin/python3';
const SCRIPT = `
import json, sys, tomllib
texts = json.load(sys.stdin)
print(json.dumps([tomllib.loads(text.removeprefix("\\ufeff")) for text in texts], default=str))
`;

/** A word why Python cannot read TOML here; nothing when it can. */
export const whyNoToml: string | undefined =
  spawnSync(PYTHON, ['-c', 'import tomllib']).status === 0 ? undefined : 'there is no Python with tomllib';

/** What Python's tomllib reads of each text. @throws when it refuses one */
export function withTomllib(texts: readonly string[]): unknown[] {
  const end = spawnSync(PYTHON, ['-c', SCRIPT], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (end.status !== 0) throw new Error(end.stderr);
  return JSON.parse(end.stdout);
}
