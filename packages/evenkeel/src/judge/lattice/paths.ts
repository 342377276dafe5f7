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

/** What lies on whole ways through edges that passed; of the ways, the one on which one can go back the longest. */
export function safePart(
  lattice: Lattice,
  edges: readonly EdgeResult[],
  canGoBack: (state: LatticeState) => boolean,
): SafePart {
  const [bottom, top] = [lattice.elements.map(() => 0), lattice.elements.map(({ count }) => count)] as const;
  const up = reach(bottom, edges, 'from', 'to');
  const down = reach(top, edges, 'to', 'from');
  if (!up.has(stateKey(top))) return { states: [] };
  const states = [...up.values()].filter((state) => down.has(stateKey(state)));
  return { states, order: orderIn(lattice, states, edges, canGoBack) };
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

/**
 * Goes up along edges between safe states, always to where the way back lasts the longest; the first elements go first
 * where that is the same. Every way is equally long: one move an instance and a schema step.
 */
function orderIn(
  { elements }: Lattice,
  safe: readonly LatticeState[],
  edges: readonly EdgeResult[],
  canGoBack: (state: LatticeState) => boolean,
): Order {
  const keys = new Set(safe.map(stateKey));
  const place = new Map(elements.map(({ id }, index) => [id, index]));
  const between = edges.filter(({ from, to }) => keys.has(stateKey(from)) && keys.has(stateKey(to)));
  const onward = (from: LatticeState): EdgeResult[] =>
    between.filter((edge) => stateKey(edge.from) === stateKey(from));
  const lasts = new Map<string, number>();
  const stays = (state: LatticeState): number => {
    const key = stateKey(state);
    const further = onward(state).map(({ to }) => lasts.get(stateKey(to)) ?? stays(to));
    const found = canGoBack(state) ? 1 + Math.max(0, ...further) : 0;
    lasts.set(key, found);
    return found;
  };
  const order: string[] = [];
  let state: LatticeState | undefined = elements.map(() => 0);
  while (state !== undefined) {
    const [best] = onward(state).toSorted(
      (a, b) => stays(b.to) - stays(a.to) || (place.get(a.element) ?? 0) - (place.get(b.element) ?? 0),
    );
    if (best !== undefined) order.push(best.element);
    state = best?.to;
  }
  return order;
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
