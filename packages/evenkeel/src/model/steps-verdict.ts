import type { UpgradeStep } from './upgrade-step.ts';
import type { Verdict } from './verdict.ts';

/** A step of a run through several, as the run's folder lists them. */
export interface TakenStep extends UpgradeStep {
  /** Whether the plan promises anything of it. */
  readonly isPromised: boolean;
  /** Why it was not run. */
  readonly skipped?: string;
}

/** How one step did. */
export interface StepVerdict {
  readonly step: TakenStep;
  /** Absent when it was skipped, or the run ended before it. */
  readonly verdict?: Verdict;
}

/** The judgement of all steps together. */
export interface StepsVerdict {
  readonly steps: readonly StepVerdict[];
  /** As of a verdict; the worst of those of the steps. */
  readonly exitCode: number;
}
