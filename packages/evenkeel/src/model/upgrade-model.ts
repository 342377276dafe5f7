import type { CellId, CodeAxis } from './cell.ts';
import type { Check, Command, VersionQuestion } from './check.ts';
import type { ContractSource } from './contract.ts';
import type { OptionChange } from './culprit.ts';
import type { FilePatch } from './file-patch.ts';
import type { Precedence } from './lattice.ts';
import type { PerRelease, Release } from './release.ts';
import { KINDS, type UpgradeStep } from './upgrade-step.ts';

/** What a plan file says, checked and normalised: every default is filled in. Plain data. */
export interface UpgradeModel {
  readonly name: string;
  /** Absolute folder of the plan file. */
  readonly dir: string;
  readonly releases: PerRelease<Release>;
  readonly environment: readonly EnvironmentServer[];
  /** In start order. */
  readonly services: readonly Service[];
  readonly files: readonly ManagedFile[];
  readonly setup: readonly OwnedCheck[];
  readonly migrations: readonly Migration[];
  /** Orders of the rolling upgrade that the project documents: others are not walked. */
  readonly order: readonly Precedence[];
  readonly resources: readonly Resource[];
  readonly probes: readonly Probe[];
  readonly upgradeChecks: readonly UpgradeCheck[];
  readonly warnings: WarningRules;
  readonly exceptions: readonly Exception[];
  /** Empty: every cell that is run. */
  readonly promises: readonly Promised[];
  /** For `check`; a run does not look at it. */
  readonly contract?: ContractSource;
  /** How state is kept that lies outside of a run's folders. */
  readonly state?: StateCommands;
  /** Which step of a plan that lists its releases; absent in one that has a base and a target. */
  readonly step?: UpgradeStep;
  /** Of a row: the steps that come before base, the first one first. They have the same services as this one. */
  readonly before?: readonly UpgradeModel[];
  /** The plan has promises, and none for this step: its cells are shown, and nothing depends on them. */
  readonly isUnpromised?: true;
}

/** Commands that keep, and bring back, what a copy of the run's folders does not hold. All is off when they run. */
export interface StateCommands {
  /** Whose code they run with: base's of this service. */
  readonly service: string;
  /** Into the empty folder `${state}`. */
  readonly save: Command;
  /** From what `save` left in `${state}`. */
  readonly restore: Command;
}

/** A check that runs with the code of one service. */
export interface OwnedCheck {
  readonly service: string;
  readonly check: Check;
}

/** How a release of a service comes to lie in its install folder; the parts are done in this order. */
export interface InstallRecipe {
  /** A local folder, copied. */
  readonly folder?: string;
  readonly git?: { readonly repository: string; readonly ref: string };
  /** npm package specifiers. */
  readonly npm: readonly string[];
  readonly run?: Command;
}

/** How a process is ended. */
export interface StopRule {
  readonly signal: NodeJS.Signals;
  /** A command that ends it, instead of the signal. */
  readonly run?: Command;
  /** After this it is killed, which is a failure. */
  readonly withinMs: number;
}

/** What is common to everything that runs as a process. */
export interface ProcessSpec {
  readonly start: Command;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly ports: readonly string[];
  readonly ready: Check;
  readonly stop: StopRule;
  readonly logs: readonly string[];
  /** A rest after each start; only experiments have one. */
  readonly restMs?: number;
}

/** A real PostgreSQL server from npm. */
export interface PostgresSpec {
  readonly kind: 'postgres';
  /** A major (15 to 18) or an exact package version; may hold placeholders for an upgraded server. */
  readonly version: string;
  readonly database: string;
  readonly settings: Readonly<Record<string, string>>;
  /** A postgresql.conf to include, with placeholders. */
  readonly config?: string;
}

export interface RedisSpec {
  readonly kind: 'redis';
}

export interface CommandServerSpec {
  readonly kind: 'command';
  readonly install: InstallRecipe;
  readonly process: ProcessSpec;
}

/** A server that the stack needs and that is not upgraded. */
export interface EnvironmentServer {
  readonly name: string;
  readonly spec: PostgresSpec | RedisSpec | CommandServerSpec;
}

/** Software under upgrade. */
export interface Service {
  readonly name: string;
  /** How many run, by code axis: software that cannot share its data has one offline, and two to be rolled. */
  readonly instances: Readonly<Record<CodeAxis, number>>;
  readonly after: readonly string[];
  readonly install: PerRelease<InstallRecipe>;
  readonly program: PerRelease<ProcessSpec>;
  /** Set when the service is a PostgreSQL server itself; `program` then only holds env, ports and stop. */
  readonly postgres?: PostgresSpec;
  readonly version: VersionQuestion;
}

export type FileOwner = 'package' | 'operator';

/** A file or folder that the software reads. */
export interface ManagedFile {
  readonly name: string;
  /** Relative, below the cell's files folder. */
  readonly path: string;
  /** Absolute sources, the same for both when there is one variant; absent where that release has no such file. */
  readonly from: Partial<PerRelease<string>>;
  /** Absolute source of the union of both releases' filters; made for a run that lays it. */
  readonly union?: string;
  readonly variants: 1 | 2;
  readonly owner: FileOwner;
  /** The release note that documents an operator's edit; relative to the plan. */
  readonly note?: string;
  readonly render: boolean;
  /** Whether it is a folder of privilege filters, one for each release. */
  readonly filters: boolean;
  /** A service: each of its instances has a copy of its own. */
  readonly each?: string;
  /** How the options of both variants differ, as far as they can be read. */
  readonly changes?: readonly OptionChange[];
  /** How both variants differ line by line, of a file that the package owns. */
  readonly patch?: FilePatch;
}

export type MigrationStage = 'expand' | 'migrate' | 'contract';

export interface Migration {
  readonly stage: MigrationStage;
  readonly run: Command;
  readonly service: string;
  /** In a rolling upgrade: before the first instance is replaced, after the last, or wherever the order allows it. */
  readonly rolling: 'before' | 'after' | 'any';
}

export type ResourceAction = 'early_create' | 'create' | 'verify' | 'verify_noapi' | 'destroy';

/** Something that users make with a service and that must survive. */
export interface Resource {
  readonly name: string;
  readonly service: string;
  /** An action that the plan does not have is an empty list. */
  readonly actions: Readonly<Record<ResourceAction, readonly Check[]>>;
}

/** A request that runs all the time. */
export interface Probe {
  readonly name: string;
  readonly service: string;
  readonly everyMs: number;
  readonly check: Check;
  /** JSON path of the release label in the answer. */
  readonly answeredBy?: string;
}

export interface UpgradeCheck {
  readonly name: string;
  readonly service: string;
  readonly run: Command;
}

/** Regular expressions over log lines. */
export interface WarningRules {
  readonly patterns: readonly string[];
  readonly ignore: readonly string[];
}

export type ExceptionMoment = 'before-shutdown' | 'before-migrate' | 'before-start' | 'after-start';

/** A manual step that this pair of releases needs. */
export interface Exception {
  readonly name: string;
  readonly service: string;
  readonly run: Command;
  readonly when: ExceptionMoment;
  readonly cells: readonly CellId[];
  readonly note: string;
  readonly why: string;
}

/** A verdict that may be promised, best first. */
export type PromisedVerdict = 'painless' | 'warns' | 'exception';

/** A promise that a project makes to its operators. */
export interface Promised {
  readonly cell: CellId;
  readonly rollback: boolean;
  /** The worst verdict that keeps it. */
  readonly atLeast: PromisedVerdict;
  /** Whether the plan names the verdict itself. */
  readonly explicit: boolean;
}

/** `1.4.0 -> 2.0.0`; `1.4.0 -> 2.0.0 -> 3.0.0 (in a row)`. */
export function upgradeInWords({ releases, before = [], step }: UpgradeModel): string {
  const labels = [...before.map((each) => each.releases.base), releases.base, releases.target].map(
    ({ label }) => label,
  );
  return `${labels.join(' -> ')}${step === undefined ? '' : KINDS[step.kind]}`;
}
