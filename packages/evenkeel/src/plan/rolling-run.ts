import type { Phase } from '../model/plan.ts';

/** A run of a rolling cell, before it has an id. */
export interface RollingRun {
  /** Behind the id of the cell. */
  readonly suffix: string;
  readonly words: string;
  /** Run only if it has something to show beside the runs `after`; else one of those must have passed. */
  readonly isOpen?: true;
  /** Suffixes of runs of the same cell. */
  readonly after: readonly string[];
  /** It goes on from a state that another run of the cell kept. */
  readonly isGrouped: boolean;
  readonly phases: (id: string) => Phase[];
}
