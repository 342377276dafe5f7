import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { USUAL_CELLS } from '../../src/model/cell.ts';
import { test } from '../support/e2e.ts';
import { cellOf, everyCell, evidenceOf, MAKE_INDEX, runShelf, verdictsOf } from '../support/shelf.ts';

/** Where the operator's edit comes in time to mend what target makes of base's file. */
const EDIT_MENDS = {
  'offline:together': 'exception',
  'offline:frozen': 'broken',
  'rolling:frozen': 'broken',
  // Target's code meets base's file first.
  'rolling:after': 'broken',
  'rolling:before': 'exception',
};

const IDLE = { run: 'true', note: 'target/note.md' };

describe('a declared exception', () => {
  test('that mends makes every cell an exception, with its release note', async ({ box }) => {
    const plan = { exceptions: { index: MAKE_INDEX } };
    const { ended, report } = await runShelf(box, { target: 'missing-step', plan });
    expect(verdictsOf(report, 'result')).toEqual(everyCell('exception'));
    expect(verdictsOf(report, 'rollback')).toEqual(everyCell('painless'));
    for (const { result } of report.cells) {
      expect(result.exceptions).toEqual([
        { name: 'index', why: 'the index is made by hand', note: 'target/note.md' },
      ]);
      expect(result.stale).toEqual([]);
      expect(evidenceOf(result)).toMatch(/there is no index/);
    }
    expect(ended.code).toBe(0);
  });

  test('mends only the cells that it is declared for', async ({ box }) => {
    const plan = { exceptions: { index: { ...MAKE_INDEX, cells: ['rolling:before' as const] } } };
    const { ended, report } = await runShelf(box, { target: 'missing-step', plan });
    expect(verdictsOf(report, 'result')).toEqual({ ...everyCell('broken'), 'rolling:before': 'exception' });
    expect(ended.code).toBe(1);
  });

  test('that does not mend leaves the cell broken, and the report says that it was tried', async ({
    box,
  }) => {
    const plan = { exceptions: { idle: IDLE } };
    const { report } = await runShelf(box, { target: 'option-removed', plan }, ['offline:together']);
    const { result } = cellOf(report, 'offline:together');
    expect(result.verdict).toBe('broken');
    expect(evidenceOf(result)).toMatch(/fails also with its exceptions: idle/);
    expect(evidenceOf(result)).toMatch(/unknown option page-size/);
  });

  test('that fails itself leaves the cell broken at that step', async ({ box }) => {
    const index = { ...MAKE_INDEX, run: 'echo the disk is full; exit 5' };
    const plan = { exceptions: { index } };
    const { report } = await runShelf(box, { target: 'missing-step', plan }, ['rolling:frozen']);
    const { result } = cellOf(report, 'rolling:frozen');
    expect(result.verdict).toBe('broken');
    expect(result.witnesses.map((witness) => witness.kind)).toEqual(['exception']);
    expect(evidenceOf(result)).toMatch(/the disk is full/);
  });
});

describe('a stale exception', () => {
  test('is reported in every cell that passes without it', async ({ box }) => {
    const { ended, out, report } = await runShelf(box, { plan: { exceptions: { idle: IDLE } } });
    expect(verdictsOf(report, 'result')).toEqual(everyCell('painless'));
    for (const { result } of report.cells) expect(result.stale).toEqual(['idle']);
    expect(readFileSync(join(out, 'report.txt'), 'utf8')).toMatch(/exception idle is stale/);
    expect(ended.code).toBe(0);
  });

  test('is told from the one that is needed', async ({ box }) => {
    const plan = { exceptions: { idle: IDLE, index: MAKE_INDEX } };
    const { report } = await runShelf(box, { target: 'missing-step', plan });
    expect(verdictsOf(report, 'result')).toEqual(everyCell('exception'));
    for (const { result } of report.cells) {
      expect(result.stale).toEqual(['idle']);
      expect(result.exceptions.map((entry) => entry.name)).toEqual(['index']);
    }
  });
});

describe("an operator's edit", () => {
  for (const fault of ['option-removed', 'default-changed'] as const) {
    test(`mends ${fault} where it comes in time`, async ({ box }) => {
      const { ended, report } = await runShelf(box, { target: fault, edit: true });
      expect(verdictsOf(report, 'result')).toEqual(EDIT_MENDS);
      expect(verdictsOf(report, 'rollback')).toEqual(everyCell('painless'));
      for (const id of ['offline:together', 'rolling:before'] as const) {
        const { exceptions } = cellOf(report, id).result;
        expect(exceptions.map(({ name, note }) => [name, note])).toEqual([['edit:conf', 'target/note.md']]);
      }
      expect(ended.code).toBe(1);
    });
  }

  test('that nobody needs is stale wherever files move', async ({ box }) => {
    const { ended, report } = await runShelf(box, { edit: true });
    expect(verdictsOf(report, 'result')).toEqual(everyCell('painless'));
    for (const id of USUAL_CELLS) {
      expect(cellOf(report, id).result.stale).toEqual(id.endsWith('frozen') ? [] : ['edit:conf']);
    }
    expect(ended.code).toBe(0);
  });
});
