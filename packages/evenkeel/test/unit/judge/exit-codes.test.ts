import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/judge/judge.ts';
import { CELL_IDS } from '../../../src/model/cell.ts';
import type { Event, EventBody } from '../../../src/model/event.ts';
import { journalOf, type Moment, stamped } from '../../support/journal.ts';
import { inRollback, inUpgrade, judged, smallModel } from '../../support/judged.ts';

const WARNING = 'this is deprecated';
const rollingBreaks = (at: Moment): string | undefined =>
  inUpgrade(at) && at.run.code === 'rolling' ? 'broken' : undefined;

describe('promises decide the exit code', () => {
  test('a broken cell that is not promised costs nothing', () => {
    const { exitCode, promises } = judged(smallModel('promises: [offline:together]'), {
      fails: rollingBreaks,
    });
    expect(exitCode).toBe(0);
    expect(promises).toEqual([
      { cell: 'offline:together', rollback: false, atLeast: 'exception', verdict: 'painless', kept: true },
    ]);
  });

  test('a broken cell that is promised is 1', () => {
    const { exitCode, promises } = judged(smallModel('promises: [rolling:after]'), { fails: rollingBreaks });
    expect(exitCode).toBe(1);
    expect(promises).toMatchObject([{ cell: 'rolling:after', verdict: 'broken', kept: false }]);
  });

  test('a rollback is promised apart', () => {
    const fails = (at: Moment) => (inRollback(at) ? 'no way back' : undefined);
    expect(judged(smallModel('promises: [offline:together]'), { fails }).exitCode).toBe(0);
    expect(judged(smallModel('promises: [offline:together/rollback]'), { fails }).exitCode).toBe(1);
  });

  test.each([
    ['painless', 1],
    ['warns', 0],
    ['exception', 0],
  ])('a cell that warns and is promised as %s gives %i', (least, expected) => {
    const model = smallModel(`promises: { offline:together: ${least} }`);
    expect(judged(model, { warns: (at) => (inUpgrade(at) ? [WARNING] : []) }).exitCode).toBe(expected);
  });

  test('without promises every cell counts, and no rollback', () => {
    expect(judged(smallModel(), { fails: rollingBreaks }).exitCode).toBe(1);
    expect(judged(smallModel(), { fails: (at) => (inRollback(at) ? 'no' : undefined) }).exitCode).toBe(0);
  });

  test('a cell that does better than promised is said to, a broken one is not', () => {
    const { better } = judged(smallModel('promises: [offline:together]'), { fails: rollingBreaks });
    expect(better).toContain('offline:frozen is painless, though it is not promised');
    expect(better).toContain('offline:together/rollback is painless, though it is not promised');
    expect(better.filter((line) => line.startsWith('rolling:after is'))).toEqual([]);
  });

  test('an inconclusive promise is 3, and a broken one beside it is 1', () => {
    const both = smallModel('promises: [offline:together, rolling:after]');
    const ill = (at: Moment) =>
      at.run.purpose === 'control' && at.run.code === 'rolling' ? 'ill' : undefined;
    expect(judged(both, { fails: ill }).exitCode).toBe(3);
    const fails = (at: Moment) => ill(at) ?? (inUpgrade(at) ? 'broken' : undefined);
    expect(judged(both, { fails }).exitCode).toBe(1);
  });

  test('when none of the promised cells is run, nothing is proved', () => {
    const model = smallModel('promises: [rolling:after]');
    expect(judged(model, {}, ['offline:together']).exitCode).toBe(3);
  });
});

describe('a journal that breaks off', () => {
  const whole = journalOf(smallModel(), CELL_IDS);
  const ending = (...bodies: readonly EventBody[]): Event[] => [...whole.slice(0, -1), ...stamped(bodies)];

  test('is 3 wherever it does, and never throws', () => {
    for (let length = 0; length < whole.length; length += 7) {
      const { exitCode, cells } = judge(whole.slice(0, length));
      expect(exitCode).toBe(3);
      for (const cell of cells) expect(['painless', 'inconclusive']).toContain(cell.result.verdict);
    }
  });

  test('in the middle of a run leaves that run without a verdict', () => {
    const cut = whole.findIndex(
      (event) => event.type === 'cell-run-started' && event.run === 'rolling-frozen',
    );
    const { cells } = judge(whole.slice(0, cut + 10));
    const verdicts = Object.fromEntries(cells.map((cell) => [cell.cell, cell.result.verdict]));
    expect(verdicts).toMatchObject({ 'offline:together': 'painless', 'rolling:frozen': 'inconclusive' });
  });

  test('with nothing in it has no cells', () => {
    expect(judge([])).toMatchObject({ cells: [], exitCode: 3 });
  });

  test('by an interrupt is 130', () => {
    const verdict = judge(ending({ type: 'interrupted', signal: 'SIGINT' }, { type: 'run-finished' }));
    expect(verdict).toMatchObject({ interrupted: true, exitCode: 130 });
  });

  test('by a fault of our own is 4', () => {
    expect(judge(ending({ type: 'harness-error', message: 'Error: bug' })).exitCode).toBe(4);
  });

  test('after a broken cell is still 1 when the run went on to its end', () => {
    expect(judge(journalOf(smallModel(), CELL_IDS, { fails: rollingBreaks })).exitCode).toBe(1);
  });
});
