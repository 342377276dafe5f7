import type { StepAction } from './plan.ts';

/** How often something was done, and what it took in all. */
export interface Taken {
  readonly count: number;
  readonly ms: number;
}

/** What one run took: its steps by what they do (`costKey`), and each planned run by its id. */
export interface TimesOfRun {
  readonly steps: Readonly<Record<string, Taken>>;
  readonly durations: Readonly<Record<string, number>>;
}

/** What is known of a plan's costs from earlier runs of it. */
export interface Costs {
  /** How many runs that are. */
  readonly runs: number;
  readonly steps: ReadonlyMap<string, Taken>;
  /** What each planned run took when it was run last. */
  readonly durations: ReadonlyMap<string, number>;
}

/** The costs of one plan in the file that keeps them. */
export interface CostsOfPlan {
  /** The fingerprint of what a plan runs. */
  readonly plan: string;
  /** Of its earlier runs, the last one last. */
  readonly steps: readonly TimesOfRun['steps'][];
  readonly durations: TimesOfRun['durations'];
}

/** Every plan that was run from one folder, the one that was run last at the end. */
export type CostsFile = readonly CostsOfPlan[];

/** The file is small whatever is run: so many plans, runs of each, kinds of steps and planned runs are kept. */
export const MOST_PLANS = 20;
export const MOST_RUNS = 5;
export const MOST_STEPS = 200;
export const MOST_DURATIONS = 1000;

/** What a planned run takes besides its steps: folders, clean-ups. */
export const AROUND_STEPS = 'around-steps';

/** The name under which a step's time is kept: the same for steps that take about as long. Its first word is the kind. */
export function costKey(action: StepAction): string {
  switch (action.kind) {
    case 'start':
    case 'ask-version':
      return `${action.kind} ${action.service}`;
    case 'stop':
      return `stop ${action.instance.replace(/-\d+$/, '')}`;
    case 'start-environment':
    case 'stop-environment':
      return `${action.kind} ${action.server}`;
    case 'resource':
      return `${action.action}${action.expect === 'fail' ? '-in-vain' : ''} ${action.resource}`;
    case 'migrate':
      return `migrate ${action.stage}`;
    case 'exception':
    case 'upgrade-check':
      return `${action.kind} ${action.name}`;
    default:
      return action.kind;
  }
}

/** What a file knows of a plan; `undefined` when that was never run. */
export function costsOfPlan(file: CostsFile, plan: string): Costs | undefined {
  const known = file.find((entry) => entry.plan === plan);
  if (known === undefined || known.steps.length === 0) return undefined;
  const steps = new Map<string, Taken>();
  for (const [key, { count, ms }] of known.steps.flatMap((run) => Object.entries(run))) {
    const before = steps.get(key) ?? { count: 0, ms: 0 };
    steps.set(key, { count: before.count + count, ms: before.ms + ms });
  }
  return { runs: known.steps.length, steps, durations: new Map(Object.entries(known.durations)) };
}

/** The file with one more run in it; what is oldest goes when there is too much. */
export function withRun(file: CostsFile, plan: string, { steps, durations }: TimesOfRun): CostsFile {
  const before = file.find((entry) => entry.plan === plan);
  const others = file.filter((entry) => entry.plan !== plan);
  const entry: CostsOfPlan = {
    plan,
    steps: [...(before?.steps ?? []), firstOf(steps, MOST_STEPS)].slice(-MOST_RUNS),
    durations: firstOf(durations, MOST_DURATIONS),
  };
  return [...others, entry].slice(-MOST_PLANS);
}

const firstOf = <T>(entries: Readonly<Record<string, T>>, most: number): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).slice(0, most));
