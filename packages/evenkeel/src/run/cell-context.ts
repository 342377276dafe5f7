import type { ProbeSample } from '../model/event.ts';
import type { LatticeState } from '../model/lattice.ts';
import type { Phase, PlannedRun } from '../model/plan.ts';
import type { Release, ReleaseName } from '../model/release.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import type { Drivers, Emit, Installed, LogMark } from './ports.ts';
import type { Instance, Stack } from './stack.ts';

/** Values that resources saved: by `run/resource/item`. */
export type Stores = Map<string, Record<string, string>>;

/** A state of the stack that was kept while everything was off. */
export interface KeptState {
  readonly folder: string;
  /** Items that there were: `resource/item`. */
  readonly created: readonly string[];
  readonly stores: Stores;
}

/** What the runs of one group have in common. */
export interface RunGroup {
  /** The group's name, or the run's own. */
  readonly name: string;
  readonly ports: readonly number[];
  /** By their names. */
  readonly kept: Map<string, KeptState>;
  /** Where they lie. */
  readonly folder: string;
}

/** Probes that run all the time, as the steps of a run see them. */
export interface Probing {
  /** Starts every probe of the plan. Does nothing when they run already. */
  start(context: CellContext): void;
  /** Stops every probe, and waits for the requests that are under way. */
  stop(): Promise<void>;
  /** Puts an instance into service. */
  admit(instance: Instance): void;
  /** Takes an instance out of service and waits for the requests that it still answers. */
  drain(instance: Instance): Promise<void>;
  /** The first request that failed since the probes were started. */
  firstFailure(): ProbeSample | undefined;
  /** Whether an instance, or a role, gave a good answer to a probe that was asked at a time (of the clock) or later. */
  answered(probe: string, by: string, since: number): boolean;
}

/** All that the steps of one cell run share. */
export interface CellContext {
  /** The model of the phase: in a row, each step before has its own. */
  model: UpgradeModel;
  /** The model of the run. */
  readonly ofRun: UpgradeModel;
  readonly run: PlannedRun;
  readonly drivers: Drivers;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly stack: Stack;
  readonly stores: Stores;
  readonly group: RunGroup;
  /** Items whose creation succeeded: `resource/item`. */
  readonly created: Set<string>;
  /** By `installKey`. */
  readonly installed: Map<string, Installed>;
  readonly probes: Probing;
  /** Fingerprints of watched files, by their name. */
  readonly watched: Map<string, string>;
  /** What `save-state` saw last. */
  savedSchema: ReadonlyMap<string, readonly string[]>;
  /** Leave the state for inspection. */
  readonly keep: boolean;
  phase: Phase;
  /** The last state of a lattice that passed. */
  reached?: LatticeState;
  /** Where the logs stood when the phase began. */
  phaseMark: LogMark;
}

/** The release of a name. */
export function releaseNamed(context: CellContext, name: ReleaseName): Release {
  return context.model.releases[name];
}

/** The installed release of a service. Every install was done before the first run. */
export function installedFor(context: CellContext, service: string, release: ReleaseName): Installed {
  const found = context.installed.get(installKey(context.ofRun, service, release, context.phase.leg));
  if (found === undefined) throw new Error(`${release} of ${service} is not installed`);
  return found;
}

/** By what an installed release is found. In a row, a step's target is the base of the step after it. */
export function installKey(
  { before = [] }: UpgradeModel,
  service: string,
  release: ReleaseName,
  leg?: number,
): string {
  if (leg === undefined) return `${service}/${release}`;
  if (release === 'base') return `${service}/base/${leg}`;
  return leg + 1 < before.length ? `${service}/base/${leg + 1}` : `${service}/base`;
}

/** Begins a phase: in a row, the step that it belongs to says whose code the services run. */
export function enterPhase(context: CellContext, phase: Phase): void {
  context.phase = phase;
  context.model =
    phase.leg === undefined ? context.ofRun : (context.ofRun.before?.[phase.leg] ?? context.ofRun);
  for (const instance of context.stack.instances)
    instance.service =
      context.model.services.find(({ name }) => name === instance.service.name) ?? instance.service;
}
