import { bottomOf, type Lattice, type LatticeState, moved, stateKey } from '../../model/lattice.ts';
import type { EdgeResult, WayBack } from '../../model/lattice-verdict.ts';
import type { Phase } from '../../model/plan.ts';
import type { RunFacts } from '../run-facts.ts';

/** The moves that runs made, as far as they came. */
export function edgesOf(lattice: Lattice, runs: readonly RunFacts[]): EdgeResult[] {
  return runs.flatMap((facts) => edgesOfRun(lattice, facts));
}

function edgesOfRun(lattice: Lattice, facts: RunFacts): EdgeResult[] {
  if (facts.outcome === undefined || facts.outcome.harness !== undefined) return [];
  const edges: EdgeResult[] = [];
  let from = startOf(lattice, facts);
  for (const phase of facts.run.phases) {
    if (phase.reached === undefined || phase.part !== 'upgrade') continue;
    const result = resultOf(facts, phase);
    if (result === 'not begun') break;
    const element = elementBetween(lattice, from, phase.reached);
    edges.push({ from, to: phase.reached, element, passed: result === 'passed', run: facts.run.id });
    from = phase.reached;
  }
  return edges;
}

/** The state that a run begins with: the one that it restores, or all-base. */
export function startOf(lattice: Lattice, { run }: RunFacts): LatticeState {
  const steps = run.phases.flatMap((phase) => phase.steps);
  const restored = steps.flatMap(({ action }) =>
    action.kind === 'restore-snapshot' ? [action.state] : [],
  )[0];
  return restored === undefined ? bottomOf(lattice) : restored.split('.').map(Number);
}

function elementBetween({ elements }: Lattice, from: LatticeState, to: LatticeState): string {
  const index = elements.findIndex((_, at) => stateKey(moved(from, at)) === stateKey(to));
  return elements[index]?.id ?? '';
}

function resultOf(facts: RunFacts, phase: Phase): 'passed' | 'failed' | 'not begun' {
  if (phase.steps.every(({ id }) => facts.finishedSteps.has(id))) return 'passed';
  const failed = facts.failures.some(({ step }) => phase.steps.some(({ id }) => id === step.id));
  return failed ? 'failed' : 'not begun';
}

/** States that passed while they were made and did not come up again when they were restored. */
export function brokenRestores(lattice: Lattice, runs: readonly RunFacts[]): LatticeState[] {
  return runs.flatMap((facts) => {
    const first = facts.run.phases.findIndex(({ reached }) => reached !== undefined);
    const before = facts.run.phases.slice(0, first < 0 ? 0 : first).filter(({ part }) => part === 'upgrade');
    const isRestored = before.some(({ steps }) =>
      steps.some(({ action }) => action.kind === 'restore-snapshot'),
    );
    return isRestored && before.some((phase) => resultOf(facts, phase) === 'failed')
      ? [startOf(lattice, facts)]
      : [];
  });
}

/**
 * Whether one can go back from a state: a run that ended there has tried it; or base was started once more in it while
 * some of each service still was base's.
 */
export function wayBackFrom(lattice: Lattice, state: LatticeState, runs: readonly RunFacts[]): WayBack {
  const ended = runs.filter((facts) => stateKey(lastReached(lattice, facts)) === stateKey(state));
  const tried = ended.flatMap(({ outcome }) => outcome?.rollback ?? []).filter((each) => each !== 'not-run');
  if (tried.length > 0) return tried.every((each) => each === 'passed') ? 'works' : 'fails';
  return isShown(lattice, state, runs) ? 'shown' : 'not tried';
}

/** The state that a run was in when its upgrade part ended. */
function lastReached(lattice: Lattice, facts: RunFacts): LatticeState {
  const last = edgesOfRun(lattice, facts).at(-1);
  return last?.to ?? startOf(lattice, facts);
}

function isShown(lattice: Lattice, state: LatticeState, runs: readonly RunFacts[]): boolean {
  if (stateKey(state) === stateKey(bottomOf(lattice))) return true;
  return runs.some((facts) =>
    facts.run.phases.some((phase) => {
      if (phase.reached === undefined || stateKey(phase.reached) !== stateKey(state)) return false;
      const services = new Set(phase.state.map(({ service }) => service));
      const atBase = new Set(phase.state.filter(({ role }) => role === 'base').map(({ service }) => service));
      return atBase.size === services.size && resultOf(facts, phase) === 'passed';
    }),
  );
}
