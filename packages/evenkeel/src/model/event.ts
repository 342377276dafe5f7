import type { JudgedContract } from './judged-contract.ts';
import type { LatticeState } from './lattice.ts';
import type { Mutant, MutantOutcome } from './mutant.ts';
import type { Part, Phase, Plan, PlannedRun, Step } from './plan.ts';
import type { Privileges, TakenRecord } from './privileges.ts';
import type { ReleaseName } from './release.ts';
import type { Share } from './share.ts';
import type { UpgradeModel } from './upgrade-model.ts';

/** Version of the journal's format: a reader of this version understands all that a writer of it wrote. */
export const JOURNAL_VERSION = 1;

/** One line of the journal. Everything that judgement and reports know, they know from these. */
export type Event = EventStamp & EventBody;

/** The process that wrote a journal, so that a later one can tell whether it is dead and where it worked. */
export interface Harness {
  readonly pid: number;
  readonly startTime: string;
  readonly scratch: string;
}

export interface EventStamp {
  /** Counts from 1. */
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface MachineFacts {
  readonly evenkeel: string;
  readonly node: string;
  readonly platform: string;
  readonly arch: string;
}

/** A machine's part of a joined journal. */
export interface JoinedShare {
  readonly index: number;
  readonly of: number;
  readonly machine: MachineFacts;
}

/** A line of a log, as evidence. */
export interface LogLine {
  /** The instance, or the server of the environment. */
  readonly source: string;
  readonly text: string;
}

/** Why a step failed: the tested system did something that it should not have done. */
export interface Failure {
  readonly message: string;
  readonly instance?: string;
  readonly release?: ReleaseName;
  /** The request, statement or command in words. */
  readonly request?: string;
  /** What came back, shortened. */
  readonly answer?: string;
  /** What was logged while the step ran; lines that look like errors first. */
  readonly log: readonly LogLine[];
}

/** What undoes a step. Registered in the journal before the step runs, done in reverse order. */
export type Cleanup =
  | { readonly kind: 'remove-folder'; readonly path: string }
  | { readonly kind: 'stop-environment'; readonly server: string }
  | { readonly kind: 'stop-instance'; readonly instance: string }
  | { readonly kind: 'stop-probes' }
  | { readonly kind: 'end-commands' };

export type PartOutcome = 'passed' | 'failed' | 'not-run';

/** How each part of a run ended. `harness`: something broke that is not the tested system. */
export interface RunOutcome {
  readonly base: PartOutcome;
  readonly upgrade: PartOutcome;
  readonly rollback: PartOutcome;
  readonly harness?: string;
  /** The last state of a lattice that passed. */
  readonly reached?: LatticeState;
}

export interface ProbeSample {
  readonly probe: string;
  readonly instance: string;
  /** The role that answered: that of the instance asked, unless the answer names the other release. */
  readonly release: ReleaseName;
  /** The label that the answer named; absent when answers don't name one. */
  readonly answeredBy?: string;
  readonly ok: boolean;
  readonly status: string;
  readonly ms: number;
  readonly failure?: Failure;
}

/** A statement that a PostgreSQL server ran, by its log; one that failed or was rolled back is none. */
export interface RanStatement {
  readonly database: string;
  readonly sql: string;
}

export type EventBody =
  | {
      readonly type: 'run-started';
      readonly journal: number;
      readonly harness: Harness;
      readonly machine: MachineFacts;
      readonly command: string;
      /** The plan file as its path from where the command ran; absent in older journals. */
      readonly planFile?: string;
      readonly model: UpgradeModel;
      readonly plan: Plan;
      /** The part of the plan that this run takes; absent: all of it. */
      readonly share?: Share;
      /** In a journal that was joined from those of several machines: which those were. */
      readonly joined?: readonly JoinedShare[];
    }
  | { readonly type: 'install-started'; readonly service: string; readonly release: ReleaseName }
  | {
      readonly type: 'install-finished';
      readonly service: string;
      readonly release: ReleaseName;
      readonly ms: number;
      readonly error?: string;
    }
  /** An experiment that was decided on while running, from how others ended. */
  | { readonly type: 'experiment-planned'; readonly planned: PlannedRun }
  /** Some experiments were not made. */
  | { readonly type: 'experiments-ended'; readonly why: string }
  | { readonly type: 'cell-run-started'; readonly run: string }
  | { readonly type: 'cell-run-skipped'; readonly run: string; readonly why: string }
  | { readonly type: 'phase-started'; readonly run: string; readonly phase: Phase['id']; readonly part: Part }
  | {
      readonly type: 'cleanup-registered';
      readonly run: string;
      readonly step: string;
      readonly cleanup: Cleanup;
    }
  | { readonly type: 'step-started'; readonly run: string; readonly step: Step['id'] }
  | {
      readonly type: 'step-finished';
      readonly run: string;
      readonly step: Step['id'];
      readonly ms: number;
      readonly failure?: Failure;
      readonly note?: string;
    }
  | ({ readonly type: 'process-started'; readonly run: string } & ProcessFacts)
  | {
      readonly type: 'process-ended';
      readonly run: string;
      readonly name: string;
      readonly pid: number;
      readonly how: string;
      readonly asked: boolean;
    }
  | {
      readonly type: 'version-read';
      readonly run: string;
      readonly instance: string;
      readonly release: ReleaseName;
      readonly expected: string;
      readonly reported: string;
    }
  | ({ readonly type: 'probe'; readonly run: string; readonly phase: string } & ProbeSample)
  | {
      readonly type: 'warning';
      readonly run: string;
      readonly part: Part;
      readonly instance: string;
      readonly release: ReleaseName;
      readonly text: string;
    }
  | {
      readonly type: 'state-changed';
      readonly run: string;
      readonly label: string;
      readonly lines: readonly string[];
    }
  | {
      /** What a step had a PostgreSQL server of the environment do to schema and data. */
      readonly type: 'statements';
      readonly run: string;
      readonly part: Part;
      readonly step: Step['id'];
      readonly server: string;
      /** Whose code ran in the step. */
      readonly release: ReleaseName;
      readonly statements: readonly RanStatement[];
      /** How many statements are left out that may have changed the schema: there were too many. */
      readonly cut?: number;
      /** The same of those that changed rows. */
      readonly cutData?: number;
    }
  | {
      readonly type: 'frozen-file-written';
      readonly run: string;
      readonly part: Part;
      readonly file: string;
      readonly how: string;
    }
  | ({
      readonly type: 'commands-recorded';
      readonly run: string;
      readonly part: Part;
      readonly instance: string;
      /** Whose code asked for them. */
      readonly release: ReleaseName;
    } & TakenRecord)
  | ({ readonly type: 'commands-judged' } & Privileges)
  | ({ readonly type: 'contract-judged' } & JudgedContract)
  | {
      readonly type: 'mutant-tried';
      readonly run: string;
      readonly mutant: Mutant;
      readonly outcome: MutantOutcome;
      /** How it was noticed, or why it could not be tried. */
      readonly seen: string;
    }
  | {
      readonly type: 'cleanup-finished';
      readonly run: string;
      readonly cleanup: Cleanup;
      readonly error?: string;
    }
  | { readonly type: 'cell-run-finished'; readonly run: string; readonly outcome: RunOutcome }
  | { readonly type: 'harness-error'; readonly message: string }
  | { readonly type: 'interrupted'; readonly signal: string }
  | { readonly type: 'run-finished' };

/** Enough to find a process again, and not another one that got its pid. */
export interface ProcessFacts {
  readonly name: string;
  readonly pid: number;
  /** Clock ticks since boot, from /proc; empty where there is no /proc. */
  readonly startTime: string;
  readonly command: string;
}
