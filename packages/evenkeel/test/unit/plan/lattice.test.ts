import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Lattice,
  type LatticeState,
  type Order,
  stateKey,
  statesOn,
} from '../../../src/model/lattice.ts';
import { coveringOrders } from '../../../src/plan/chain-cover.ts';
import { drawnOrders, pairCoverage } from '../../../src/plan/drawn-orders.ts';
import { allowedStates } from '../../../src/plan/states.ts';

const named = (counts: readonly number[]): Lattice['elements'] =>
  counts.map((count, index) => ({ id: `e${index}`, count }));

/** Lattices of up to eight instances, with replicas and with forbidden orders that do not contradict each other. */
const anyLattice: fc.Arbitrary<Lattice> = fc
  .array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 8 })
  .filter((counts) => counts.reduce((sum, count) => sum + count, 0) <= 8)
  .chain((counts) =>
    fc
      .array(fc.tuple(fc.nat(counts.length - 1), fc.nat(counts.length - 1)), { maxLength: 6 })
      .map((pairs) => ({
        elements: named(counts),
        order: pairs.filter(([a, b]) => a < b).map(([a, b]) => ({ first: `e${a}`, second: `e${b}` })),
      })),
  );

/** Every state by its definition: all tuples of counts, less those that break a rule of the order. */
function statesByDefinition({ elements, order }: Lattice): string[] {
  const all = elements.reduce<LatticeState[]>(
    (states, { count }) =>
      states.flatMap((state) => Array.from({ length: count + 1 }, (_, moved) => [...state, moved])),
    [[]],
  );
  const at = (id: string): number => elements.findIndex((element) => element.id === id);
  const isAllowed = (state: LatticeState): boolean =>
    order.every(
      ({ first, second }) =>
        (state[at(second)] ?? 0) === 0 || (state[at(first)] ?? 0) === elements[at(first)]?.count,
    );
  return all.filter(isAllowed).map(stateKey).toSorted();
}

/** The width by its definition, the largest set of states of which none is below another, by trying: Kuhn's matching. */
function widthByDefinition(states: readonly string[]): number {
  const list = states.map((key) => key.split('.').map(Number));
  const isBelow = (a: readonly number[], b: readonly number[]): boolean =>
    a !== b && a.every((count, index) => count <= (b[index] ?? 0));
  const owner = new Map<number, number>();
  const assign = (from: number, seen: Set<number>): boolean => {
    for (const [to, state] of list.entries()) {
      if (seen.has(to) || !isBelow(list[from] ?? [], state)) continue;
      seen.add(to);
      const before = owner.get(to);
      if (before !== undefined && !assign(before, seen)) continue;
      owner.set(to, from);
      return true;
    }
    return false;
  };
  return list.length - list.filter((_, from) => assign(from, new Set())).length;
}

function isLegal({ elements, order }: Lattice, walked: Order): boolean {
  const complete = elements.every(({ id, count }) => walked.filter((each) => each === id).length === count);
  const inOrder = order.every(
    ({ first, second }) => !walked.includes(second) || walked.lastIndexOf(first) < walked.indexOf(second),
  );
  return complete && inOrder;
}

describe('the lattice of mixed states', () => {
  test('has every state that the order allows, and no other', () => {
    fc.assert(
      fc.property(anyLattice, (lattice) => {
        const states = (allowedStates(lattice, 10_000) ?? []).map(stateKey);
        expect(states.toSorted()).toEqual(statesByDefinition(lattice));
      }),
    );
  });

  test('is covered by as many legal upgrades as it is wide, each state visited', () => {
    fc.assert(
      fc.property(anyLattice, (lattice) => {
        const states = allowedStates(lattice, 10_000) ?? [];
        const orders = coveringOrders(lattice, states);
        expect(orders.every((order) => isLegal(lattice, order))).toBe(true);
        const visited = new Set(orders.flatMap((order) => statesOn(lattice, order).map(stateKey)));
        expect([...visited].toSorted()).toEqual(statesByDefinition(lattice));
        expect(orders).toHaveLength(widthByDefinition(statesByDefinition(lattice)));
      }),
      { numRuns: 60 },
    );
  });

  // Sperner 1928: of k free elements no more than C(k, k/2) states are such that none is below another.
  test.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 6],
    [5, 10],
    [6, 20],
    [7, 35],
    [8, 70],
    [10, 252],
  ])('of %i free elements is covered by %i orders', (k, width) => {
    const lattice = { elements: named(Array.from({ length: k }, () => 1)), order: [] };
    expect(coveringOrders(lattice, allowedStates(lattice) ?? [])).toHaveLength(width);
  });

  test('of more than ten free elements is not listed', () => {
    expect(allowedStates({ elements: named(Array(11).fill(1)), order: [] })).toBeUndefined();
  });
});

describe('drawn orders', () => {
  test('are legal, different, the same for the same seed, and cover every allowed pair', () => {
    fc.assert(
      fc.property(anyLattice, fc.nat(1000), (lattice, seed) => {
        const orders = drawnOrders(lattice, seed, 1, 100);
        expect(orders.every((order) => isLegal(lattice, order))).toBe(true);
        expect(new Set(orders.map((order) => order.join(' '))).size).toBe(orders.length);
        expect(drawnOrders(lattice, seed, 1, 100)).toEqual(orders);
        const { covered, allowed } = pairCoverage(lattice, orders);
        expect(covered).toBe(allowed);
      }),
    );
  });

  test('cover a pair that chance seldom meets', () => {
    const lattice = {
      elements: named([2, 3, 1, 2]),
      order: [
        { first: 'e0', second: 'e3' },
        { first: 'e1', second: 'e3' },
      ],
    };
    for (let seed = 0; seed < 20; seed += 1)
      expect(pairCoverage(lattice, drawnOrders(lattice, seed, 1, 100))).toEqual({ covered: 10, allowed: 10 });
  });

  test('of twenty elements cover every pair with a few', () => {
    const lattice = { elements: named(Array(20).fill(1)), order: [{ first: 'e3', second: 'e0' }] };
    const orders = drawnOrders(lattice, 7, 1, 100);
    expect(pairCoverage(lattice, orders)).toEqual({ covered: 20 * 19 - 1, allowed: 20 * 19 - 1 });
    expect(orders.length).toBeLessThan(12);
  });

  test('are no more than allowed, and as many as wanted', () => {
    const lattice = { elements: named(Array(12).fill(1)), order: [] };
    expect(drawnOrders(lattice, 1, 2, 2)).toHaveLength(2);
    expect(drawnOrders(lattice, 1, 30, 30)).toHaveLength(30);
  });
});
