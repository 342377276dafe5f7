import { bottomOf, type Lattice, movable, moved, type Order, statesOn } from '../model/lattice.ts';
import { seededRandom } from './random.ts';

/** Of so many drawn orders the one is taken that covers most. */
const CANDIDATES = 16;

/** One element has moved, or one of its instances has, and the other not wholly. */
interface Pair {
  readonly moved: string;
  readonly beside: string;
}

/**
 * Orders, drawn with a seed, that cover every pair of an element at target beside another at base that the lattice
 * allows; then more of them, all different, up to `wanted`. A pair that no drawn order covers gets one made for it.
 * @param most no more orders than this, whether or not all pairs are covered
 */
export function drawnOrders(lattice: Lattice, seed: number, wanted: number, most: number): Order[] {
  const random = seededRandom(seed);
  const orders = new Map<string, Order>();
  const open = new Set(allowedPairs(lattice).map(pairKey));
  const take = (order: Order): void => {
    orders.set(order.join(' '), order);
    for (const pair of pairsOf(lattice, order)) open.delete(pair);
  };
  while (orders.size < most && open.size > 0) {
    const drawn = Array.from({ length: CANDIDATES }, () => drawOrder(lattice, random));
    const gains = drawn.map((order) => pairsOf(lattice, order).filter((pair) => open.has(pair)).length);
    const best = drawn[gains.indexOf(Math.max(...gains))];
    if (Math.max(...gains) > 0 && best !== undefined) take(best);
    else
      take(
        orderFor(
          lattice,
          allowedPairs(lattice).find((pair) => open.has(pairKey(pair))),
        ),
      );
  }
  for (let tries = 0; orders.size < Math.min(wanted, most) && tries < wanted * CANDIDATES; tries += 1)
    take(drawOrder(lattice, random));
  return [...orders.values()];
}

const pairKey = ({ moved, beside }: Pair): string => `${moved}@target beside ${beside}@base`;

/** What has to move before one element does comes first, then that element, and the other one as late as can be. */
function orderFor(lattice: Lattice, pair: Pair | undefined): Order {
  if (pair === undefined) throw new Error('no pair is left to be covered');
  const before = neededFor(lattice, pair.moved);
  const rank = (id: string): number => (id === pair.moved || before.has(id) ? 0 : id === pair.beside ? 2 : 1);
  const order: string[] = [];
  let state = bottomOf(lattice);
  for (;;) {
    const idOf = (index: number): string => lattice.elements[index]?.id ?? '';
    const [index] = movable(lattice, state).toSorted((a, b) => rank(idOf(a)) - rank(idOf(b)));
    if (index === undefined) return order;
    order.push(idOf(index));
    state = moved(state, index);
  }
}

/** The elements that have to be at target before one may go there. */
function neededFor({ order }: Lattice, id: string): ReadonlySet<string> {
  const seen = new Set([id]);
  for (const at of seen) for (const { first, second } of order) if (second === at) seen.add(first);
  seen.delete(id);
  return seen;
}

const allowedPairs = (lattice: Lattice): Pair[] =>
  lattice.elements.flatMap(({ id }) =>
    lattice.elements
      .filter((other) => other.id !== id && !neededFor(lattice, id).has(other.id))
      .map((other) => ({ moved: id, beside: other.id })),
  );

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
function pairsOf(lattice: Lattice, order: Order): string[] {
  const pairs = statesOn(lattice, order).flatMap((state) =>
    lattice.elements.flatMap(({ id }, index) =>
      (state[index] ?? 0) === 0
        ? []
        : lattice.elements
            .filter((other, at) => other.id !== id && (state[at] ?? 0) < other.count)
            .map((other) => pairKey({ moved: id, beside: other.id })),
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
  return { covered: covered.size, allowed: allowedPairs(lattice).length };
}
