import type { CellId } from './cell.ts';
import type { Check, Command } from './check.ts';
import type { Precedence } from './lattice.ts';
import type { Combination } from './lattice-verdict.ts';
import type { PerRelease } from './release.ts';
import type { MigrationStage } from './upgrade-model.ts';
import type { VerdictName, Witness } from './verdict.ts';

/** What a run says to the question how to upgrade. Plain data. */
export type RunbookAnswer = SafeAnswer | UnsafeAnswer | InconclusiveAnswer;

/** The upgrade that was shown to work. */
export interface SafeAnswer {
  readonly kind: 'safe';
  readonly runbook: Runbook;
}

/** No order was safe, or what failed has nothing to do with the order. */
export interface UnsafeAnswer extends Asked {
  readonly kind: 'unsafe';
  /** The smallest combination that all failing states have and no passing one. */
  readonly failing?: readonly Combination[];
  readonly reasons: readonly string[];
  /** Where it failed first. */
  readonly witness?: Witness;
}

/** The run proved nothing about the cell. */
export interface InconclusiveAnswer extends Asked {
  readonly kind: 'inconclusive';
  readonly reasons: readonly string[];
}

interface Asked {
  readonly name: string;
  readonly base: string;
  readonly target: string;
  /** Absent when the run judged no cell. */
  readonly cell?: CellId;
}

/** The steps from all-base to all-target. */
export interface Runbook {
  readonly name: string;
  /** The labels of the releases. */
  readonly base: string;
  readonly target: string;
  readonly cell: CellId;
  readonly verdict: VerdictName;
  /** Cells that would have been preferred, and why they were not taken. */
  readonly passedOver: readonly { readonly cell: CellId; readonly verdict: VerdictName }[];
  /** Deprecations that were logged on the way. */
  readonly warnings: readonly string[];
  /** What an order has to keep to; those that follow from others are left out. Empty offline. */
  readonly rules: readonly Precedence[];
  /** `any`: holds for fleets of any size, for one service moves after the other. `exact`: for as many instances as were tested. */
  readonly instances: 'any' | 'exact';
  /** In start order. */
  readonly services: readonly RunbookService[];
  readonly preconditions: readonly Precondition[];
  readonly steps: readonly RunbookStep[];
  /** The number of the step that crosses the point of no return; absent when one can go back after each. */
  readonly noReturn?: number;
}

export interface RunbookService {
  readonly name: string;
  /** How many there were in the rehearsal. */
  readonly count: number;
  /** What every instance at a release must pass. */
  readonly checks: PerRelease<readonly RunbookCheck[]>;
}

/** One check of an instance. Of the plan's placeholders those that only the rehearsal knew are left. */
export interface RunbookCheck {
  readonly kind: 'ready' | 'version' | 'probe';
  /** `ready`, `version`, or the name of the probe. */
  readonly name: string;
  readonly words: string;
  readonly check: Check;
  /** For `version`: what the answer says, and where. */
  readonly answer?: { readonly equals: string; readonly json?: string; readonly matches?: string };
}

/** What must be so, or known, before the first step. */
export interface Precondition {
  readonly words: string;
  readonly command?: Command;
  /** Whose code the command is. */
  readonly service?: string;
  /** The release note, relative to the plan. */
  readonly note?: string;
}

export interface RunbookStep {
  /** From 1. */
  readonly number: number;
  readonly task: RunbookTask;
  readonly title: string;
  /** What to do, one sentence each. */
  readonly todo: readonly string[];
  /** How to see that it worked, one sentence each. */
  readonly checks: readonly string[];
  /** When to stop. */
  readonly abort: string;
  /** How to go back from here, also when the step fails; or that one cannot. */
  readonly back: string;
  /** Whether one can go back once this step was begun. */
  readonly canGoBack: boolean;
}

/** What a step does. `atTarget`: target's code lies where the service's first instance is by then. */
export type RunbookTask =
  | {
      /** Instances are replaced one by one: the ones after the first `from`, `count` of them, or the rest. */
      readonly kind: 'replace';
      readonly service: string;
      readonly from: number;
      readonly count: number;
      readonly isRest: boolean;
    }
  | {
      readonly kind: 'migrate';
      readonly stage: MigrationStage;
      readonly service: string;
      readonly command: Command;
      readonly atTarget: boolean;
    }
  | {
      readonly kind: 'exception';
      readonly name: string;
      readonly service: string;
      readonly command: Command;
      readonly note: string;
      readonly atTarget: boolean;
    }
  /** Target's files are laid, and what runs is restarted one by one to read them. */
  | { readonly kind: 'files'; readonly files: readonly string[] }
  | { readonly kind: 'stop' }
  | { readonly kind: 'install'; readonly files: readonly string[] }
  | { readonly kind: 'start' };
