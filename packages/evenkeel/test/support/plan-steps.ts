import type { Phase, Plan, PlannedRun, StepAction } from '../../src/model/plan.ts';

/** A step of a kind, with the phase that it belongs to. */
export interface PlacedAction<K extends StepAction['kind']> {
  readonly phase: Phase;
  readonly action: Extract<StepAction, { kind: K }>;
}

/** The actions of one kind of a run, in order. */
export function actionsOf<K extends StepAction['kind']>(run: PlannedRun, kind: K): PlacedAction<K>[] {
  return run.phases.flatMap((phase) =>
    phase.steps.flatMap(({ action }) =>
      action.kind === kind ? [{ phase, action: action as Extract<StepAction, { kind: K }> }] : [],
    ),
  );
}

/** Every action of a run, in order. */
export function allActions(run: PlannedRun): StepAction[] {
  return run.phases.flatMap((phase) => phase.steps.map((step) => step.action));
}

/** The runs of a plan that fill cells. */
export function upgradeRuns(plan: Plan): PlannedRun[] {
  return plan.runs.filter((run) => run.purpose === 'upgrade');
}

/** An action with what is known of the stack before it. */
export interface Replayed {
  readonly phase: Phase;
  readonly action: StepAction;
  /** The action that follows in the run. */
  readonly next: StepAction | undefined;
  /** Instances that run. */
  readonly running: ReadonlySet<string>;
  /** Things that were created: `resource/item`. One that was destroyed since is passed over while running. */
  readonly made: ReadonlySet<string>;
}

/** Goes through a run without doing anything, and keeps what is known before each step. */
export function replay(run: PlannedRun): Replayed[] {
  let running: readonly string[] = [];
  let made: readonly string[] = [];
  const steps = run.phases.flatMap((phase) => phase.steps.map(({ action }) => ({ phase, action })));
  return steps.map(({ phase, action }, index) => {
    const before = { running: new Set(running), made: new Set(made) };
    running = runningAfter(running, action);
    made = madeAfter(made, action);
    return { phase, action, next: steps[index + 1]?.action, ...before };
  });
}

function runningAfter(running: readonly string[], action: StepAction): readonly string[] {
  if (action.kind === 'start') return [...running, action.instance];
  return action.kind === 'stop' ? running.filter((name) => name !== action.instance) : running;
}

function madeAfter(made: readonly string[], action: StepAction): readonly string[] {
  return action.kind === 'resource' && action.action === 'create' ? [...made, itemOf(action)] : made;
}

/** `resource/item` of a step. */
export function itemOf(action: Extract<StepAction, { kind: 'resource' }>): string {
  return `${action.resource}/${action.item}`;
}
