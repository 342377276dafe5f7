import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { journaled, type Sandbox, test } from '../support/e2e.ts';
import { cellOf, layShelf, readReport, type ShelfOptions } from '../support/shelf.ts';

interface Found {
  readonly fingerprint: string;
  readonly exitCode: number;
  readonly mutants: readonly { readonly outcome: string; readonly words: string; readonly seen?: string }[];
}

const readSelfcheck = (out: string): Found =>
  JSON.parse(readFileSync(join(out, 'selfcheck.json'), 'utf8')) as Found;

const survivorsIn = ({ mutants }: Found): string[] =>
  mutants.filter(({ outcome }) => outcome === 'survived').map(({ words }) => words);

const count = ({ mutants }: Found, outcome: string): number =>
  mutants.filter((mutant) => mutant.outcome === outcome).length;

/** A probe that looks at the answer. */
const GOOD_PROBES = {
  list: { service: 'shelf', http: 'GET /items', every: '20ms', expect: { contains: '"items"' } },
};

/** Checks that pass whatever they get: each is blind in its own way. */
const WEAK: ShelfOptions['plan'] = {
  resources: {
    item: {
      service: 'shelf',
      create: [{ http: 'POST /items', body: { id: '${item}', title: 'T', copies: 3 } }],
      verify: [
        { http: 'GET /items/${item}', expect: { json: { title: 'T' } } },
        // any status, any body: it only sees that somebody answers
        { http: 'GET /items/${item}', expect: { status: [200, 404, 500] } },
        // looks past the service
        { run: 'test -s ${data}/items/${item}.json' },
      ],
    },
  },
  probes: GOOD_PROBES,
};

async function selfcheck(box: Sandbox, options: ShelfOptions) {
  const plan = await layShelf(box, options);
  const out = box.path('self');
  const ended = await box.evenkeel('selfcheck', plan, '-o', out);
  return { ended, plan, out };
}

describe('selfcheck', () => {
  test('finds that good checks notice everything, and a run then takes its word', async ({ box }) => {
    const { ended, plan, out } = await selfcheck(box, { plan: { probes: GOOD_PROBES } });
    const found = readSelfcheck(out);
    expect({ code: ended.code, survivors: survivorsIn(found) }).toEqual({ code: 0, survivors: [] });
    // two entries of verify with five each, two for verify_noapi, three for the probe
    expect([count(found, 'killed'), count(found, 'not-tried')]).toEqual([15, 0]);
    expect(existsSync(join(out, 'state'))).toBe(false);
    const said = readFileSync(join(out, 'selfcheck.txt'), 'utf8');
    expect(ended.stdout).toBe(`\n${said}`);
    expect((await box.evenkeel('report', out)).stdout).toBe(`\n${said}`);
    const run = ['run', plan, '--cell', 'offline:together', '--out', box.path('out')];
    const told = await box.evenkeel(...run, '--selfcheck', join(out, 'selfcheck.json'));
    expect(told.code).toBe(0);
  });

  test('names what weak checks let pass; what rests on them is inconclusive', async ({ box }) => {
    const { ended, plan, out } = await selfcheck(box, { plan: WEAK });
    expect(ended.code).toBe(1);
    const survivors = [
      'verify of item, entry 2 of 3 passes where it was never created',
      'verify of item, entry 2 of 3 passes after all data was wiped',
      'verify of item, entry 2 of 3 passes whatever status the answer has',
      'verify of item, entry 2 of 3 passes whatever body the answer has',
      'verify of item, entry 3 of 3 passes while shelf is stopped',
    ];
    expect(survivorsIn(readSelfcheck(out))).toEqual(survivors);
    for (const words of survivors) expect(ended.stdout).toContain(words);
    const told = await box.evenkeel(
      ...['run', plan, '--cell', 'offline:together', '--out', box.path('out')],
      ...['--selfcheck', join(out, 'selfcheck.json')],
    );
    expect(told.code).toBe(3);
    const { result } = cellOf(readReport(box.path('out')), 'offline:together');
    expect(result.verdict).toBe('inconclusive');
    expect(result.reasons).toEqual(survivors.map((words) => `by the selfcheck, ${words}`));
    const again = await box.evenkeel('report', box.path('out'));
    expect(again.code).toBe(3);
    await refuses(box, join(out, 'selfcheck.json'));
  });

  test('proves nothing where base does not work', async ({ box }) => {
    const { ended, out } = await selfcheck(box, { base: 'crash-at-first-request' });
    const found = readSelfcheck(out);
    expect([ended.code, found.exitCode, count(found, 'killed')]).toEqual([3, 3, 0]);
    expect(ended.stdout).toMatch(/shelf-1 logged: error: the shelf broke down/);
    const plan = box.path('shelf', 'evenkeel.yaml');
    const told = await box.evenkeel('run', plan, '--selfcheck', join(out, 'selfcheck.json'), '--dry-run');
    expect([told.code, told.stderr]).toEqual([2, expect.stringMatching(/proved nothing \(exit code 3\)/)]);
  });

  test('leaves nothing behind when it is interrupted', async ({ box }) => {
    const plan = await layShelf(box);
    const out = box.path('self');
    const running = box.start('selfcheck', plan, '-o', out, '--format', 'json');
    await journaled(out, ({ type }) => type === 'mutant-tried');
    running.child.kill('SIGINT');
    const ended = await running.end;
    expect([ended.code, (JSON.parse(ended.stdout) as Found).exitCode]).toEqual([130, 130]);
    expect(existsSync(join(out, 'state'))).toBe(false);
  });
});

/** A run of another plan does not take the word: its checks are others. Nor does it take a folder for one. */
async function refuses(box: Sandbox, file: string): Promise<void> {
  const plan = await layShelf(box, { plan: { probes: GOOD_PROBES } });
  const { code, stderr } = await box.evenkeel('run', plan, '--selfcheck', file, '--dry-run');
  expect([code, stderr]).toEqual([2, expect.stringMatching(/selfcheck\.json is about other checks/)]);
  const folder = await box.evenkeel('run', plan, '--selfcheck', box.root, '--dry-run');
  expect([folder.code, folder.stderr]).toEqual([2, expect.stringMatching(/^cannot read .*it is no file/)]);
}
