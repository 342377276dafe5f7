import type { CellId } from './cell.ts';
import type { Culprit, FailureRate } from './culprit.ts';
import type { Failure } from './event.ts';
import type { LatticeVerdict } from './lattice-verdict.ts';
import type { StepAction } from './plan.ts';
import type { UndocumentedVerdict } from './undocumented.ts';
import type { PromisedVerdict } from './upgrade-model.ts';

/** The verdict of a cell, or of its rollback. */
export type VerdictName = 'painless' | 'warns' | 'exception' | 'broken' | 'inconclusive';

/** Best first; `inconclusive` is no verdict about the release, and never a pass. */
export const VERDICT_ORDER: readonly VerdictName[] = [
  'painless',
  'warns',
  'exception',
  'broken',
  'inconclusive',
];

/** Where a run failed, and what was seen there. */
export interface Witness {
  readonly run: string;
  readonly phase: string;
  /** `api-1@target, api-2@base`. */
  readonly state: string;
  readonly kind: StepAction['kind'];
  /** The failing step in words. */
  readonly step: string;
  readonly failure: Failure;
}

/** A deprecation that was logged, with the number of its lines. */
export interface WarningSeen {
  readonly release: string;
  readonly text: string;
  readonly times: number;
}

export interface Result {
  readonly verdict: VerdictName;
  /** Sentences, the most important first. */
  readonly reasons: readonly string[];
  /** What failed in each failing run. */
  readonly witnesses: readonly Witness[];
  readonly warnings: readonly WarningSeen[];
  /** What had to be done by hand for it to pass. */
  readonly exceptions: readonly ExceptionDone[];
  /** Declared exceptions without which the cell passes. */
  readonly stale: readonly string[];
  /** Why it does not pass as it is, as far as experiments tell. */
  readonly culprit?: Culprit;
  /** It fails now and then: runs that were the same, and how many of them failed. */
  readonly flaky?: FailureRate;
}

export interface ExceptionDone {
  readonly name: string;
  readonly why: string;
  readonly note: string;
}

export interface CellVerdict {
  readonly cell: CellId;
  readonly sameAs?: CellId;
  readonly result: Result;
  readonly rollback: Result;
  /** Of a rolling cell that proved something. */
  readonly lattice?: LatticeVerdict;
  /** Where orders were tried that the plan forbids. */
  readonly undocumented?: UndocumentedVerdict;
}

/** How a promise of the plan turned out. */
export interface PromiseKept {
  readonly cell: CellId;
  readonly rollback: boolean;
  readonly atLeast: PromisedVerdict;
  readonly verdict: VerdictName;
  readonly kept: boolean;
}

/** The judgement of a whole run. */
export interface Verdict {
  readonly cells: readonly CellVerdict[];
  readonly promises: readonly PromiseKept[];
  /** Cells that do better than promised, in words. */
  readonly better: readonly string[];
  /** The plan promises other steps than this one: its cells are shown, and the exit code does not speak of them. */
  readonly isUnpromised?: true;
  /** Promised cells that this run did not take. */
  readonly notRun: readonly string[];
  readonly interrupted: boolean;
  /** 0 passed, 1 a verdict fell short, 3 inconclusive, 4 our bug, 130 interrupted. */
  readonly exitCode: number;
}
