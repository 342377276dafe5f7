import type { Failure } from './event.ts';
import type { MutantOutcome, PlannedMutant } from './mutant.ts';

/** A mutant of the plan, and how it fared. */
export interface MutantResult extends PlannedMutant {
  readonly outcome: MutantOutcome;
  /** How it was noticed, or why it was not tried; empty when it survived. */
  readonly seen: string;
}

/** What went wrong with base itself, in a run of a selfcheck. */
export interface BaseTrouble {
  readonly run: string;
  readonly why: string;
  readonly failure?: Failure;
}

/** The judgement of a selfcheck. */
export interface Selfcheck {
  readonly mutants: readonly MutantResult[];
  readonly troubles: readonly BaseTrouble[];
  readonly interrupted: boolean;
  /** 0 all killed, 1 survivors, 3 base never worked, or not in every run, 4 our bug, 130 interrupted. */
  readonly exitCode: number;
}
