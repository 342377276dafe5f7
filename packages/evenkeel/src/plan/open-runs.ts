import {
  bottomOf,
  type Lattice,
  type LatticeState,
  latticeStateInWords,
  movable,
  moved,
  type Order,
  stateKey,
  statesOn,
} from '../model/lattice.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { rollingPhases } from './rolling-phases.ts';
import type { RollingRun } from './rolling-run.ts';
import type { WalkOptions } from './walk.ts';

/** As many as two services of one instance and one of two have. When there are more, the report says that not all was tried. */
const MOST_ORDERS_IN_ALL = 12;

/** Every other order that is allowed, when there are few in all; else none. */
export function ordersBeside(covering: readonly Order[], lattice: Lattice): Order[] {
  const all = allOrders(lattice, bottomOf(lattice), [], []);
  const known = new Set(covering.map((order) => order.join(' ')));
  return all.length > MOST_ORDERS_IN_ALL ? [] : all.filter((order) => !known.has(order.join(' ')));
}

/** One more than there may be is enough to know. */
function allOrders(lattice: Lattice, from: LatticeState, begun: Order, found: Order[]): Order[] {
  if (found.length > MOST_ORDERS_IN_ALL) return found;
  const next = movable(lattice, from);
  if (next.length === 0) found.push(begun);
  for (const index of next)
    allOrders(lattice, moved(from, index), [...begun, lattice.elements[index]?.id ?? ''], found);
  return found;
}

/**
 * Whole upgrades that are walked only where they have something to show: ways around moves that failed; and those that
 * stop half-way and go back, once for each state that is to be gone back from, on whichever way leads there.
 */
export function openRuns(
  model: UpgradeModel,
  options: Omit<WalkOptions, 'id'>,
  lattice: Lattice,
  covering: readonly Order[],
  others: readonly Order[],
  back: readonly LatticeState[],
): RollingRun[] {
  const after = covering.map((_, index) => (covering.length > 1 ? `-${index + 1}` : ''));
  const runOn = (suffix: string, words: string, order: Order): RollingRun => ({
    suffix,
    words,
    after,
    isOpen: true,
    isGrouped: false,
    phases: (id) => rollingPhases(model, { ...options, id }, lattice, order),
  });
  const around = others.map((order, index) =>
    runOn(`-${covering.length + index + 1}`, `, order ${order.join(', ')}`, order),
  );
  const stops = back.flatMap((state) =>
    waysTo(lattice, state, [...covering, ...others]).map((order, index) =>
      runOn(
        `-back-${stateKey(state)}${index === 0 ? '' : `-way-${index + 1}`}`,
        `, back from ${latticeStateInWords(lattice, state)}${index === 0 ? '' : `, by ${order.join(', ')}`}`,
        order,
      ),
    ),
  );
  return [...around, ...stops];
}

/** The beginnings of orders that end in a state; each once. */
function waysTo(lattice: Lattice, state: LatticeState, orders: readonly Order[]): Order[] {
  const ways = orders.flatMap((order) => {
    const level = statesOn(lattice, order).findIndex((each) => stateKey(each) === stateKey(state));
    return level < 0 ? [] : [order.slice(0, level)];
  });
  return [...new Map(ways.map((way) => [way.join(' '), way])).values()];
}
