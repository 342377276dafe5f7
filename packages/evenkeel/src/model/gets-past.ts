import { describeStep, type PlannedRun, type Step } from './plan.ts';

/** A run with the first failing step of its upgrade. */
export interface StoppedRun {
  readonly run: PlannedRun;
  /** The step's id; `undefined`: none failed. */
  readonly failedAt: string | undefined;
}

/** Whether a run did the very step at which another one failed, or passed as a whole: then it got past that failure. */
export function getsPast(one: StoppedRun, other: StoppedRun): boolean {
  if (one.failedAt === undefined) return true;
  const wanted = stepsOf(other.run).find(({ step }) => step.id === other.failedAt);
  const steps = stepsOf(one.run);
  const end = steps.findIndex(({ step }) => step.id === one.failedAt);
  return wanted !== undefined && steps.slice(0, end).some(({ words }) => words === wanted.words);
}

function stepsOf({ phases }: PlannedRun): { readonly step: Step; readonly words: string }[] {
  return phases
    .filter(({ part }) => part === 'upgrade')
    .flatMap(({ title, steps }) =>
      steps.map((step) => ({ step, words: `${title}: ${describeStep(step.action)}` })),
    );
}
