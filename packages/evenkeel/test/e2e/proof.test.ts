import { describe, expect } from 'vitest';
import { USUAL_CELLS } from '../../src/model/cell.ts';
import { test } from '../support/e2e.ts';
import {
  cellOf,
  everyCell,
  evidenceOf,
  type Fault,
  type Report,
  runShelf,
  type ShelfOptions,
  verdictsOf,
} from '../support/shelf.ts';

const NOTHING_PROVED = everyCell('inconclusive');

/** Asserts that a run proved nothing, in no cell and no rollback. */
function expectNothingProved(report: Report): void {
  expect(verdictsOf(report, 'result')).toEqual(NOTHING_PROVED);
  expect(verdictsOf(report, 'rollback')).toEqual(NOTHING_PROVED);
}

describe('a base that has the fault itself is never charged to the target', () => {
  const faults: [Fault, RegExp][] = [
    ['option-removed', /unknown option page-size/],
    ['missing-step', /there is no index/],
    ['lost-resource', /there is no item/],
    ['crash-at-first-request', /the shelf broke down/],
    ['orphaned-child', /left a process behind/],
  ];
  for (const [fault, evidence] of faults) {
    test(fault, async ({ box }) => {
      const { ended, report } = await runShelf(box, { base: fault, target: fault });
      expectNothingProved(report);
      for (const id of USUAL_CELLS) expect(evidenceOf(cellOf(report, id).result)).toMatch(evidence);
      expect(ended.code).toBe(3);
    });
  }

  test('a base that is not the release of the plan', async ({ box }) => {
    const releases = { base: { label: '1.0.7' }, target: { label: '2.0.0' } };
    const { ended, report } = await runShelf(box, { plan: { releases } });
    expectNothingProved(report);
    expect(evidenceOf(cellOf(report, 'rolling:after').result)).toMatch(
      /reports version "1\.0\.0", expected "1\.0\.7"/,
    );
    expect(ended.code).toBe(3);
  });

  test('a base that loses what it wrote when it is started again leaves no rollback to judge', async ({
    box,
  }) => {
    const { ended, report } = await runShelf(box, { base: 'lost-resource' }, ['rolling:frozen']);
    expect(report.cells.map(({ result, rollback }) => [result.verdict, rollback.verdict])).toEqual([
      ['inconclusive', 'inconclusive'],
    ]);
    expect(ended.code).toBe(3);
  });
});

describe('a check that cannot fail makes everything inconclusive, and is named', () => {
  const probes = { blind: { service: 'shelf', run: 'true', every: '20ms' } };
  const resources = {
    ghost: { service: 'shelf', create: 'true', verify: 'true' },
  };
  const noapi = {
    ghost: {
      service: 'shelf',
      create: [{ http: 'POST /items', body: { id: 'ghost-${item}', title: '', copies: 0 } }],
      verify: [{ http: 'GET /items/ghost-${item}' }],
      verify_noapi: 'true',
    },
  };
  const cases: [string, ShelfOptions['plan'], RegExp][] = [
    ['a verify', { resources }, /verify of ghost passes where nothing was created/],
    [
      'a verify without services',
      { resources: noapi },
      /verify_noapi of ghost passes where nothing was created/,
    ],
    ['a probe', { probes }, /probe blind passes while shelf is stopped/],
  ];
  for (const [what, plan, named] of cases) {
    test(what, async ({ box }) => {
      const { ended, report } = await runShelf(box, { plan: plan ?? {} });
      expectNothingProved(report);
      for (const { result } of report.cells) expect(evidenceOf(result)).toMatch(named);
      expect(ended.code).toBe(3);
    });
  }

  test('all of them, when there are several', async ({ box }) => {
    const { report } = await runShelf(box, { plan: { resources, probes } }, ['offline:together']);
    const reasons = cellOf(report, 'offline:together').result.reasons.join('\n');
    expect(reasons).toMatch(/verify of ghost/);
    expect(reasons).toMatch(/probe blind/);
  });
});

test('one instance cannot be rolled: only offline cells are judged', async ({ box }) => {
  const { ended, report } = await runShelf(box, { service: { instances: 1 } });
  const verdicts = {
    'offline:together': 'painless',
    'offline:frozen': 'painless',
    'rolling:frozen': 'inconclusive',
    'rolling:after': 'inconclusive',
    'rolling:before': 'inconclusive',
  };
  expect(verdictsOf(report, 'result')).toEqual(verdicts);
  expect(verdictsOf(report, 'rollback')).toEqual(verdicts);
  expect(cellOf(report, 'rolling:frozen').result.reasons.join()).toMatch(/no mixed state/);
  expect(ended.code).toBe(3);
});

test('a release that cannot be installed proves nothing', async ({ box }) => {
  const install = {
    base: { folder: 'base' },
    target: { folder: 'target', run: 'echo no compiler here >&2; exit 9' },
  };
  const { ended, report } = await runShelf(box, { service: { install } });
  expectNothingProved(report);
  expect(evidenceOf(cellOf(report, 'offline:together').result)).toMatch(/no compiler here/);
  expect(ended.code).toBe(3);
});
