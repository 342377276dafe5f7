import { given } from '../../model/given.ts';
import { type LatticeState, latticeStateInWords, moved, stateKey, statesOn } from '../../model/lattice.ts';
import type { Combination, EdgeResult, LatticeVerdict, StateResult } from '../../model/lattice-verdict.ts';
import type { Part } from '../../model/plan.ts';
import { bounded } from './bounded.ts';
import { layOut } from './layout.ts';
import type { RunRecord } from './run-records.ts';
import type { FailureView, LatticeView, MoveView, StateView } from './view.ts';

/** The runs of the journal, by their ids. */
type Records = ReadonlyMap<string, RunRecord>;
type Positions = ReadonlyMap<string, number>;

const MOST_EVIDENCE = 6;

/** The mixed states of a cell as a drawing, with the evidence of each. */
export function latticeView(lattice: LatticeVerdict, records: Records): LatticeView {
  const { elements, documented, states, edges, rules, failing, safeOrder, lastWayBack } = lattice;
  const positions: Positions = new Map(states.map(({ state }, index) => [stateKey(state), index]));
  const path =
    safeOrder === undefined ? [] : statesOn({ elements, order: documented }, safeOrder).map(stateKey);
  const moves = edges.flatMap((edge) => moveView(edge, positions, path));
  const spots = layOut(
    states.map(({ state }) => state),
    [...moves.map(({ from, to }) => [from, to] as const), ...untried(states, positions, moves)],
  );
  return {
    elements,
    states: states.map((state, index) => ({
      ...stateView(lattice, state, path),
      ...(spots[index] ?? { level: 0, row: 0 }),
      evidence: evidenceOf(state, edges, records),
    })),
    moves,
    rules: rules.map(({ first, second }) => `every ${first} before any ${second}`),
    rulesSuffice: lattice.rulesSuffice,
    ...given({
      safeOrder,
      failing: failing?.map(({ element, at }) => `${element}@${at}`).join(' with '),
      lastWayBack: lastWayBack && latticeStateInWords({ elements, order: [] }, lastWayBack),
    }),
    size: {
      levels: 1 + Math.max(0, ...spots.map(({ level }) => level)),
      rows: 1 + Math.max(0, ...spots.map(({ row }) => row)),
    },
  };
}

function moveView(edge: EdgeResult, positions: Positions, path: readonly string[]): MoveView[] {
  const [from, to] = [positions.get(stateKey(edge.from)), positions.get(stateKey(edge.to))];
  if (from === undefined || to === undefined) return [];
  const isSafe = edge.passed && path.some((key, index) => isStep(key, path[index + 1], edge));
  return [{ from, to, element: bounded(edge.element), passed: edge.passed, isSafe, run: edge.run }];
}

const isStep = (key: string, next: string | undefined, { from, to }: EdgeResult): boolean =>
  key === stateKey(from) && next === stateKey(to);

/** Pairs of neighbouring states between which no run moved; they pull states together in the drawing. */
function untried(
  states: readonly StateResult[],
  positions: Positions,
  moves: readonly MoveView[],
): (readonly [number, number])[] {
  const made = new Set(moves.map(({ from, to }) => `${from} ${to}`));
  return states.flatMap(({ state }, from) =>
    state.flatMap((_, element) => {
      const to = positions.get(stateKey(moved(state, element)));
      return to === undefined || made.has(`${from} ${to}`) ? [] : [[from, to] as const];
    }),
  );
}

function stateView(
  { elements, failing }: LatticeVerdict,
  { state, words, outcome, back }: StateResult,
  path: readonly string[],
): Omit<StateView, 'level' | 'row' | 'evidence'> {
  return {
    key: stateKey(state),
    words: bounded(words),
    parts: elements.map(
      ({ id, count }, index) => `${id.replace('schema:', '')} ${state[index] ?? 0}/${count}`,
    ),
    outcome,
    back,
    isSafe: path.includes(stateKey(state)),
    isFailing: failing?.every((part) => has(elements, state, part)) ?? false,
  };
}

/** Whether some instance of an element is at a release in a state. */
function has(
  elements: LatticeVerdict['elements'],
  state: LatticeState,
  { element, at }: Combination,
): boolean {
  const index = elements.findIndex(({ id }) => id === element);
  const count = state[index] ?? 0;
  return at === 'target' ? count > 0 : count < (elements[index]?.count ?? 0);
}

/** What failed on the ways into a state, and on the way back from it. */
function evidenceOf(state: StateResult, edges: readonly EdgeResult[], records: Records): FailureView[] {
  const key = stateKey(state.state);
  const into = edges.filter(({ to, passed }) => !passed && stateKey(to) === key).map(({ run }) => run);
  const failed = (run: RunRecord | undefined, part: Part): FailureView[] =>
    (run?.failures ?? []).filter((each) => each.part === part).map(({ failure }) => failure);
  const forward = [...new Set(into)].flatMap((run) => failed(records.get(run), 'upgrade'));
  if (state.back !== 'fails') return forward.slice(0, MOST_EVIDENCE);
  const back = [...records.values()]
    .filter(({ reached }) => reached !== undefined && stateKey(reached) === key)
    .flatMap((run) => failed(run, 'rollback'));
  return [...forward, ...back].slice(0, MOST_EVIDENCE);
}
