import { describe, expect } from 'vitest';
import { type CellId, codeOf, USUAL_CELLS } from '../../src/model/cell.ts';
import type { CulpritClass } from '../../src/model/culprit.ts';
import type { StepAction } from '../../src/model/plan.ts';
import type { Result } from '../../src/model/verdict.ts';
import { test } from '../support/e2e.ts';
import {
  cellOf,
  everyCell,
  evidenceOf,
  type Fault,
  runShelf,
  type ShelfOptions,
  verdictsOf,
} from '../support/shelf.ts';

/** What a fault must do to the matrix: the cells that break, at which kind of step, and the words that name the cause. */
interface Damage {
  readonly cells: readonly CellId[];
  /** Absent: no step fails, and only a reason says why. */
  readonly step?: StepAction['kind'];
  readonly evidence: RegExp;
}

interface Truth {
  /** Why these cells and no others. */
  readonly because: string;
  readonly upgrade?: Damage;
  readonly rollback?: Damage;
  /** The class of the cause of the upgrade's failure in cells of each kind, as far as experiments can tell it. */
  readonly culprit?: Partial<Record<'offline' | 'rolling', CulpritClass>>;
  /** That of the rollback's. */
  readonly rollbackCulprit?: CulpritClass;
  readonly service?: ShelfOptions['service'];
  /** Where every cell would take long, these speak for all. */
  readonly tried?: readonly CellId[];
}

const ONE_OF_EACH: readonly CellId[] = ['offline:frozen', 'rolling:after'];
const ROLLING: readonly CellId[] = ['rolling:frozen', 'rolling:after', 'rolling:before'];

const TRUTH: Readonly<Record<Exclude<Fault, 'warning-logged' | 'first-item-lost'>, Truth>> = {
  'option-removed': {
    because: "every cell keeps the operator's file, for no edit of it is declared",
    upgrade: { cells: USUAL_CELLS, step: 'start', evidence: /unknown option page-size/ },
  },
  'default-changed': {
    because:
      'the file says nothing of titles, so every cell meets the new default; what is stored is as it was',
    upgrade: {
      cells: USUAL_CELLS,
      step: 'resource',
      evidence: /"TITLE OF BASE-1", expected "Title of base-1"/,
    },
  },
  'contracted-too-early': {
    culprit: { rolling: 'schema' },
    rollbackCulprit: 'schema',
    because: 'base runs on what was taken away while code is replaced, and after the way back',
    upgrade: { cells: ROLLING, step: 'resource', evidence: /item base-1 has no title/ },
    rollback: { cells: USUAL_CELLS, step: 'resource', evidence: /item base-\d has no title/ },
  },
  'data-format': {
    culprit: { rolling: 'data-format' },
    rollbackCulprit: 'data-format',
    because: 'base cannot read what target wrote: in a mixed state, and after the way back',
    upgrade: { cells: ROLLING, step: 'resource', evidence: /item s\d-target has format 2; 1\.0\.0 reads 1/ },
    rollback: { cells: USUAL_CELLS, step: 'resource', evidence: /has format 2; 1\.0\.0 reads 1/ },
  },
  'wire-protocol': {
    culprit: { rolling: 'wire-protocol' },
    because: 'only in a mixed state do the releases talk to each other',
    upgrade: { cells: ROLLING, step: 'resource', evidence: /protocol \d is not spoken here, only \d/ },
  },
  privilege: {
    because:
      "target runs under base's list for ever in frozen cells, and at first where files move after code",
    upgrade: {
      cells: ['offline:frozen', 'rolling:frozen', 'rolling:after'],
      step: 'resource',
      evidence: /command store-atomic is not allowed by commands\.json/,
    },
  },
  'missing-step': {
    culprit: { offline: 'unknown', rolling: 'unknown' },
    because: 'nobody makes the index in any cell',
    upgrade: { cells: USUAL_CELLS, step: 'start', evidence: /there is no index: make-index\.mjs makes it/ },
  },
  'slow-start': {
    because: 'it is not ready in time in any cell',
    upgrade: { cells: USUAL_CELLS, step: 'start', evidence: /GET \/health.*ECONNREFUSED/ },
    service: { ready: { http: 'GET /health', within: '2s' } },
    tried: ONE_OF_EACH,
  },
  'never-ready': {
    because: 'it is never ready in any cell',
    upgrade: { cells: USUAL_CELLS, step: 'start', evidence: /GET \/health.*answered 503[\s\S]*warming up/ },
    service: { ready: { http: 'GET /health', within: '2s' } },
    tried: ONE_OF_EACH,
  },
  'lost-resource': {
    culprit: { offline: 'lost-resource', rolling: 'lost-resource' },
    rollbackCulprit: 'lost-resource',
    because: 'what target threw away at its start is gone for base, too',
    upgrade: { cells: USUAL_CELLS, step: 'resource', evidence: /there is no item base-1/ },
    rollback: { cells: USUAL_CELLS, step: 'resource', evidence: /there is no item base-\d/ },
  },
  'crash-at-first-request': {
    culprit: { offline: 'unknown', rolling: 'unknown' },
    because: 'users ask in every cell',
    upgrade: { cells: USUAL_CELLS, step: 'resource', evidence: /shelf-1: error: the shelf broke down/ },
  },
  'orphaned-child': {
    because: 'target is stopped in every cell, at the latest at its end',
    upgrade: { cells: USUAL_CELLS, step: 'stop', evidence: /left a process behind: \d+ \(sleep 60\)/ },
  },
  'never-stops': {
    because: 'target is stopped in every cell',
    upgrade: {
      cells: USUAL_CELLS,
      step: 'stop',
      evidence: /did not stop within 1 s of SIGTERM and was killed/,
    },
    service: { stop: { within: '1s' } },
    tried: ONE_OF_EACH,
  },
  'probe-fails': {
    culprit: { offline: 'unknown', rolling: 'unknown' },
    because: 'the list is asked for all the time, in every cell',
    upgrade: {
      cells: USUAL_CELLS,
      step: 'prove-state',
      evidence: /probe list: .*answered 500[\s\S]*out of order/,
    },
  },
  'port-clash': {
    because: 'two instances of target run in every cell at last',
    upgrade: { cells: USUAL_CELLS, step: 'start', evidence: /EADDRINUSE/ },
  },
  'version-lies': {
    culprit: { offline: 'unknown', rolling: 'unknown' },
    because: 'every started instance is asked',
    upgrade: {
      cells: USUAL_CELLS,
      step: 'ask-version',
      evidence: /reports version "1\.0\.0", expected "2\.0\.0"/,
    },
  },
  'frozen-file-written': {
    because: 'only in frozen cells is a write a breach',
    upgrade: {
      cells: ['offline:frozen', 'rolling:frozen'],
      evidence: /a frozen file was written: .*\bconf\b/,
    },
  },
  'silent-wrong-read': {
    culprit: { rolling: 'data-format' },
    because: 'only in a mixed state does base write items without a name after the migration',
    upgrade: { cells: ROLLING, step: 'resource', evidence: /title is "", expected "Title of s\d-base"/ },
  },
};

/** Of what is broken, the class of the cause must be the true one, or unknown where no experiment could tell. */
function judgeCulprit(result: Result, id: CellId, wanted: CulpritClass | undefined): void {
  if (result.verdict !== 'broken' || wanted === undefined) return;
  expect({ id, culprit: result.culprit?.class }).toEqual({ id, culprit: wanted });
}

function judgeCell(result: Result, id: CellId, damage: Damage | undefined): void {
  const broken = damage?.cells.includes(id) ?? false;
  expect({ id, verdict: result.verdict }).toEqual({ id, verdict: broken ? 'broken' : 'painless' });
  if (!broken || damage === undefined) return;
  const kinds = [...new Set(result.witnesses.map((witness) => witness.kind))];
  expect({ id, kinds }).toEqual({ id, kinds: damage.step === undefined ? [] : [damage.step] });
  expect(evidenceOf(result)).toMatch(damage.evidence);
}

describe('a fault breaks the cells that it must break, and no others', () => {
  for (const [fault, truth] of Object.entries(TRUTH) as [Fault, Truth][]) {
    test(`${fault}: ${truth.because}`, async ({ box }) => {
      const { service = {}, tried = USUAL_CELLS } = truth;
      const { ended, report } = await runShelf(box, { target: fault, service }, tried);
      expect(report.cells.map((cell) => cell.cell)).toEqual(tried);
      for (const { cell, result, rollback } of report.cells) {
        judgeCell(result, cell, truth.upgrade);
        judgeCell(rollback, cell, truth.rollback);
        judgeCulprit(result, cell, truth.culprit?.[codeOf(cell)]);
        judgeCulprit(rollback, cell, truth.rollbackCulprit);
      }
      expect(ended.code).toBe(1);
    });
  }
});

test('a warning of target alone makes every cell warn and none fail', async ({ box }) => {
  const { ended, report } = await runShelf(box, { target: 'warning-logged' });
  expect(verdictsOf(report, 'result')).toEqual(everyCell('warns'));
  expect(verdictsOf(report, 'rollback')).toEqual(everyCell('painless'));
  for (const { result } of report.cells) {
    expect(result.warnings.map((warning) => [warning.release, warning.text])).toEqual([
      ['target', 'deprecated: option page-size will be gone in 3.0'],
    ]);
  }
  expect(ended.code).toBe(0);
});

test('a warning that base logs as well is none of the upgrade', async ({ box }) => {
  const { report } = await runShelf(box, { base: 'warning-logged', target: 'warning-logged' });
  expect(verdictsOf(report, 'result')).toEqual(everyCell('painless'));
});

test('a port that both instances want is found where the second one is started', async ({ box }) => {
  const { report } = await runShelf(box, { target: 'port-clash' }, ['offline:frozen', 'rolling:frozen']);
  const place = (id: CellId) =>
    cellOf(report, id).result.witnesses.map(({ failure, phase }) => [failure.instance, phase]);
  expect(place('offline:frozen')).toEqual([['shelf-2', 'start target']]);
  expect(place('rolling:frozen')).toEqual([['shelf-2', 'replace shelf-2']]);
});

test('what a failed upgrade lost makes its rollback broken, whichever item it was', async ({ box }) => {
  const { report } = await runShelf(box, { target: 'first-item-lost' });
  for (const { result, rollback } of report.cells) {
    expect(evidenceOf(result)).toMatch(/there is no item base-1/);
    expect(evidenceOf(rollback)).toMatch(/there is no item base-1/);
  }
  expect(verdictsOf(report, 'rollback')).toEqual(everyCell('broken'));
});
