import type { Lattice, LatticeState } from '../../model/lattice.ts';
import type { Combination } from '../../model/lattice-verdict.ts';

/** Larger combinations than this are not looked for: the witness says which state failed. */
const MOST_TOGETHER = 3;

/**
 * The smallest combination that failing states have in common and no passing one has: of those of one size, one that
 * the most failing states have.
 */
export function failingCombination(
  { elements }: Lattice,
  failed: readonly LatticeState[],
  passed: readonly LatticeState[],
): Combination[] | undefined {
  const parts = elements.flatMap(({ id }): Combination[] => [
    { element: id, at: 'target' },
    { element: id, at: 'base' },
  ]);
  const has = (state: LatticeState, { element, at }: Combination): boolean => {
    const index = elements.findIndex(({ id }) => id === element);
    const count = state[index] ?? 0;
    return at === 'target' ? count > 0 : count < (elements[index]?.count ?? 0);
  };
  for (let size = 1; size <= MOST_TOGETHER; size += 1) {
    const ranked = subsets(parts, size)
      .filter((set) => passed.every((state) => set.some((part) => !has(state, part))))
      .map((set) => ({ set, times: failed.filter((state) => set.every((part) => has(state, part))).length }))
      .filter(({ times }) => times > 0)
      .toSorted((a, b) => b.times - a.times);
    if (ranked[0] !== undefined) return ranked[0].set;
  }
  return undefined;
}

function subsets<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) =>
    subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]),
  );
}
