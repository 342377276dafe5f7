/**
 * Something that goes from base to target in a rolling upgrade: the instances of a service, which are interchangeable,
 * a schema step, or the files that move on their own: privilege filters perhaps in two moves.
 */
export interface LatticeElement {
  /** The service; `schema:expand`; `files:union`; `files:target`. */
  readonly id: string;
  /** How many there are to move. */
  readonly count: number;
}

/** All of `first` are at target before any of `second` goes there. */
export interface Precedence {
  readonly first: string;
  readonly second: string;
}

/** What can move, and which orders the plan forbids. */
export interface Lattice {
  readonly elements: readonly LatticeElement[];
  readonly order: readonly Precedence[];
}

/** How many of each element are at target, in the order of the elements. */
export type LatticeState = readonly number[];

/** An upgrade: the element that moves next, by its id, step by step from all-base to all-target. */
export type Order = readonly string[];

/** The schema steps of the lattice are called so. */
export const schemaElement = (stage: string): string => `schema:${stage}`;
/** Whether an element is a schema step. */
export const isSchemaElement = (id: string): boolean => id.startsWith('schema:');
export const UNION_ELEMENT = 'files:union';
export const FILES_ELEMENT = 'files:target';

/** Where a schema step is run in a rolling upgrade: before the first instance is replaced, after the last, or anywhere. */
export interface PlacedStep {
  readonly stage: string;
  readonly rolling: 'before' | 'after' | 'any';
}

/** What the places of schema steps forbid: they come in their order, each where it belongs. */
export function orderOfSteps(steps: readonly PlacedStep[], services: readonly string[]): Precedence[] {
  const inTurn = steps.slice(1).map(({ stage }, index) => ({
    first: schemaElement(steps[index]?.stage ?? stage),
    second: schemaElement(stage),
  }));
  const placed = steps.flatMap(({ stage, rolling }) => {
    const step = schemaElement(stage);
    if (rolling === 'any') return [];
    return services.map((id) =>
      rolling === 'before' ? { first: step, second: id } : { first: id, second: step },
    );
  });
  return [...inTurn, ...placed];
}

/** All at base. */
export const bottomOf = ({ elements }: Lattice): LatticeState => elements.map(() => 0);

/** All at target. */
export const topOf = ({ elements }: Lattice): LatticeState => elements.map(({ count }) => count);

/** How many moves lead to a state. */
export const levelOf = (state: LatticeState): number => state.reduce((sum, count) => sum + count, 0);

/** A name for a state that is the same for the same state: `0.2.1`. */
export const stateKey = (state: LatticeState): string => state.join('.');

/** The indices of the elements that may move next. */
export function movable(lattice: Lattice, state: LatticeState): number[] {
  return lattice.elements.flatMap(({ id, count }, index) => {
    if ((state[index] ?? 0) >= count) return [];
    return lattice.order.every(({ first, second }) => second !== id || isThrough(lattice, state, first))
      ? [index]
      : [];
  });
}

function isThrough({ elements }: Lattice, state: LatticeState, id: string): boolean {
  const index = elements.findIndex((element) => element.id === id);
  return index < 0 || (state[index] ?? 0) >= (elements[index]?.count ?? 0);
}

/** The state after one of an element moved. */
export function moved(state: LatticeState, index: number): LatticeState {
  return state.map((count, other) => (other === index ? count + 1 : count));
}

/** Whether the order lets a state be reached. */
export function isAllowed({ elements, order }: Lattice, state: LatticeState): boolean {
  const at = (id: string): number => elements.findIndex((element) => element.id === id);
  return order.every(
    ({ first, second }) =>
      (state[at(second)] ?? 0) === 0 || (state[at(first)] ?? 0) >= (elements[at(first)]?.count ?? 0),
  );
}

/** The states that an order goes through, from all-base on: one more than the order is long. */
export function statesOn(lattice: Lattice, order: Order): LatticeState[] {
  const states = [bottomOf(lattice)];
  for (const id of order) {
    const index = lattice.elements.findIndex((element) => element.id === id);
    states.push(moved(states.at(-1) ?? [], index));
  }
  return states;
}

/** `api 1 of 2, worker 0 of 1, schema:expand done`. */
export function latticeStateInWords({ elements }: Lattice, state: LatticeState): string {
  const words = elements.map(({ id, count }, index) => {
    const at = state[index] ?? 0;
    if (id.includes(':')) return `${id} ${at === 0 ? 'not yet' : 'done'}`;
    return `${id} ${at} of ${count} at target`;
  });
  return words.join(', ');
}
