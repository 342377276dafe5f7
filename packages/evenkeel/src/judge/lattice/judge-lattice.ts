import { given } from '../../model/given.ts';
import {
  isAllowed,
  type Lattice,
  type LatticeState,
  latticeStateInWords,
  levelOf,
  movable,
  moved,
  type Order,
  type Precedence,
  stateKey,
  statesOn,
} from '../../model/lattice.ts';
import type { EdgeResult, LatticeVerdict, StateOutcome, StateResult } from '../../model/lattice-verdict.ts';
import type { PlannedLattice } from '../../model/plan.ts';
import type { RunFacts } from '../run-facts.ts';
import { brokenRestores, edgesOf, wayBackFrom } from './edges.ts';
import { failingCombination } from './failing-combination.ts';
import { precedencesIn, safePart } from './paths.ts';

/** Judges the mixed states of a rolling cell from the runs that went through them. */
export function judgeLattice(lattice: PlannedLattice, runs: readonly RunFacts[]): LatticeVerdict {
  const broken = new Set(brokenRestores(lattice, runs).map(stateKey));
  const edges = edgesOf(lattice, runs).map((edge) => ({
    ...edge,
    passed: edge.passed && !broken.has(stateKey(edge.to)),
  }));
  const states = statesSeen(lattice, edges).map(
    (state): StateResult => ({
      state,
      words: latticeStateInWords(lattice, state),
      outcome: outcomeOf(state, edges),
      back: wayBackFrom(lattice, state, runs),
    }),
  );
  const { order: safeOrder, states: safe } = safePart(
    lattice,
    edges.filter(({ passed }) => passed),
    (state) => canGoBack(states, state),
  );
  const rules = safeOrder === undefined ? [] : undocumented(lattice, precedencesIn(lattice, safe));
  const untried = movesNotTried(lattice, states, edges);
  return {
    elements: lattice.elements,
    documented: lattice.order,
    states,
    edges,
    ...given({ safeOrder, failing: failingOf(lattice, states) }),
    rules,
    rulesSuffice: safeOrder !== undefined && suffice(lattice, rules, states, edges),
    ...given({ untried: untried === 0 ? undefined : untried }),
    ...given({ lastWayBack: lastWayBack(lattice, states, safeOrder) }),
  };
}

/** All-base, and every state that an edge was tried to; then those that no edge came to, next to them. */
function statesSeen(lattice: PlannedLattice, edges: readonly EdgeResult[]): LatticeState[] {
  const bottom = lattice.elements.map(() => 0);
  const found = new Map([[stateKey(bottom), bottom as LatticeState]]);
  for (const { to } of edges) found.set(stateKey(to), to);
  if (lattice.states !== undefined)
    for (const state of found.values())
      for (const index of movable(lattice, state)) {
        const next = moved(state, index);
        if (!found.has(stateKey(next))) found.set(stateKey(next), next);
      }
  return [...found.values()].toSorted(
    (a, b) => levelOf(a) - levelOf(b) || stateKey(a).localeCompare(stateKey(b)),
  );
}

/** A state has passed when it did on some way; that it fails on another one shows in the edge. */
function outcomeOf(state: LatticeState, edges: readonly EdgeResult[]): StateOutcome {
  if (levelOf(state) === 0) return 'passed';
  const into = edges.filter(({ to }) => stateKey(to) === stateKey(state));
  if (into.length === 0) return 'not reached';
  return into.some(({ passed }) => passed) ? 'passed' : 'failed';
}

function failingOf(lattice: PlannedLattice, states: readonly StateResult[]) {
  const of = (outcome: StateOutcome): LatticeState[] =>
    states.filter((each) => each.outcome === outcome).map(({ state }) => state);
  return failingCombination(lattice, of('failed'), of('passed'));
}

/** Whether every state that can be reached by the rules has passed, and no move by them has failed. */
function suffice(
  lattice: PlannedLattice,
  rules: LatticeVerdict['rules'],
  states: readonly StateResult[],
  edges: readonly EdgeResult[],
): boolean {
  const ruled = { elements: lattice.elements, order: [...lattice.order, ...rules] };
  const passed = new Set(
    states.filter(({ outcome }) => outcome === 'passed').map(({ state }) => stateKey(state)),
  );
  const failed = new Set(
    edges.filter((edge) => !edge.passed).map(({ from, to }) => `${stateKey(from)} ${stateKey(to)}`),
  );
  return states
    .filter(({ state }) => passed.has(stateKey(state)) && isAllowed(ruled, state))
    .every(({ state }) =>
      movable(ruled, state).every((index) => {
        const to = stateKey(moved(state, index));
        return passed.has(to) && !failed.has(`${stateKey(state)} ${to}`);
      }),
    );
}

/** The last state of the safe order from which, and from all before it, one can go back; nothing when one always can. */
function lastWayBack(
  lattice: PlannedLattice,
  states: readonly StateResult[],
  order: Order | undefined,
): LatticeState | undefined {
  if (order === undefined) return undefined;
  const on = statesOn(lattice, order);
  const first = on.findIndex((state) => !canGoBack(states, state));
  return first < 1 ? undefined : on[first - 1];
}

function canGoBack(states: readonly StateResult[], state: LatticeState): boolean {
  const back = states.find((each) => stateKey(each.state) === stateKey(state))?.back;
  return back === 'works' || back === 'shown';
}

/** The rules that the plan does not have yet. */
function undocumented({ order }: Lattice, rules: readonly Precedence[]): Precedence[] {
  return rules.filter(
    (rule) => !order.some(({ first, second }) => first === rule.first && second === rule.second),
  );
}

/** When states failed: how many moves from states that passed no run made. */
function movesNotTried(
  lattice: PlannedLattice,
  states: readonly StateResult[],
  edges: readonly EdgeResult[],
): number {
  if (edges.every(({ passed }) => passed)) return 0;
  const made = new Set(edges.map(({ from, to }) => `${stateKey(from)} ${stateKey(to)}`));
  const possible = states
    .filter(({ outcome }) => outcome === 'passed')
    .flatMap(({ state }) =>
      movable(lattice, state).map((index) => `${stateKey(state)} ${stateKey(moved(state, index))}`),
    );
  return possible.filter((move) => !made.has(move)).length;
}
