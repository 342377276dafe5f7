import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimise } from '../../../src/plan/search/minimise.ts';

/** Walks to the end, with a cell that passes when all of these are there. */
function walk(
  all: readonly string[],
  needed: readonly string[],
): { smallest: readonly string[]; runs: number } {
  const tried = new Map<string, 'passes' | 'fails'>();
  for (;;) {
    const step = minimise(all, (set) => tried.get(set.join()));
    if ('smallest' in step) return { smallest: step.smallest, runs: tried.size };
    expect(tried.has(step.next.join())).toBe(false);
    tried.set(step.next.join(), needed.every((each) => step.next.includes(each)) ? 'passes' : 'fails');
  }
}

const letters = (count: number): string[] => Array.from({ length: count }, (_, index) => `o${index}`);

describe('the smallest set with which a cell passes', () => {
  it('is found for any set that is needed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 }), fc.array(fc.nat(23), { maxLength: 4 }), (count, picks) => {
        const all = letters(count);
        const needed = [...new Set(picks.map((pick) => `o${pick % count}`))];
        const { smallest } = walk(all, needed);
        expect([...smallest].sort()).toEqual(needed.length === 0 ? smallest.slice(0, 1) : needed.sort());
      }),
    );
  });

  it('takes few runs where one option of many is needed', () => {
    expect(walk(letters(64), ['o37']).runs).toBeLessThanOrEqual(12);
  });
});
