import { bottomOf, type Lattice, type LatticeState, movable, moved, stateKey } from '../model/lattice.ts';

/** More states than this are not listed: as many as ten elements have that move as they like. */
export const MOST_STATES = 1024;

/**
 * Every state that an allowed order can reach, nearest to all-base first; nothing when there are more than `most`.
 * They are the down-sets of the elements' order, and so form a distributive lattice (Birkhoff).
 */
export function allowedStates(lattice: Lattice, most = MOST_STATES): LatticeState[] | undefined {
  const found = new Map<string, LatticeState>();
  let level = [bottomOf(lattice)];
  while (level.length > 0) {
    const next = new Map<string, LatticeState>();
    for (const state of level) {
      found.set(stateKey(state), state);
      for (const index of movable(lattice, state)) {
        const above = moved(state, index);
        next.set(stateKey(above), above);
      }
    }
    if (found.size + next.size > most) return undefined;
    level = [...next.values()];
  }
  return [...found.values()];
}

/** Whether everything that moved in one state moved in the other too. */
export function isBelow(lower: LatticeState, upper: LatticeState): boolean {
  return lower.every((count, index) => count <= (upper[index] ?? 0));
}
