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
import { LiveMatrix } from './live-matrix.ts';
import { type Display, onGitHub } from './terminal.ts';

/** What the runs of the plan that are not done yet will take, in milliseconds; `undefined` when nothing is known of it. */
export type TimeLeft = (done: ReadonlySet<string>) => number | undefined;

type Wrapper = ListrTaskWrapper<unknown, never, never>;

/** A line of the progress: it begins when its turn comes and ends when an event says so. */
interface Line {
  readonly title: string;
  readonly ended: Promise<void>;
  end(failure?: string): void;
  skip(why: string): void;
  wrapper: Wrapper | undefined;
  skipped: string | undefined;
  failed: boolean;
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
  private readonly plan: Plan;
  private readonly done = new Set<string>();
  private readonly lines = new Map<string, Line>();
  private readonly steps = new Map<string, { phase: Phase; step: Step }>();
  private readonly matrix: LiveMatrix;
  /** Owns what is drawn below all lines; it has no line of its own. */
  private readonly below = makeLine('');
  private readonly shown: Promise<unknown>;

  constructor(
    plan: Plan,
    private readonly verbose: boolean,
    private readonly display: Display,
    /** What is left of the runs, in milliseconds, by earlier durations. */
    private readonly timeLeft: TimeLeft = () => undefined,
  ) {
    this.plan = plan;
    this.matrix = new LiveMatrix(plan);
    for (const run of plan.runs) {
      if (run.purpose === 'experiment') this.addExperiment(run);
      else this.addLine(run, makeLine(run.title));
    }
    if (display === 'lines' && onGitHub()) process.stdout.write('::group::what was run\n');
    this.shown = makeList(this.allLines(), display, this.below).run();
    this.shown.catch(() => undefined);
  }

  private addExperiment(run: PlannedRun): void {
    this.addLine(run, this.causes);
  }

  private addLine(run: PlannedRun, line: Line): void {
    this.lines.set(run.id, line);
    for (const phase of run.phases) for (const step of phase.steps) this.steps.set(step.id, { phase, step });
  }

  private allLines(): Line[] {
    return [this.install, ...new Set(this.lines.values())];
  }

  /** Takes in an event. */
  on(event: Event): void {
    this.tell(event);
    if (this.display === 'live' && this.matrix.on(event)) this.drawMatrix();
  }

  private tell(event: Event): void {
    switch (event.type) {
      case 'install-started':
        this.say(this.install, `${event.release} of ${event.service}`);
        break;
      case 'install-finished':
        if (event.error !== undefined) this.install.end(event.error);
        break;
      case 'experiment-planned':
        this.addExperiment(event.planned);
        break;
      case 'cell-run-started':
        this.install.end();
        if (this.lines.get(event.run) === this.causes) this.experiments += 1;
        break;
      case 'cell-run-skipped':
        this.done.add(event.run);
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
    this.below.end();
    await this.shown.catch(() => undefined);
    if (this.display === 'lines' && onGitHub()) process.stdout.write('::endgroup::\n');
  }

  /** An experiment that fails is as good an answer as one that passes. */
  private endRun(run: string, outcome: RunOutcome): void {
    this.done.add(run);
    const line = this.lines.get(run);
    if (line !== this.causes) line?.end(failureIn(outcome));
  }

  private onStep(run: string, id: string): void {
    const line = this.lines.get(run);
    const found = this.steps.get(id);
    if (line === undefined || found === undefined) return;
    const { phase, step } = found;
    this.say(
      line,
      `${this.howFar()}: ${phase.title} (${describeState(phase.state)}): ${describeStep(step.action)}`,
    );
  }

  /** `3 of 8 runs done, about 2 min left`; experiments are counted when something calls for them. */
  private howFar(): string {
    const planned = this.plan.runs.filter(({ id, purpose }) => purpose !== 'experiment' || this.done.has(id));
    const left = this.timeLeft(this.done);
    const time = left === undefined ? '' : `, about ${Math.max(1, Math.round(left / 60_000))} min left`;
    return `${this.done.size} of ${planned.length} runs done${time}`;
  }

  /** Draws the matrix below the lines, when the terminal has room for both. */
  private drawMatrix(): void {
    if (this.below.wrapper === undefined) return;
    const { columns = 80, rows = 24 } = process.stdout;
    const room = { width: columns - MARGIN, height: rows - linesDrawn(this.allLines(), columns) };
    this.below.wrapper.output = this.matrix.lines(room).join('\n');
  }

  private say(line: Line, text: string): void {
    if (line.wrapper !== undefined && (this.verbose || this.display === 'live')) line.wrapper.output = text;
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
    end: (failure) => {
      line.failed ||= failure !== undefined;
      if (failure === undefined) settle?.resolve();
      else settle?.reject(new Error(failure));
    },
    skip: (why) => {
      line.skipped ??= why;
      settle?.resolve();
    },
    wrapper: undefined,
    skipped: undefined,
    failed: false,
  };
  return line;
}

/** What is drawn before each line, and left free behind it. */
const MARGIN = 4;
/** What may follow a title: how long it took. */
const TIMER = 10;
/** Below the line that runs what it does, which may take two; a free line, and that of the cursor. */
const AROUND = 4;

/** How many lines of the terminal the progress takes at most: long titles are wrapped, what failed or was skipped says why. */
function linesDrawn(lines: readonly Line[], columns: number): number {
  const drawn = lines.map(
    ({ title, failed, skipped }) =>
      Math.ceil((title.length + MARGIN + TIMER) / columns) + (failed || skipped !== undefined ? 1 : 0),
  );
  return drawn.reduce((sum, each) => sum + each, AROUND);
}

const RENDERERS = { live: 'default', lines: 'simple', none: 'silent' } as const;
const INNER = { concurrent: false, exitOnError: false } as const;

function makeList(
  lines: readonly Line[],
  display: Display,
  below: Line,
): Listr<unknown, 'default' | 'simple'> {
  const tasks = lines.map(taskOf);
  // A task without a title draws its output below all others, as long as it runs.
  const both: ListrTask[] = [
    { task: (_, task) => task.newListr(tasks, INNER) },
    { task: taskOf(below).task },
  ];
  return new Listr(display === 'live' ? both : tasks, {
    concurrent: display === 'live',
    exitOnError: false,
    // Its own listener would end the process at once.
    registerSignalListeners: false,
    renderer: RENDERERS[display] as 'default' | 'simple',
    rendererOptions: { timer: PRESET_TIMER, collapseErrors: false, collapseSkips: false },
  });
}

const taskOf = (line: Line): ListrTask => ({
  title: line.title,
  task: async (_, task) => {
    line.wrapper = task as unknown as Wrapper;
    await line.ended;
    if (line.skipped !== undefined) task.skip(line.skipped);
  },
});
