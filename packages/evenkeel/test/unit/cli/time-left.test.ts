import { describe, expect, test } from 'vitest';
import { timeLeftBy } from '../../../src/cli/time-left.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { withWorker } from '../../support/judged.ts';

const PLAN = makePlan(withWorker(), { cells: ['offline:frozen'], seed: 1 });
const MADE = PLAN.runs.filter(({ purpose }) => purpose !== 'experiment').map(({ id }) => id);
const COSTS = { runs: 1, steps: new Map(), durations: new Map(MADE.map((id) => [id, 60_000])) };

describe('the time that is left', () => {
  test('is that of the runs that are not done, by earlier runs', () => {
    const left = timeLeftBy(COSTS, PLAN);
    expect(left(new Set())).toBe(MADE.length * 60_000);
    expect(left(new Set(MADE.slice(0, 1)))).toBe((MADE.length - 1) * 60_000);
    expect(left(new Set(MADE))).toBe(0);
  });

  test('is not claimed when there was no earlier run', () => {
    expect(timeLeftBy(undefined, PLAN)(new Set())).toBeUndefined();
  });
});
