import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import type { Privileges } from '../../src/model/privileges.ts';
import { test } from '../support/e2e.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const PLAN = join(ROOT, 'examples/09-privileged');
/** `npm run build` makes it. */
const isBuilt = existsSync(join(ROOT, 'packages/rootwrap/dist/rootwrap.cjs'));

describe.skipIf(!isBuilt)('one offline run of the example of privileged commands', () => {
  test('says what every other column would have refused, and whose code asked for it', async ({ box }) => {
    const ended = await box.evenkeel('run', PLAN, '--cell', 'offline:together', '--out', box.path('out'));
    expect(ended.code, ended.stdout).toBe(0);
    const report = JSON.parse(readFileSync(box.path('out', 'report.json'), 'utf8')) as {
      readonly privileges: Privileges;
    };
    const truncate = {
      release: 'target',
      filters: 'base',
      command: expect.stringMatching(/^truncate -s 1M \/.*\/shares\/after-1\/quota$/),
      count: 1,
      instances: ['shares-1'],
    };
    const chmod = {
      release: 'base',
      filters: 'target',
      command: expect.stringMatching(/^chmod 0750 \//),
      count: expect.any(Number),
      instances: ['shares-1', 'shares-2'],
    };
    expect(report.privileges.columns).toEqual([
      { column: 'frozen', refused: [truncate], undecidable: 0 },
      { column: 'together', refused: [], undecidable: 0 },
      { column: 'after', refused: [truncate], undecidable: 0 },
      { column: 'before', refused: [chmod], undecidable: 0 },
      { column: 'union', refused: [], undecidable: 0 },
    ]);
    expect(report.privileges.left).toBe(0);
  });

  test('is reported again, byte for byte, from the journal alone', async ({ box }) => {
    const out = box.path('out');
    await box.evenkeel('run', PLAN, '--cell', 'offline:together', '--out', out);
    const before = readFileSync(join(out, 'report.json'), 'utf8');
    const ended = await box.evenkeel('report', out);
    expect(ended.stdout).toMatch(
      /privileged commands: .*\n {2}frozen, after: base's filters refuse what target's code runs \(shares-1\): truncate/,
    );
    expect(readFileSync(join(out, 'report.json'), 'utf8')).toBe(before);
  });

  test('goes edge by edge too: records are taken before a state is kept', async ({ box }) => {
    const mode = ['--cell', 'rolling:union', '--lattice', 'edges'];
    const ended = await box.evenkeel('run', PLAN, ...mode, '--out', box.path('out'));
    expect(ended.code, ended.stdout).toBe(0);
    expect(ended.stdout).toMatch(/before: target's filters refuse what base's code runs .*: chmod 0750/);
  });
});
