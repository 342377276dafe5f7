import { describe, expect } from 'vitest';
import type { CellId } from '../../src/model/cell.ts';
import { test } from '../support/e2e.ts';
import { type Fault, runShelf, type ShelfOptions } from '../support/shelf.ts';

interface Case {
  readonly what: string;
  readonly target?: Fault;
  readonly promises: NonNullable<ShelfOptions['plan']>['promises'];
  readonly instances?: number;
  readonly cells: readonly CellId[];
  readonly code: number;
}

// With data-format, offline:together passes, its rollback breaks, and so does every rolling cell.
const CASES: readonly Case[] = [
  {
    what: 'a promise that is kept passes, whatever the other cells do',
    target: 'data-format',
    promises: ['offline:together'],
    cells: ['offline:together', 'rolling:frozen'],
    code: 0,
  },
  {
    what: 'a cell that was promised and breaks fails',
    target: 'data-format',
    promises: ['offline:together', 'rolling:frozen'],
    cells: ['offline:together', 'rolling:frozen'],
    code: 1,
  },
  {
    what: 'a rollback that was promised and breaks fails',
    target: 'data-format',
    promises: ['offline:together', 'offline:together/rollback'],
    cells: ['offline:together'],
    code: 1,
  },
  {
    what: 'without promises every cell counts',
    target: 'data-format',
    promises: undefined,
    cells: ['offline:together', 'rolling:frozen'],
    code: 1,
  },
  {
    what: 'a warning keeps the promise of no more than warnings',
    target: 'warning-logged',
    promises: { 'offline:together': 'warns' },
    cells: ['offline:together'],
    code: 0,
  },
  {
    what: 'a warning breaks the promise of a painless upgrade',
    target: 'warning-logged',
    promises: { 'offline:together': 'painless' },
    cells: ['offline:together'],
    code: 1,
  },
  {
    what: 'a promise about a cell that was not run is not kept by silence',
    promises: ['rolling:frozen'],
    cells: ['offline:together'],
    code: 3,
  },
  {
    what: 'a promise about a cell that cannot be judged is inconclusive',
    promises: ['offline:together', 'rolling:frozen'],
    instances: 1,
    cells: ['offline:together', 'rolling:frozen'],
    code: 3,
  },
  {
    what: 'a broken promise weighs more than an inconclusive one',
    target: 'data-format',
    promises: ['offline:together/rollback', 'rolling:frozen'],
    instances: 1,
    cells: ['offline:together', 'rolling:frozen'],
    code: 1,
  },
];

describe('promises decide the exit code', () => {
  for (const { what, target, promises, instances, cells, code } of CASES) {
    test(what, async ({ box }) => {
      const options: ShelfOptions = {
        ...(target === undefined ? {} : { target }),
        plan: promises === undefined ? {} : { promises },
        service: instances === undefined ? {} : { instances },
      };
      const { ended, report } = await runShelf(box, options, cells);
      expect(ended.code).toBe(code);
      expect(report.exitCode).toBe(code);
    });
  }
});

test('a cell that does better than promised is said to', async ({ box }) => {
  const cells: CellId[] = ['offline:together', 'offline:frozen'];
  const { report } = await runShelf(box, { plan: { promises: ['offline:together'] } }, cells);
  const named = report.better.map((line) => line.split(' ')[0]);
  expect(named.sort()).toEqual(['offline:frozen', 'offline:frozen/rollback', 'offline:together/rollback']);
});
