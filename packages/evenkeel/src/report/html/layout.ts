import { type LatticeState, levelOf, stateKey } from '../../model/lattice.ts';

/** A place in a drawing of levels side by side. */
export interface Spot {
  readonly level: number;
  readonly row: number;
}

/** A move, by the places of its ends in the list of states. */
type Link = readonly [from: number, to: number];

/** How often the levels are put in order, there and back. */
const SWEEPS = 4;

/**
 * Where the states of a lattice are drawn: one level beside the other, in each the states in such an order that moves cross
 * little (each at the mean of its neighbours: Sugiyama, Tagawa and Toda 1981, the barycentre method), the levels centred.
 */
export function layOut(states: readonly LatticeState[], links: readonly Link[]): Spot[] {
  const levels = levelsOf(states);
  const before = neighbours(
    states.length,
    links.map(([from, to]) => [to, from]),
  );
  const after = neighbours(states.length, links);
  const place = new Map<number, number>();
  for (const level of levels) number(level, place);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const level of levels) arrange(level, before, place);
    for (const level of levels.toReversed()) arrange(level, after, place);
  }
  const rows = Math.max(0, ...levels.map((level) => level.length));
  const spots: Spot[] = states.map(() => ({ level: 0, row: 0 }));
  levels.forEach((level, index) => {
    const top = (rows - level.length) / 2;
    level.forEach((state, row) => {
      spots[state] = { level: index, row: top + row };
    });
  });
  return spots;
}

/** The indices of the states of each level, from all-base on. */
function levelsOf(states: readonly LatticeState[]): number[][] {
  const levels = new Map<number, number[]>();
  states.forEach((state, index) => {
    const level = levels.get(levelOf(state)) ?? [];
    levels.set(levelOf(state), level);
    level.push(index);
  });
  const key = (index: number): string => stateKey(states[index] ?? []);
  return [...levels]
    .toSorted(([a], [b]) => a - b)
    .map(([, level]) => level.toSorted((a, b) => key(b).localeCompare(key(a))));
}

function neighbours(count: number, links: readonly Link[]): number[][] {
  const lists: number[][] = Array.from({ length: count }, () => []);
  for (const [from, to] of links) lists[from]?.push(to);
  return lists;
}

/** Puts the states of a level in the order of the mean places of their neighbours. */
function arrange(level: number[], beside: readonly number[][], place: Map<number, number>): void {
  const wanted = new Map(
    level.map((state) => {
      const places = (beside[state] ?? []).map((other) => place.get(other) ?? 0);
      const mean = places.reduce((sum, each) => sum + each, 0) / places.length;
      return [state, places.length === 0 ? (place.get(state) ?? 0) : mean];
    }),
  );
  level.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
  number(level, place);
}

function number(level: readonly number[], place: Map<number, number>): void {
  for (const [index, state] of level.entries()) place.set(state, index);
}
