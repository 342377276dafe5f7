import {
  type Lattice,
  type LatticeState,
  type Order,
  type Precedence,
  stateKey,
} from '../../model/lattice.ts';
import type { EdgeResult } from '../../model/lattice-verdict.ts';

/** The part of a lattice that lies on safe ways from all-base to all-target. */
export interface SafePart {
  readonly states: readonly LatticeState[];
  /** One safe way; absent when there is none. */
  readonly order?: Order;
}

/** What lies on whole ways through edges that passed. */
export function safePart(lattice: Lattice, edges: readonly EdgeResult[]): SafePart {
  const [bottom, top] = [lattice.elements.map(() => 0), lattice.elements.map(({ count }) => count)] as const;
  const up = reach(bottom, edges, 'from', 'to');
  const down = reach(top, edges, 'to', 'from');
  if (!up.has(stateKey(top))) return { states: [] };
  const states = [...up.values()].filter((state) => down.has(stateKey(state)));
  return { states, order: orderIn(bottom, edges, down) };
}

function reach(
  start: LatticeState,
  edges: readonly EdgeResult[],
  near: 'from' | 'to',
  far: 'from' | 'to',
): Map<string, LatticeState> {
  const found = new Map([[stateKey(start), start]]);
  for (const state of found.values())
    for (const edge of edges)
      if (stateKey(edge[near]) === stateKey(state)) found.set(stateKey(edge[far]), edge[far]);
  return found;
}

/** Goes up along edges that still lead to the top. Every way is equally long: one move an instance and a schema step. */
function orderIn(
  bottom: LatticeState,
  edges: readonly EdgeResult[],
  leadsUp: ReadonlyMap<string, LatticeState>,
): Order {
  const order: string[] = [];
  let state = bottom;
  for (;;) {
    const here = stateKey(state);
    const edge = edges.find(({ from, to }) => stateKey(from) === here && leadsUp.has(stateKey(to)));
    if (edge === undefined) return order;
    order.push(edge.element);
    state = edge.to;
  }
}

/**
 * What holds in every safe state: all of one element at target before any of another. Rules that follow from others of
 * them are left out.
 */
export function precedencesIn({ elements }: Lattice, states: readonly LatticeState[]): Precedence[] {
  const rules = elements.flatMap(({ id: second }, after) =>
    elements.flatMap(({ id: first, count }, before) => {
      const holds = states.every((state) => (state[after] ?? 0) === 0 || (state[before] ?? 0) >= count);
      return before !== after && holds ? [{ first, second }] : [];
    }),
  );
  const has = (first: string, second: string): boolean =>
    rules.some((rule) => rule.first === first && rule.second === second);
  return rules.filter(
    ({ first, second }) =>
      !elements.some(({ id }) => id !== first && id !== second && has(first, id) && has(id, second)),
  );
}
