import type { Costs } from '../model/costs.ts';
import { type Lattice, type LatticeState, type Order, stateKey } from '../model/lattice.ts';
import type { PlannedLattice } from '../model/plan.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { coveringOrders } from './chain-cover.ts';
import { drawnOrders, pairCoverage } from './drawn-orders.ts';
import { edgeRuns, sampleRuns } from './edge-runs.ts';
import { costOf, DEFAULT_COSTS } from './lattice-cost.ts';
import { latticeOf } from './lattice-of.ts';
import { measuredStepCosts } from './measured-costs.ts';
import { openRuns, ordersBeside } from './open-runs.ts';
import { rollingPhases } from './rolling-phases.ts';
import type { RollingRun } from './rolling-run.ts';
import { allowedStates } from './states.ts';
import { Walk, type WalkOptions } from './walk.ts';

/** How a lattice is gone through: by whole upgrades, or edge by edge from kept states. */
export type LatticeMode = 'chains' | 'edges';

export interface LatticeOptions {
  readonly seed: number;
  /** As many orders as this, when they are asked for. */
  readonly orders?: number;
  /** Default: the cheaper one. */
  readonly mode?: LatticeMode;
  /** Measured in earlier runs. */
  readonly costs?: Costs;
}

/** The lattice of a rolling cell and the runs that go through it. Pure and seeded. */
export function rollingWalk(
  model: UpgradeModel,
  options: Omit<WalkOptions, 'id'>,
  wanted: LatticeOptions,
): { readonly lattice: PlannedLattice; readonly runs: readonly RollingRun[] } {
  const lattice = latticeOf(new Walk(model, { ...options, id: '' }));
  const states = allowedStates(lattice);
  const covering = states === undefined ? undefined : coveringOrders(lattice, states);
  const facts = { ...lattice, ...(states && covering && { states: states.length, width: covering.length }) };
  if (
    states === undefined ||
    covering === undefined ||
    (wanted.orders ?? Number.POSITIVE_INFINITY) < covering.length
  ) {
    const orders = drawnOrders(lattice, wanted.seed, wanted.orders ?? 1, wanted.orders ?? MOST_ORDERS);
    const pairs = pairCoverage(lattice, orders);
    return { lattice: { ...facts, mode: 'chains', pairs }, runs: chainRuns(model, options, lattice, orders) };
  }
  const back = statesToGoBackFrom(model, lattice, states);
  const each =
    wanted.costs === undefined
      ? DEFAULT_COSTS
      : measuredStepCosts(wanted.costs, sampleRuns(model, options, lattice, states));
  const costs = costOf(each, lattice, states, covering, back);
  const mode =
    wanted.mode ?? (wanted.orders === undefined && costs.edges < costs.chains ? 'edges' : 'chains');
  const others = ordersBeside(covering, lattice);
  const runs =
    mode === 'edges'
      ? edgeRuns(model, options, lattice, states)
      : [
          ...chainRuns(model, options, lattice, withMore(covering, lattice, wanted)),
          ...openRuns(model, options, lattice, covering, wanted.orders === undefined ? others : [], back),
        ];
  return { lattice: { ...facts, mode, costs }, runs };
}

/** When so many orders do not cover all pairs of a lattice that is too large to list, the report says what they do cover. */
const MOST_ORDERS = 40;

function withMore(covering: readonly Order[], lattice: Lattice, { orders, seed }: LatticeOptions): Order[] {
  const missing = (orders ?? 0) - covering.length;
  if (missing <= 0) return [...covering];
  const known = new Set(covering.map((order) => order.join(' ')));
  const others = drawnOrders(lattice, seed, orders ?? 0, (orders ?? 0) + covering.length);
  return [...covering, ...others.filter((order) => !known.has(order.join(' '))).slice(0, missing)];
}

function chainRuns(
  model: UpgradeModel,
  options: Omit<WalkOptions, 'id'>,
  lattice: Lattice,
  orders: readonly Order[],
): RollingRun[] {
  return orders.map((order, index) => ({
    suffix: orders.length > 1 ? `-${index + 1}` : '',
    words: orders.length > 1 ? `, order ${order.join(', ')}` : '',
    after: [],
    isGrouped: false,
    phases: (id) => rollingPhases(model, { ...options, id }, lattice, order),
  }));
}

/**
 * The states from which going back has to be tried: between the ends, those in which nothing of base that runs shows
 * that base can still be started on what is there.
 */
function statesToGoBackFrom(
  { services }: UpgradeModel,
  { elements }: Lattice,
  states: readonly LatticeState[],
): LatticeState[] {
  const ends = [stateKey(elements.map(() => 0)), stateKey(elements.map(({ count }) => count))];
  const isWhole = (state: LatticeState, id: string, index: number): boolean =>
    services.some(({ name }) => name === id) && state[index] === elements[index]?.count;
  return states.filter(
    (state) => !ends.includes(stateKey(state)) && elements.some(({ id }, index) => isWhole(state, id, index)),
  );
}
