import { type Lattice, type LatticeState, levelOf, movable, type Order } from '../model/lattice.ts';

/** What the parts of a rolling run take, in seconds. */
export interface StepCosts {
  /** Servers, base's first start, and making things. */
  readonly setUp: number;
  /** One move, with all that is judged in the state that it leads to. */
  readonly move: number;
  /** Stopping everything and keeping the state. */
  readonly keep: number;
  /** Bringing a state back, with everything in it running and judged. */
  readonly restore: number;
  /** Going back to base, with what is judged then. */
  readonly back: number;
  /** Where they come from. */
  readonly source: string;
}

/**
 * Rounded from the steps' durations in journals of examples/02-graphile-worker and 05-pg-boss, which have two instances and
 * a PostgreSQL server, on a loaded two-core machine: docs/figures-lattice.md. Destroying things, which both do once, is left out.
 */
export const DEFAULT_COSTS: StepCosts = {
  setUp: 2.5,
  move: 1.5,
  keep: 0.7,
  restore: 2,
  back: 2,
  source: 'by usual costs: no earlier run',
};

/**
 * What the two ways through a lattice take, in seconds, when both go back from every state: whole upgrades pay the set-up
 * each time, edges the restoring of the state that they begin with.
 */
export function costOf(
  costs: StepCosts,
  lattice: Lattice,
  states: readonly LatticeState[],
  orders: readonly Order[],
  back: readonly LatticeState[],
): { readonly chains: number; readonly edges: number; readonly source: string } {
  const moves = lattice.elements.reduce((sum, { count }) => sum + count, 0);
  const whole = costs.setUp + moves * costs.move + costs.back;
  const parts = back.map((state) => costs.setUp + levelOf(state) * costs.move + costs.back);
  const edges = states.reduce((sum, state) => sum + movable(lattice, state).length, 0);
  const edge = costs.restore + costs.move + costs.back;
  return {
    chains: Math.round(orders.length * whole + parts.reduce((sum, each) => sum + each, 0)),
    edges: Math.round(costs.setUp + edges * edge + (states.length - 1) * costs.keep),
    source: costs.source,
  };
}
