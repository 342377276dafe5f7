import type { CellId, CodeAxis } from './cell.ts';
import type { Change } from './change.ts';
import type { Lattice, LatticeState } from './lattice.ts';
import { type Mutant, mutantInWords, type PlannedMutant, type Survivor } from './mutant.ts';
import type { ReleaseName } from './release.ts';
import type { MigrationStage, OwnedCheck, ResourceAction } from './upgrade-model.ts';

/** Everything that a run will do, computed before anything is done. Plain JSON. */
export interface Plan {
  readonly version: 1;
  readonly seed: number;
  /** Releases of services to install before the first run. */
  readonly installs: readonly PlannedInstall[];
  readonly cells: readonly PlannedCell[];
  readonly runs: readonly PlannedRun[];
  /** Of a selfcheck: what is broken on purpose. */
  readonly mutants?: readonly PlannedMutant[];
  /** What an earlier selfcheck said of the plan's checks, when the run was told. */
  readonly survivors?: readonly Survivor[];
}

export interface PlannedInstall {
  readonly service: string;
  readonly release: ReleaseName;
  /** In a row: the step before whose model the release is; absent: the model's own. */
  readonly leg?: number;
}

/** Which runs decide a cell. */
export interface PlannedCell {
  readonly id: CellId;
  /** Set when the runs of another cell are its own: the two can differ only in what they allow those runs to do. */
  readonly sameAs?: CellId;
  /** The base -> base run of the same code axis. */
  readonly control: string;
  readonly attempts: readonly PlannedAttempt[];
  /** Attempts in orders that the plan forbids, when they are asked for; nothing of the cell depends on them. */
  readonly undocumented?: readonly PlannedAttempt[];
  /** Runs that are made only when something failed, to find out why. */
  readonly experiments?: PlannedExperiments;
}

/** Each changes one thing of a cell's own runs. */
export interface PlannedExperiments {
  /** Target alone, where base has never been. */
  readonly fresh: string;
  /** Target is started on base's data and makes nothing, then base runs again. */
  readonly startOnly: string;
  /** Of a rolling cell: to target, back to base, to target, all off in between. */
  readonly backAgain?: string;
}

/** The mixed states of a rolling cell, and how the runs go through them. */
export interface PlannedLattice extends Lattice {
  /** By whole upgrades, or edge by edge from kept states. */
  readonly mode: 'chains' | 'edges';
  /** What both would take, in seconds, by the figures of a source. */
  readonly costs?: { readonly chains: number; readonly edges: number; readonly source: string };
  /** How many states the order allows; absent when there are too many to list, and orders are drawn. */
  readonly states?: number;
  /** The fewest orders that visit all of them. */
  readonly width?: number;
  /** Where orders are drawn: of the pairs of one element at target beside another at base, how many they cover. */
  readonly pairs?: { readonly covered: number; readonly allowed: number };
}

/** The runs that go through a cell with the same exceptions: one offline, as many as its lattice needs when rolling. */
export interface PlannedAttempt {
  readonly kind: 'as-is' | 'with-exceptions' | 'without-one';
  readonly exceptions: readonly string[];
  /** For `without-one`: the exception left out, to see whether it is needed. */
  readonly leftOut?: string;
  readonly runs: readonly string[];
  /** Of a rolling cell. */
  readonly lattice?: PlannedLattice;
}

export type RunPurpose = 'control' | 'checks' | 'upgrade' | 'undocumented' | 'experiment' | 'mutants';

/**
 * Run only if those other runs passed (all; `reached`: any), failed in their upgrade part (any), or were `stuck`: failed in
 * their rollback (any). `open`: when it would show something that they, and other runs of the same condition, have
 * not; it does not count when it is left out.
 */
export interface RunCondition {
  readonly was: 'passed' | 'reached' | 'failed' | 'stuck' | 'open';
  readonly runs: readonly string[];
}

/** One walk from a clean base state through all phases. */
export interface PlannedRun {
  readonly id: string;
  readonly title: string;
  readonly purpose: RunPurpose;
  readonly code: CodeAxis;
  readonly condition?: RunCondition;
  /** Runs of one group go on from states that others of it kept: they share ports, folders and what was saved. */
  readonly group?: string;
  /** Of an experiment: the run that it repeats, */
  readonly again?: string;
  /** and what is different in it; nothing: it is the same once more. */
  readonly change?: Change;
  readonly phases: readonly Phase[];
}

/** A failure in `base` is never charged to the target; `rollback` follows `upgrade` even when that failed. */
export type Part = 'base' | 'upgrade' | 'rollback';

export interface Phase {
  readonly id: string;
  readonly title: string;
  readonly part: Part;
  /** Which code each instance runs while this phase is judged, e.g. `api-1@target, api-2@base`; empty when all are off. */
  readonly state: readonly InstanceState[];
  /** The state of the lattice that this phase judges; it has passed when all steps of the phase have. */
  readonly reached?: LatticeState;
  /** In a row: the step before that is made here, by its place in the model's `before`; its base and target are meant. */
  readonly leg?: number;
  readonly steps: readonly Step[];
}

export interface InstanceState {
  readonly instance: string;
  readonly service: string;
  /** The place in the upgrade; in a control run the code of `target` is base's too. */
  readonly role: ReleaseName;
}

export interface Step {
  /** Unique in the plan: `run/phase.number`. */
  readonly id: string;
  readonly action: StepAction;
}

/** When a resource is verified, as its scripts are told. */
export type VerifyPhase = 'pre-upgrade' | 'post-upgrade';

/** `union`: filters that admit what either release's do. */
export type VariantName = ReleaseName | 'union';

export interface FileVariant {
  readonly file: string;
  readonly variant: VariantName;
}

export type StepAction =
  | { readonly kind: 'start-environment'; readonly server: string }
  | { readonly kind: 'lay-files'; readonly files: readonly FileVariant[] }
  | { readonly kind: 'watch-files'; readonly files: readonly string[] }
  | {
      readonly kind: 'setup';
      readonly check: OwnedCheck /** Whose code; default: base's. */;
      readonly release?: ReleaseName;
    }
  | { readonly kind: 'install'; readonly service: string; readonly release: ReleaseName }
  | {
      readonly kind: 'start';
      readonly instance: string;
      readonly service: string;
      readonly release: ReleaseName;
      readonly role: ReleaseName;
    }
  | {
      readonly kind: 'ask-version';
      readonly instance: string;
      readonly service: string;
      readonly release: ReleaseName;
    }
  | { readonly kind: 'stop'; readonly instance: string }
  | { readonly kind: 'start-probes' }
  | { readonly kind: 'stop-probes' }
  | { readonly kind: 'prove-state' }
  | ResourceStep
  | {
      readonly kind: 'probe-stopped';
      readonly probe: string;
      readonly instance: string;
      readonly service: string;
    }
  | {
      readonly kind: 'ask-stopped';
      readonly instance: string;
      readonly service: string;
    }
  | MutantStep
  | { readonly kind: 'wipe-data' }
  | { readonly kind: 'save-state'; readonly label: string }
  | { readonly kind: 'stop-environment'; readonly server: string }
  | { readonly kind: 'save-snapshot'; readonly state: string }
  | { readonly kind: 'restore-snapshot'; readonly state: string }
  | { readonly kind: 'migrate'; readonly stage: MigrationStage }
  | { readonly kind: 'upgrade-check'; readonly name: string }
  | { readonly kind: 'exception'; readonly name: string };

export interface ResourceStep {
  readonly kind: 'resource';
  readonly resource: string;
  readonly action: ResourceAction;
  readonly item: string;
  readonly phase: VerifyPhase;
  /** Through which instance; with `verify_noapi` it is stopped. */
  readonly instance: string;
  /** Whose code the checks' commands run, where the instance runs none. Default: base's. */
  readonly release?: ReleaseName;
  /** Take what was saved for the item in another run, where it was really created. */
  readonly storeFrom?: string;
  /** With `fail`: do nothing when this other item got the same saved values, such as a number from a sequence. */
  readonly unlessLike?: string;
  /** `fail`: the step passes when the check notices that the thing was never created. */
  readonly expect: 'pass' | 'fail';
  /** With `fail`: the thing was made after the state that has been restored. */
  readonly afterRestore?: boolean;
}

/** Something is broken by now, or is about to be; the watcher has to notice. It fails only when base does not work. */
export interface MutantStep {
  readonly kind: 'mutant';
  readonly mutant: Mutant;
  /** Through which instance. */
  readonly instance: string;
  /** Of a resource. */
  readonly item?: string;
  /** As for a resource. */
  readonly storeFrom?: string;
  readonly unlessLike?: string;
  /** It was destroyed through the service, which may take as long as the check's `within`. */
  readonly mayLinger?: boolean;
}

/** `api-1@target, api-2@base`, or `all off`. */
export function describeState(state: readonly InstanceState[]): string {
  return state.length === 0 ? 'all off' : state.map((entry) => `${entry.instance}@${entry.role}`).join(', ');
}

/** A step in words, as the numbered dry run prints it. */
export function describeStep(action: StepAction): string {
  switch (action.kind) {
    case 'start-environment':
      return `start environment ${action.server}`;
    case 'lay-files':
      return `lay files ${action.files.map((entry) => `${entry.file} (${entry.variant === 'union' ? 'the union' : `${entry.variant}'s`})`).join(', ')}`;
    case 'watch-files':
      return `watch files ${action.files.join(', ')}`;
    case 'setup':
      return `set up ${action.release ?? 'base'} through ${action.check.service}`;
    case 'install':
      return `install ${action.release} of ${action.service}`;
    case 'start':
      return `start ${action.instance} with ${action.release}'s code`;
    case 'ask-version':
      return `ask ${action.instance} for its version, expect ${action.release}'s`;
    case 'stop':
      return `stop ${action.instance}`;
    case 'start-probes':
      return 'start probes';
    case 'stop-probes':
      return 'stop probes';
    case 'prove-state':
      return 'prove the state: every instance alive, every probe answered by every release';
    case 'resource':
      return describeResourceStep(action);
    case 'probe-stopped':
      return `ask probe ${action.probe} of ${action.instance}, which is stopped: must fail`;
    case 'ask-stopped':
      return `ask ${action.instance}, which is stopped, for its version: must fail`;
    case 'mutant':
      return `ask ${mutantInWords(action.mutant)}: must fail`;
    case 'wipe-data':
      return 'wipe all data';
    case 'save-state':
      return `save state ${action.label}`;
    case 'stop-environment':
      return `stop environment ${action.server}`;
    case 'save-snapshot':
      return `keep state ${action.state}, unless another run has`;
    case 'restore-snapshot':
      return `restore state ${action.state}`;
    case 'migrate':
      return `run migration ${action.stage} with target's code`;
    case 'upgrade-check':
      return `run upgrade check ${action.name} with target's code`;
    case 'exception':
      return `do exception ${action.name}`;
  }
}

function describeResourceStep(action: ResourceStep): string {
  const through = action.action === 'verify_noapi' ? '' : ` through ${action.instance}`;
  const beside = action.unlessLike === undefined ? '' : ` beside ${action.unlessLike}`;
  const why =
    action.afterRestore === true ? 'made after the restored state was kept' : `never created here${beside}`;
  const never = action.expect === 'fail' ? `, ${why}: must fail` : '';
  return `${action.action} ${action.resource} ${action.item}${through} (${action.phase})${never}`;
}

/** Whether a step shows that a check can fail: it passes when the check does not. */
export function provesThatItCanFail(action: StepAction): boolean {
  if (action.kind === 'resource') return action.expect === 'fail';
  return action.kind === 'probe-stopped' || action.kind === 'ask-stopped';
}
