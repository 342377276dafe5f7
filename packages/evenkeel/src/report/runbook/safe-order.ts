import {
  type Lattice,
  type LatticeState,
  movable,
  moved,
  type Order,
  stateKey,
  statesOn,
} from '../../model/lattice.ts';
import type { LatticeVerdict } from '../../model/lattice-verdict.ts';

/** The order that a runbook takes. */
export interface ChosenOrder {
  readonly order: Order;
  /** One service after the other: the same holds for fleets of any size. */
  readonly isInBlocks: boolean;
  /** For each state on it, all-base first: whether one can go back from there, and from all before it. */
  readonly waysBack: readonly boolean[];
}

/**
 * The safe order of a lattice. Where the rules are enough, it is one in which services move one after the other; else
 * the very one that was walked.
 */
export function orderToTake(verdict: LatticeVerdict): ChosenOrder {
  const { safeOrder = [], elements } = verdict;
  const lattice: Lattice = { elements, order: [...verdict.documented, ...verdict.rules] };
  const order = verdict.rulesSuffice && !isInBlocks(safeOrder) ? (inBlocks(lattice) ?? safeOrder) : safeOrder;
  return { order, isInBlocks: isInBlocks(order), waysBack: waysBackOn(verdict, lattice, order) };
}

/** Whether no element stops moving and goes on later. */
function isInBlocks(order: Order): boolean {
  return order.every((id, index) => index === 0 || order[index - 1] === id || order.indexOf(id) === index);
}

/** An order by the rules in which each element moves as a whole. */
function inBlocks(lattice: Lattice): Order | undefined {
  const order: string[] = [];
  let state: LatticeState = lattice.elements.map(() => 0);
  while (order.length < lattice.elements.reduce((sum, { count }) => sum + count, 0)) {
    const [index] = movable(lattice, state);
    const element = index === undefined ? undefined : lattice.elements[index];
    if (index === undefined || element === undefined) return undefined;
    for (let left = element.count; left > 0; left -= 1) {
      order.push(element.id);
      state = moved(state, index);
    }
  }
  return order;
}

function waysBackOn({ states }: LatticeVerdict, lattice: Lattice, order: Order): boolean[] {
  const on = statesOn(lattice, order).map((state) => {
    const back = states.find((each) => stateKey(each.state) === stateKey(state))?.back;
    return back === 'works' || back === 'shown';
  });
  return on.map((_, index) => on.slice(0, index + 1).every((can) => can));
}
