import { Listr, type ListrTask, type ListrTaskWrapper, PRESET_TIMER } from 'listr2';
import type { Event, RunOutcome } from '../model/event.ts';
import {
  describeState,
  describeStep,
  type Phase,
  type Plan,
  type PlannedRun,
  type Step,
} from '../model/plan.ts';

type Wrapper = ListrTaskWrapper<unknown, never, never>;

/** A line of the progress: it begins when its turn comes and ends when an event says so. */
interface Line {
  readonly title: string;
  readonly ended: Promise<void>;
  end(failure?: string): void;
  skip(why: string): void;
  wrapper: Wrapper | undefined;
  skipped: string | undefined;
}

/** What is told of a run while it goes on. */
export interface Watching {
  on(event: Event): void;
  close(): Promise<void>;
}

/** Shows what goes on while it goes on: live in a terminal, plain lines elsewhere. Knows nothing but the events. */
export class Progress implements Watching {
  private readonly install = makeLine('install base and target');
  /** One line for all experiments: most of them are not called for. */
  private readonly causes = makeLine('find out why what failed fails');
  private experiments = 0;
  private readonly lines = new Map<string, Line>();
  private readonly steps = new Map<string, { phase: Phase; step: Step }>();
  private readonly shown: Promise<unknown>;

  constructor(
    plan: Plan,
    private readonly verbose: boolean,
  ) {
    for (const run of plan.runs) {
      this.lines.set(run.id, run.purpose === 'experiment' ? this.causes : makeLine(run.title));
      for (const phase of run.phases)
        for (const step of phase.steps) this.steps.set(step.id, { phase, step });
    }
    this.shown = makeList([this.install, ...new Set(this.lines.values())]).run();
    this.shown.catch(() => undefined);
  }

  /** Takes in an event. */
  on(event: Event): void {
    switch (event.type) {
      case 'install-started':
        this.say(this.install, `${event.release} of ${event.service}`);
        break;
      case 'install-finished':
        if (event.error !== undefined) this.install.end(event.error);
        break;
      case 'cell-run-started':
        this.install.end();
        if (this.lines.get(event.run) === this.causes) this.experiments += 1;
        break;
      case 'cell-run-skipped':
        this.install.end();
        this.lines.get(event.run)?.skip(event.why);
        break;
      case 'step-started':
        this.onStep(event.run, event.step);
        break;
      case 'cell-run-finished':
        this.endRun(event.run, event.outcome);
        break;
      default:
        break;
    }
  }

  /** Ends every line that is still open, and waits until all is drawn. */
  async close(): Promise<void> {
    this.install.end();
    if (this.experiments > 0) this.causes.end();
    else this.causes.skip('nothing failed that calls for it');
    for (const line of this.lines.values()) if (line !== this.causes) line.skip('not run');
    await this.shown.catch(() => undefined);
  }

  /** An experiment that fails is as good an answer as one that passes. */
  private endRun(run: string, outcome: RunOutcome): void {
    const line = this.lines.get(run);
    if (line !== this.causes) line?.end(failureIn(outcome));
  }

  private onStep(run: string, id: string): void {
    const line = this.lines.get(run);
    const found = this.steps.get(id);
    if (line === undefined || found === undefined) return;
    const { phase, step } = found;
    this.say(line, `${phase.title} (${describeState(phase.state)}): ${describeStep(step.action)}`);
  }

  private say(line: Line, text: string): void {
    if (line.wrapper !== undefined && (this.verbose || process.stdout.isTTY)) line.wrapper.output = text;
  }
}

/** What a run's line says when the tested system failed in it; that is a finding, not an error of ours. */
function failureIn(outcome: RunOutcome): string | undefined {
  if (outcome.harness !== undefined) return outcome.harness.split('\n')[0];
  const failed = (['base', 'upgrade', 'rollback'] as const).filter((part) => outcome[part] === 'failed');
  return failed.length === 0 ? undefined : `${failed.join(' and ')} failed`;
}

function makeLine(title: PlannedRun['title']): Line {
  let settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
  const ended = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  ended.catch(() => undefined);
  const line: Line = {
    title,
    ended,
    end: (failure) => (failure === undefined ? settle?.resolve() : settle?.reject(new Error(failure))),
    skip: (why) => {
      line.skipped ??= why;
      settle?.resolve();
    },
    wrapper: undefined,
    skipped: undefined,
  };
  return line;
}

function makeList(lines: readonly Line[]): Listr<unknown, 'default' | 'simple'> {
  const tasks = lines.map(
    (line): ListrTask => ({
      title: line.title,
      task: async (_, task) => {
        line.wrapper = task as unknown as Wrapper;
        await line.ended;
        if (line.skipped !== undefined) task.skip(line.skipped);
      },
    }),
  );
  return new Listr(tasks, {
    concurrent: false,
    exitOnError: false,
    // Its own listener would end the process at once.
    registerSignalListeners: false,
    renderer: process.stdout.isTTY ? 'default' : 'simple',
    rendererOptions: { timer: PRESET_TIMER, collapseErrors: false, collapseSkips: false },
  });
}
