import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { eventsOf, test } from '../support/e2e.ts';
import { type RelayRelease, runRelay, verdictsOfSteps } from '../support/relay.ts';
import { evidenceOf, readReport } from '../support/shelf.ts';

const FIRST: RelayRelease = { reads: [1, 2], writes: 1 };
/** The second release brings everything into its own format. */
const SECOND: RelayRelease = { reads: [1, 2], writes: 2, rewrites: true };
const THIRD: RelayRelease = { reads: [1, 2], writes: 2 };

const ALL_WELL = {
  '1.0-to-2.0': 'painless',
  '2.0-to-3.0': 'painless',
  '1.0-to-3.0': 'painless',
  '1.0-to-2.0-to-3.0': 'painless',
};

describe('three releases in a row, and one that is skipped', () => {
  test('when nothing is wrong every step is painless, and there is a report of each and of all', async ({
    box,
  }) => {
    const { ended, out, report } = await runRelay(box, [FIRST, SECOND, THIRD]);
    expect(verdictsOfSteps(report)).toEqual(ALL_WELL);
    expect(report.steps.at(-1)?.cells?.[0]?.rollback.verdict).toBe('painless');
    expect(ended.code).toBe(0);
    for (const step of Object.keys(ALL_WELL)) expect(readReport(join(out, step))).toMatchObject({ step });
    const before = ['report.txt', 'report.json', 'junit.xml'].map((name) =>
      readFileSync(join(out, name), 'utf8'),
    );
    const again = await box.evenkeel('report', out);
    expect(again.code).toBe(0);
    expect(
      ['report.txt', 'report.json', 'junit.xml'].map((name) => readFileSync(join(out, name), 'utf8')),
    ).toEqual(before);
  });

  test('what the release that is left out would have rewritten fails at the skip, and nowhere else', async ({
    box,
  }) => {
    const { ended, out, report } = await runRelay(box, [FIRST, SECOND, { reads: [2], writes: 2 }]);
    expect(verdictsOfSteps(report)).toEqual({ ...ALL_WELL, '1.0-to-3.0': 'broken' });
    const result = report.steps.find(({ step }) => step === '1.0-to-3.0')?.cells?.[0]?.result;
    expect(result && evidenceOf(result)).toMatch(/item base-1 has format 1; 3\.0 reads 2/);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/1\.0-to-3\.0 \(skip-level\) +\| offline:together \| broken/);
    const junit = readFileSync(join(out, 'junit.xml'), 'utf8');
    expect(junit).toMatch(/<testsuite name="relay 1\.0-to-3\.0 \(skip-level\)"[^>]*failures="1"/);
    expect(junit).toMatch(/<testsuite name="relay 1\.0-to-2\.0-to-3\.0 \(in a row\)"[^>]*failures="0"/);
  });

  test('what was made two releases ago and is lost fails in a row, and nowhere else', async ({ box }) => {
    const third = { ...THIRD, loses: { format: 2, madeBy: '1.0' } };
    const { ended, out, report } = await runRelay(box, [FIRST, SECOND, third]);
    expect(verdictsOfSteps(report)).toEqual({ ...ALL_WELL, '1.0-to-2.0-to-3.0': 'broken' });
    const row = report.steps.find(({ step }) => step === '1.0-to-2.0-to-3.0')?.cells?.[0];
    expect(row?.result.witnesses[0]).toMatchObject({
      kind: 'resource',
      step: expect.stringMatching(/first-1/),
    });
    expect(ended.code).toBe(1);
    const ran = eventsOf(join(out, '1.0-to-2.0-to-3.0')).flatMap((event) =>
      event.type === 'version-read' ? [event.reported] : [],
    );
    expect([...new Set(ran)].sort()).toEqual(['1.0', '2.0', '3.0']);
  });

  test('a row is left out where one of its steps fails already, and what nobody promised is only shown', async ({
    box,
  }) => {
    const releases = [FIRST, { ...SECOND, reads: [2], rewrites: false }, { ...THIRD, reads: [2] }];
    const promises = ['2.0-to-3.0 offline:together'];
    const { report, ended, out } = await runRelay(box, releases, { promises });
    expect(verdictsOfSteps(report)).toEqual({
      '1.0-to-2.0': 'broken',
      '2.0-to-3.0': 'painless',
      '1.0-to-3.0': 'broken',
      '1.0-to-2.0-to-3.0': 'skipped: offline:together of 1.0-to-2.0 did not pass',
    });
    expect(ended.code).toBe(0);
    expect(readFileSync(join(out, 'report.txt'), 'utf8')).toMatch(/^1\.0-to-3\.0: nothing is promised$/m);
  });
});
