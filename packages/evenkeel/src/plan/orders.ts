import { seededRandom } from './random.ts';

/** How many instances each service has. */
export type Counts = Readonly<Record<string, number>>;

/** An order of replacement: the service whose next instance is replaced, step by step. */
export type Order = readonly string[];

/**
 * Orders in which instances can be replaced. Replicas of a service are interchangeable, so an order names services,
 * not instances, and there are n! / (n1! n2! …) of them (multinomial). All of them when there are at most `most`;
 * otherwise `most` different ones, drawn with the seed.
 */
export function replacementOrders(counts: Counts, most: number, seed: number): Order[] {
  if (numberOfOrders(counts) <= most) return allOrders(counts);
  const random = seededRandom(seed);
  const drawn = new Map<string, Order>();
  while (drawn.size < most) {
    const order = drawOrder(counts, random);
    drawn.set(order.join(' '), order);
  }
  return [...drawn.values()];
}

/** The multinomial coefficient; exact up to 2^53, and larger than any limit beyond. */
export function numberOfOrders(counts: Counts): number {
  let total = 0;
  let orders = 1;
  for (const count of Object.values(counts)) {
    for (let index = 1; index <= count; index++) {
      total += 1;
      orders = (orders * total) / index;
    }
  }
  return Math.round(orders);
}

function allOrders(counts: Counts): Order[] {
  const left = Object.entries(counts).filter(([, count]) => count > 0);
  if (left.length === 0) return [[]];
  return left.flatMap(([service, count]) =>
    allOrders({ ...counts, [service]: count - 1 }).map((rest) => [service, ...rest]),
  );
}

function drawOrder(counts: Counts, random: () => number): Order {
  const pool = Object.entries(counts).flatMap(([service, count]) =>
    Array.from({ length: count }, () => service),
  );
  for (let index = pool.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    const kept = pool[index];
    pool[index] = pool[other] ?? '';
    pool[other] = kept ?? '';
  }
  return pool;
}
