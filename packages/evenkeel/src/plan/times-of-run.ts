import { AROUND_STEPS, costKey, type Taken, type TimesOfRun } from '../model/costs.ts';
import type { Event } from '../model/event.ts';
import type { StepAction } from '../model/plan.ts';

/**
 * What the steps and the planned runs of a run took, by its journal alone. Steps that failed, or had nothing to do, say
 * nothing of what they cost. `undefined` when the run did not come to its end, or none of its steps is of use.
 */
export function timesOfRun(events: readonly Event[]): TimesOfRun | undefined {
  const [first] = events;
  const isWhole = events.some(({ type }) => type === 'run-finished');
  const isCut = events.some(({ type }) => type === 'interrupted' || type === 'harness-error');
  if (first?.type !== 'run-started' || !isWhole || isCut) return undefined;
  const actions = new Map(
    first.plan.runs.flatMap(({ phases }) =>
      phases.flatMap(({ steps }) => steps.map(({ id, action }): [string, StepAction] => [id, action])),
    ),
  );
  const steps = new Map<string, Taken>();
  for (const event of events) {
    if (event.type !== 'step-finished' || event.failure !== undefined) continue;
    const action = actions.get(event.step);
    if (action !== undefined && !isIdle(event.note)) add(steps, costKey(action), event.ms);
  }
  if (steps.size === 0) return undefined;
  const durations = durationsIn(events);
  const inSteps = stepsOfRuns(events);
  for (const [run, ms] of durations) add(steps, AROUND_STEPS, Math.max(0, ms - (inSteps.get(run) ?? 0)));
  return { steps: Object.fromEntries(steps), durations: Object.fromEntries(durations) };
}

const isIdle = (note: string | undefined): boolean =>
  note?.startsWith('skipped:') === true || note === 'another run has kept it';

function add(steps: Map<string, Taken>, key: string, ms: number): void {
  const { count, ms: before } = steps.get(key) ?? { count: 0, ms: 0 };
  steps.set(key, { count: count + 1, ms: before + ms });
}

/** From the beginning of each planned run to its end; the clock of the journal may have been set back meanwhile. */
function durationsIn(events: readonly Event[]): Map<string, number> {
  const began = new Map<string, number>();
  const durations = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'cell-run-started') began.set(event.run, event.at);
    if (event.type !== 'cell-run-finished') continue;
    durations.set(event.run, Math.max(0, event.at - (began.get(event.run) ?? event.at)));
  }
  return durations;
}

/** What the steps of each planned run took in all, those that failed too. */
function stepsOfRuns(events: readonly Event[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const event of events)
    if (event.type === 'step-finished') sums.set(event.run, (sums.get(event.run) ?? 0) + event.ms);
  return sums;
}
