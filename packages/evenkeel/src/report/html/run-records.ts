import type { Event, RunOutcome } from '../../model/event.ts';
import { given } from '../../model/given.ts';
import type { LatticeState } from '../../model/lattice.ts';
import {
  describeState,
  describeStep,
  type Part,
  type Phase,
  type PlannedRun,
  type Step,
} from '../../model/plan.ts';
import { failureView } from './failures.ts';
import type { FailureView } from './view.ts';

/** What the journal has of one run. */
export interface RunRecord {
  readonly run: PlannedRun;
  readonly events: readonly Event[];
  readonly startedAt?: number;
  /** Of the last event that it has. */
  readonly endedAt: number;
  readonly outcome?: RunOutcome;
  readonly skipped?: string;
  readonly failures: readonly FailedAt[];
  /** The last state of the lattice that passed. */
  readonly reached?: LatticeState;
  readonly steps: ReadonlyMap<string, StepAt>;
}

export interface FailedAt {
  readonly part: Part;
  readonly failure: FailureView;
}

/** A step and the phase that it belongs to. */
export interface StepAt {
  readonly phase: Phase;
  readonly step: Step;
}

/** The records of all planned runs, by their ids, in the order of the plan. */
export function recordsOf(runs: readonly PlannedRun[], events: readonly Event[]): Map<string, RunRecord> {
  const byRun = new Map<string, Event[]>(runs.map(({ id }) => [id, []]));
  for (const event of events) if ('run' in event) byRun.get(event.run)?.push(event);
  return new Map(runs.map((run) => [run.id, recordOf(run, byRun.get(run.id) ?? [])]));
}

function recordOf(run: PlannedRun, events: readonly Event[]): RunRecord {
  const steps = new Map<string, StepAt>();
  for (const phase of run.phases) for (const step of phase.steps) steps.set(step.id, { phase, step });
  const started = events.find(({ type }) => type === 'cell-run-started');
  const finished = events.find((event) => event.type === 'cell-run-finished');
  const skipped = events.find((event) => event.type === 'cell-run-skipped');
  return {
    run,
    events,
    endedAt: events.at(-1)?.at ?? 0,
    ...given({
      startedAt: started?.at,
      outcome: finished?.outcome,
      skipped: skipped?.why,
      reached: finished?.outcome.reached,
    }),
    failures: events.flatMap((event) => failedAt(run, steps, event)),
    steps,
  };
}

function failedAt(run: PlannedRun, steps: ReadonlyMap<string, StepAt>, event: Event): FailedAt[] {
  if (event.type !== 'step-finished' || event.failure === undefined) return [];
  const at = steps.get(event.step);
  if (at === undefined) return [];
  const { phase, step } = at;
  const seen = { run: run.id, phase: phase.title, state: describeState(phase.state) };
  const failure = failureView({ ...seen, step: describeStep(step.action), failure: event.failure });
  return [{ part: phase.part, failure }];
}
