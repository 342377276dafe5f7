import {
  bottomOf,
  type Lattice,
  type LatticeState,
  movable,
  moved,
  type Order,
  topOf,
} from '../model/lattice.ts';
import { maximumMatching } from './matching.ts';
import { isBelow } from './states.ts';

/**
 * The fewest orders that together visit every one of the given states, which are all that the lattice allows, nearest
 * to all-base first. By Dilworth's theorem they are as many as the lattice is wide; a chain cover of a poset of n
 * elements with m matched pairs has n - m chains (Fulkerson 1956), so a maximum matching of "comes before" gives it.
 * Chains with gaps are filled up to whole upgrades: between two allowed states there is always an allowed way.
 */
export function coveringOrders(lattice: Lattice, states: readonly LatticeState[]): Order[] {
  const above = states.map((state, index) =>
    states.flatMap((other, at) => (at > index && isBelow(state, other) ? [at] : [])),
  );
  const next = maximumMatching(above, states.length);
  const hasBelow = new Set(next);
  const starts = states.flatMap((_, index) => (hasBelow.has(index) ? [] : [index]));
  return starts.map((start) => orderThrough(lattice, chainFrom(start, next, states)));
}

function chainFrom(
  start: number,
  next: readonly (number | undefined)[],
  states: readonly LatticeState[],
): LatticeState[] {
  const chain: LatticeState[] = [];
  for (let at: number | undefined = start; at !== undefined; at = next[at]) chain.push(states[at] ?? []);
  return chain;
}

/** A whole upgrade that goes through some states, each above the one before. */
function orderThrough(lattice: Lattice, chain: readonly LatticeState[]): Order {
  const top = topOf(lattice);
  const order: string[] = [];
  let state = bottomOf(lattice);
  for (const goal of [...chain, top]) {
    while (!isBelow(goal, state)) {
      const index = movable(lattice, state).find((each) => (state[each] ?? 0) < (goal[each] ?? 0));
      if (index === undefined) throw new Error('an allowed state cannot be reached');
      order.push(lattice.elements[index]?.id ?? '');
      state = moved(state, index);
    }
  }
  return order;
}
