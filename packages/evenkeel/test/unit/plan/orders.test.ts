import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberOfOrders, type Order, replacementOrders } from '../../../src/plan/orders.ts';

const counts = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 })
  .map((list) => Object.fromEntries(list.map((count, index) => [`s${index}`, count])));

/** n! / (n1! n2! …), by its definition. */
function multinomial(list: readonly number[]): bigint {
  const factorial = (n: number): bigint => (n <= 1 ? 1n : BigInt(n) * factorial(n - 1));
  const total = list.reduce((sum, count) => sum + count, 0);
  return list.reduce((rest, count) => rest / factorial(count), factorial(total));
}

function isLegal(order: Order, of: Readonly<Record<string, number>>): boolean {
  const total = Object.values(of).reduce((sum, count) => sum + count, 0);
  return (
    order.length === total &&
    Object.entries(of).every(([name, count]) => order.filter((entry) => entry === name).length === count)
  );
}

const different = (orders: readonly Order[]): number => new Set(orders.map((order) => order.join(' '))).size;

describe('orders of replacement', () => {
  test('there are n! / (n1! n2! …) of them', () => {
    fc.assert(
      fc.property(counts, (of) => {
        expect(BigInt(numberOfOrders(of))).toBe(multinomial(Object.values(of)));
      }),
    );
  });

  test('of two and one there are three', () => {
    expect(replacementOrders({ api: 2, worker: 1 }, 6, 1)).toEqual([
      ['api', 'api', 'worker'],
      ['api', 'worker', 'api'],
      ['worker', 'api', 'api'],
    ]);
  });

  test('all are walked when there are few enough, each once and each legal', () => {
    fc.assert(
      fc.property(counts, (of) => {
        fc.pre(numberOfOrders(of) <= 100);
        const orders = replacementOrders(of, 100, 1);
        expect(orders).toHaveLength(numberOfOrders(of));
        expect(different(orders)).toBe(orders.length);
        expect(orders.every((order) => isLegal(order, of))).toBe(true);
      }),
    );
  });

  test('when there are more, as many as wanted are drawn: different, legal, the same for the same seed', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 6 }), fc.nat(1_000_000), (of, most, seed) => {
        fc.pre(numberOfOrders(of) > most);
        const orders = replacementOrders(of, most, seed);
        expect(orders).toHaveLength(most);
        expect(different(orders)).toBe(most);
        expect(orders.every((order) => isLegal(order, of))).toBe(true);
        expect(replacementOrders(of, most, seed)).toEqual(orders);
      }),
    );
  });

  test('another seed draws others', () => {
    const drawn = [1, 2, 3, 4].map((seed) =>
      JSON.stringify(replacementOrders({ a: 4, b: 4, c: 4 }, 3, seed)),
    );
    expect(new Set(drawn).size).toBe(4);
  });
});
