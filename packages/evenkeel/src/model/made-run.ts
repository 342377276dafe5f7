import type { Failure, RunOutcome } from './event.ts';
import type { PlannedRun } from './plan.ts';

/** A run that was made, and how it ended. */
export interface MadeRun {
  readonly run: PlannedRun;
  readonly outcome: RunOutcome;
  /** Of the upgrade's first failing step. */
  readonly failure?: { readonly step: string; readonly kind: string; readonly why: Failure };
}
