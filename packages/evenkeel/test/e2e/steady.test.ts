import { describe, expect } from 'vitest';
import { USUAL_CELLS } from '../../src/model/cell.ts';
import { test } from '../support/e2e.ts';
import { everyCell, runShelf, verdictsOf } from '../support/shelf.ts';

/** `npm run test:heavy` asks for twenty. */
const TIMES = Number(process.env.EVENKEEL_TIMES ?? 5);

describe('the faultless shelf is painless in every cell, every time', () => {
  for (let turn = 1; turn <= TIMES; turn++) {
    test(`run ${turn} of ${TIMES}`, async ({ box }) => {
      const { ended, report } = await runShelf(box);
      expect(verdictsOf(report, 'result')).toEqual(everyCell('painless'));
      expect(verdictsOf(report, 'rollback')).toEqual(everyCell('painless'));
      expect(report.cells.map((cell) => cell.cell)).toEqual(USUAL_CELLS);
      expect(ended.code).toBe(0);
    });
  }
});
