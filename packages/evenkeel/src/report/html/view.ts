import type { CellId, CodeAxis, FilesColumn } from '../../model/cell.ts';
import type { Culprit, OptionChange } from '../../model/culprit.ts';
import type { MachineFacts } from '../../model/event.ts';
import type { FilePatch } from '../../model/file-patch.ts';
import type { ContractFinding } from '../../model/judged-contract.ts';
import type { StateOutcome, WayBack } from '../../model/lattice-verdict.ts';
import type { Part, RunPurpose } from '../../model/plan.ts';
import type { FileOwner } from '../../model/upgrade-model.ts';
import type { ExceptionDone, VerdictName, WarningSeen } from '../../model/verdict.ts';

/** All that the page of a run shows. Plain JSON: the page decides how it looks, and nothing else. */
export interface View {
  readonly name: string;
  readonly base: string;
  readonly target: string;
  /** The outcome in one sentence. */
  readonly headline: string;
  /** What is not there, or not shown, in sentences. */
  readonly missing: readonly string[];
  readonly matrix: MatrixView;
  readonly cells: readonly CellView[];
  readonly runs: readonly RunView[];
  readonly promises: readonly PromiseView[];
  readonly files: readonly FileView[];
  /** Which recorded commands filters refuse, in lines. */
  readonly privileges: readonly string[];
  readonly findings: FindingsView;
  readonly runbook: RunbookView;
  readonly facts: FactsView;
}

/** Rows are how code moves, columns when files do; a cell is there when it was judged. */
export interface MatrixView {
  readonly columns: readonly FilesColumn[];
  readonly rows: readonly { readonly code: CodeAxis; readonly cells: readonly (CellId | null)[] }[];
}

export interface CellView {
  readonly id: CellId;
  readonly sameAs?: CellId;
  readonly result: ResultView;
  readonly rollback: ResultView;
  readonly lattice?: LatticeView;
  /** Runs that decided it, then the experiments, then what was run for all cells; by their ids. */
  readonly runs: readonly string[];
}

export interface ResultView {
  readonly verdict: VerdictName;
  readonly reasons: readonly string[];
  readonly failures: readonly FailureView[];
  readonly warnings: readonly WarningSeen[];
  readonly exceptions: readonly ExceptionDone[];
  readonly stale: readonly string[];
  readonly culprit?: Culprit;
  /** What was left out for being too much, in words. */
  readonly more: readonly string[];
}

/** A step that failed, and what was seen. */
export interface FailureView {
  readonly run: string;
  readonly phase: string;
  readonly state: string;
  readonly step: string;
  readonly message: string;
  readonly answer?: string;
  readonly log: readonly { readonly source: string; readonly text: string; readonly file: string }[];
  /** How many lines of the log are not shown. */
  readonly moreLog: number;
}

export interface LatticeView {
  readonly elements: readonly { readonly id: string; readonly count: number }[];
  readonly states: readonly StateView[];
  readonly moves: readonly MoveView[];
  /** `every worker before any api`. */
  readonly rules: readonly string[];
  readonly rulesSuffice: boolean;
  readonly safeOrder?: readonly string[];
  /** `api@target with worker@base`. */
  readonly failing?: string;
  readonly lastWayBack?: string;
  /** How many levels there are, and how many states the largest has. */
  readonly size: { readonly levels: number; readonly rows: number };
}

export interface StateView {
  /** `1.0`: how many of each element are at target. */
  readonly key: string;
  readonly words: string;
  /** `api 1/2`, one for each element. */
  readonly parts: readonly string[];
  readonly outcome: StateOutcome;
  readonly back: WayBack;
  /** On the safe order that is recommended. */
  readonly isSafe: boolean;
  /** Has the smallest combination that fails. */
  readonly isFailing: boolean;
  /** Where it is drawn: its level, and its place in it from the top, which may be a fraction. */
  readonly level: number;
  readonly row: number;
  readonly evidence: readonly FailureView[];
}

/** A move between two states, by their places in `states`. */
export interface MoveView {
  readonly from: number;
  readonly to: number;
  readonly element: string;
  readonly passed: boolean;
  readonly isSafe: boolean;
  readonly run: string;
}

/** What happened in one run. Times are milliseconds since it began. */
export interface RunView {
  readonly id: string;
  readonly title: string;
  readonly purpose: RunPurpose;
  /** In words; also when it was left out, or cut off. */
  readonly outcome: string;
  readonly failed: boolean;
  readonly ms: number;
  readonly phases: readonly PhaseView[];
  readonly lanes: readonly LaneView[];
  readonly marks: readonly MarkView[];
  readonly probes: readonly ProbeView[];
}

export interface PhaseView {
  readonly title: string;
  readonly part: Part;
  readonly state: string;
  readonly from: number;
  readonly to: number;
  readonly failed: boolean;
  readonly answered: number;
  readonly unanswered: number;
}

/** One service instance, or a server of the environment. */
export interface LaneView {
  readonly name: string;
  readonly spans: readonly SpanView[];
}

export interface SpanView {
  readonly from: number;
  readonly to: number;
  readonly release: 'base' | 'target' | 'environment';
  readonly label: string;
  /** How it ended; empty when nothing says so. */
  readonly ended: string;
}

export type MarkKind = 'failure' | 'log' | 'warning' | 'migration' | 'exception' | 'file';

export interface MarkView {
  readonly kind: MarkKind;
  readonly at: number;
  /** The lane it belongs to. */
  readonly lane?: string;
  readonly text: string;
}

/** The answers to a probe of one instance, in buckets of equal width. */
export interface ProbeView {
  readonly probe: string;
  readonly instance: string;
  readonly samples: number;
  readonly failures: number;
  readonly buckets: readonly BucketView[];
}

export interface BucketView {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  readonly failures: number;
  /** The message of the first failure. */
  readonly message?: string;
}

export interface PromiseView {
  readonly name: string;
  readonly outcome: 'kept' | 'not kept' | 'not run';
  readonly words: string;
}

/** A file of which the releases have variants of their own. */
export interface FileView {
  readonly name: string;
  readonly path: string;
  readonly owner: FileOwner;
  readonly has: string;
  readonly note?: string;
  readonly changes: readonly OptionChange[];
  readonly patch?: FilePatch;
}

/** What `check` said of the releases. */
export interface FindingsView {
  readonly shown: readonly ContractFinding[];
  /** What is not shown, or could not be judged, in sentences. */
  readonly missing: readonly string[];
}

export interface RunbookView {
  readonly kind: 'safe' | 'unsafe' | 'inconclusive';
  readonly cell?: CellId;
  readonly intro: readonly string[];
  readonly before: readonly { readonly words: string; readonly command?: string }[];
  readonly steps: readonly RunbookStepView[];
  readonly noReturn?: number;
  /** Until when one can go back, and how. */
  readonly back: readonly string[];
}

export interface RunbookStepView {
  readonly number: number;
  readonly title: string;
  readonly todo: readonly string[];
  readonly command?: string;
  readonly checks: readonly string[];
  readonly abort: string;
  readonly back: string;
}

export interface FactsView {
  readonly command: string;
  readonly seed: number;
  readonly machine: Partial<MachineFacts>;
  /** Milliseconds since the epoch; absent without a run. */
  readonly startedAt?: number;
  readonly ms: number;
  readonly exitCode: number;
  readonly samples: number;
}
