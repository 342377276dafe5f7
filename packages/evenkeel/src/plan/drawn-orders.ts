import { bottomOf, type Lattice, movable, moved, type Order, statesOn } from '../model/lattice.ts';
import { seededRandom } from './random.ts';

/** Of so many drawn orders the one is taken that covers most. */
const CANDIDATES = 16;
/** When so many orders in a row covered nothing new, the rest cannot be covered. */
const MOST_IN_VAIN = 8;

/** `api@target beside worker@base`: one element has moved, or one of its instances has, and the other not wholly. */
type Pair = string;

/**
 * Orders, drawn with a seed, that cover every pair of an element at target beside another at base that the lattice
 * allows; then more of them, all different, up to `wanted`.
 * @param most no more orders than this, whether or not all pairs are covered
 */
export function drawnOrders(lattice: Lattice, seed: number, wanted: number, most: number): Order[] {
  const random = seededRandom(seed);
  const orders = new Map<string, Order>();
  const covered = new Set<Pair>();
  let inVain = 0;
  while (orders.size < most && inVain < MOST_IN_VAIN) {
    const drawn = Array.from({ length: CANDIDATES }, () => drawOrder(lattice, random));
    const gains = drawn.map((order) => pairsOf(lattice, order).filter((pair) => !covered.has(pair)));
    const best = gains.reduce(
      (top, gain, index) => (gain.length > (gains[top]?.length ?? 0) ? index : top),
      0,
    );
    const order = drawn[best] ?? [];
    const isNews = (gains[best]?.length ?? 0) > 0 || (orders.size < wanted && !orders.has(order.join(' ')));
    inVain = isNews ? 0 : inVain + 1;
    if (!isNews) continue;
    orders.set(order.join(' '), order);
    for (const pair of gains[best] ?? []) covered.add(pair);
  }
  return [...orders.values()];
}

function drawOrder(lattice: Lattice, random: () => number): Order {
  const order: string[] = [];
  let state = bottomOf(lattice);
  for (;;) {
    const choices = movable(lattice, state);
    const index = choices[Math.floor(random() * choices.length)];
    if (index === undefined) return order;
    order.push(lattice.elements[index]?.id ?? '');
    state = moved(state, index);
  }
}

/** The pairs that an order goes through. */
function pairsOf(lattice: Lattice, order: Order): Pair[] {
  const pairs = statesOn(lattice, order).flatMap((state) =>
    lattice.elements.flatMap(({ id }, index) =>
      (state[index] ?? 0) === 0
        ? []
        : lattice.elements
            .filter((other, at) => other.id !== id && (state[at] ?? 0) < other.count)
            .map((other) => `${id}@target beside ${other.id}@base`),
    ),
  );
  return [...new Set(pairs)];
}

/** How many of the pairs that the lattice allows some orders cover. */
export function pairCoverage(
  lattice: Lattice,
  orders: readonly Order[],
): { readonly covered: number; readonly allowed: number } {
  const covered = new Set(orders.flatMap((order) => pairsOf(lattice, order)));
  const allowed = lattice.elements.flatMap(({ id }) =>
    lattice.elements.filter((other) => other.id !== id && !mustFollow(lattice, id, other.id)),
  );
  return { covered: covered.size, allowed: allowed.length };
}

/** Whether all of `other` has to be at target before `id` may go there. */
function mustFollow({ order }: Lattice, id: string, other: string): boolean {
  const seen = new Set([id]);
  for (const at of seen) for (const { first, second } of order) if (second === at) seen.add(first);
  return seen.has(other) && other !== id;
}
