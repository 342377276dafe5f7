import type { Event, Failure, RunOutcome } from '../model/event.ts';
import {
  describeState,
  describeStep,
  type Part,
  type Phase,
  type Plan,
  type PlannedRun,
  type Step,
} from '../model/plan.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import type { Witness } from '../model/verdict.ts';

/** A warning that was logged in a part of a run. */
export interface LoggedWarning {
  readonly part: Part;
  readonly release: string;
  readonly text: string;
}

/** What the journal says of one run. */
export interface RunFacts {
  readonly run: PlannedRun;
  /** Absent when it was skipped, or cut off. */
  readonly outcome?: RunOutcome;
  readonly skipped?: string;
  /** Every failing step, in order. */
  readonly failures: readonly FailedStep[];
  readonly warnings: readonly LoggedWarning[];
  readonly written: readonly { readonly part: Part; readonly file: string; readonly how: string }[];
  /** `phase role` of every probe that was answered as it should be. */
  readonly provedBy: ReadonlySet<string>;
  /** `instance release` of every version that was as expected. */
  readonly versions: ReadonlySet<string>;
  readonly finishedSteps: ReadonlySet<string>;
  /** What changed in the databases while the run went on. */
  readonly changes: readonly string[];
}

export interface FailedStep {
  readonly part: Part;
  readonly step: Step;
  readonly witness: Witness;
}

/** What the journal says of everything. */
export interface JournalFacts {
  readonly model: UpgradeModel;
  readonly plan: Plan;
  readonly runs: ReadonlyMap<string, RunFacts>;
  readonly installError?: string;
  readonly harnessError?: string;
  /** Why some experiments were not made. */
  readonly experimentsEnded?: string;
  readonly interrupted: boolean;
  readonly finished: boolean;
  /** Only a share of the plan was to be run. */
  readonly isShare: boolean;
}

/** Reads the facts out of a journal; `undefined` when it does not even begin with a plan. */
export function factsOf(events: readonly Event[]): JournalFacts | undefined {
  const started = events.find((event) => event.type === 'run-started');
  if (started === undefined) return undefined;
  const { model, share } = started;
  const plan = share === undefined ? started.plan : partOf(started.plan, share.runs);
  const install = events.find((event) => event.type === 'install-finished' && event.error !== undefined);
  const harness = events.find((event) => event.type === 'harness-error');
  const experiments = events.flatMap((event) => (event.type === 'experiment-planned' ? [event.planned] : []));
  const ended = events.find((event) => event.type === 'experiments-ended');
  const byRun = new Map<string, Event[]>();
  for (const event of events) {
    if ('run' in event) takeList(byRun, event.run).push(event);
  }
  return {
    model,
    plan,
    runs: new Map(
      [...plan.runs, ...experiments].map((run) => [run.id, factsOfRun(run, byRun.get(run.id) ?? [])]),
    ),
    ...(ended?.type === 'experiments-ended' ? { experimentsEnded: ended.why } : {}),
    interrupted: events.some((event) => event.type === 'interrupted'),
    isShare: share !== undefined,
    finished: events.some((event) => event.type === 'run-finished'),
    ...(install?.type === 'install-finished' && install.error !== undefined
      ? { installError: `${install.release} of ${install.service} cannot be installed: ${install.error}` }
      : {}),
    ...(harness?.type === 'harness-error' ? { harnessError: harness.message } : {}),
  };
}

/** A plan with the cells that a share decides; the others are judged when the shares have been joined. */
function partOf(plan: Plan, taken: readonly string[]): Plan {
  const cells = plan.cells.filter(({ attempts }) => attempts[0]?.runs.some((id) => taken.includes(id)));
  return { ...plan, cells };
}

function takeList(lists: Map<string, Event[]>, key: string): Event[] {
  const found = lists.get(key) ?? [];
  lists.set(key, found);
  return found;
}

function factsOfRun(run: PlannedRun, events: readonly Event[]): RunFacts {
  const steps = new Map<string, { phase: Phase; step: Step }>();
  for (const phase of run.phases) for (const step of phase.steps) steps.set(step.id, { phase, step });
  const finished = events.find((event) => event.type === 'cell-run-finished');
  const skipped = events.find((event) => event.type === 'cell-run-skipped');
  return {
    run,
    ...(finished === undefined ? {} : { outcome: finished.outcome }),
    ...(skipped === undefined ? {} : { skipped: skipped.why }),
    failures: events.flatMap((event) => {
      const at =
        event.type === 'step-finished' && event.failure !== undefined ? steps.get(event.step) : undefined;
      if (at === undefined || event.type !== 'step-finished' || event.failure === undefined) return [];
      return [
        { part: at.phase.part, step: at.step, witness: witnessOf(run, at.phase, at.step, event.failure) },
      ];
    }),
    warnings: events.flatMap((event) =>
      event.type === 'warning' ? [{ part: event.part, release: event.release, text: event.text }] : [],
    ),
    written: events.flatMap((event) =>
      event.type === 'frozen-file-written' ? [{ part: event.part, file: event.file, how: event.how }] : [],
    ),
    provedBy: new Set(
      events.flatMap((event) =>
        event.type === 'probe' && event.ok ? [`${event.phase} ${event.release}`] : [],
      ),
    ),
    versions: new Set(
      events.flatMap((event) =>
        event.type === 'version-read' ? [`${event.instance} ${event.release}`] : [],
      ),
    ),
    finishedSteps: new Set(
      events.flatMap((event) =>
        event.type === 'step-finished' && event.failure === undefined ? [event.step] : [],
      ),
    ),
    changes: events.flatMap((event) => (event.type === 'state-changed' ? event.lines : [])),
  };
}

function witnessOf(run: PlannedRun, phase: Phase, step: Step, failure: Failure): Witness {
  return {
    run: run.id,
    phase: phase.title,
    state: describeState(phase.state),
    kind: step.action.kind,
    step: describeStep(step.action),
    failure,
  };
}
