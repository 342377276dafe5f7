import { type Harness, JOURNAL_VERSION, type MachineFacts, type RunOutcome } from '../model/event.ts';
import { given } from '../model/given.ts';
import type { MadeRun } from '../model/made-run.ts';
import type { Phase, Plan, PlannedInstall, PlannedRun } from '../model/plan.ts';
import type { Share } from '../model/share.ts';
import { renderDeep } from '../model/template.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { type CellContext, installKey, type RunGroup, type Stores } from './cell-context.ts';
import { runCell } from './cell-run.ts';
import { reasonToSkip } from './conditions.ts';
import { type Drivers, type Emit, InstallError, type Installed, type RunFolders } from './ports.ts';
import { ProbeRunner } from './probes.ts';
import { FirstFailure, installsWith, type Search, Spending } from './search.ts';
import { cellFolders, makeStack, portsNeeded } from './stack.ts';
import { releaseValues } from './values.ts';

/** What a run needs besides its plan. */
export interface RunOptions {
  readonly model: UpgradeModel;
  readonly plan: Plan;
  /** The part of the plan to carry out; absent: all of it. */
  readonly share?: Share;
  readonly folders: RunFolders;
  readonly drivers: Drivers;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly machine: MachineFacts;
  readonly harness: Harness;
  /** The command that repeats the run. */
  readonly command: string;
  /** The plan file as people call it. */
  readonly planFile: string;
  /** Leave the state for inspection. */
  readonly keep: boolean;
  /** Looks for causes when the plan's runs are done. */
  readonly search: Search;
}

/** Carries out a plan. All that comes of it is in the journal. Ends early, and in order, when the signal aborts. */
export async function execute(options: RunOptions): Promise<void> {
  const { model, plan, emit, signal } = options;
  emit({
    type: 'run-started',
    journal: JOURNAL_VERSION,
    harness: options.harness,
    machine: options.machine,
    command: options.command,
    planFile: options.planFile,
    model,
    plan,
    ...given({ share: options.share }),
  });
  const installed = await installAll(options);
  if (installed !== undefined) {
    await makeRuns(options, installed);
  }
  if (signal.aborted) emit({ type: 'interrupted', signal: String(signal.reason) });
  emit({ type: 'run-finished' });
}

/** The plan's runs, as far as they are needed, and then what the search for causes asks for. */
async function makeRuns(options: RunOptions, installed: Map<string, Installed>): Promise<void> {
  const { plan, emit, signal, search } = options;
  const made = new Map<string, MadeRun>();
  const outcomes = new Map<string, RunOutcome>();
  const memory: Memory = { stores: new Map(), groups: new Map(), failed: [] };
  const spending = new Spending(search.budget, options.drivers.clock);
  const make = async (run: PlannedRun): Promise<void> => {
    const first = new FirstFailure(emit, (step) => kindOfStep(run, step));
    emit({ type: 'cell-run-started', run: run.id });
    const work = (): Promise<RunOutcome> => runOne({ ...options, emit: first.emit }, run, installed, memory);
    const outcome = await (run.again === undefined ? work() : spending.onRun(work));
    outcomes.set(run.id, outcome);
    made.set(run.id, { run, outcome, ...given({ failure: first.found }) });
    if (outcome.upgrade === 'failed') memory.failed.push(run);
    emit({ type: 'cell-run-finished', run: run.id, outcome });
  };
  const runs = plan.runs.filter(({ id }) => options.share?.runs.includes(id) ?? true);
  for (const [index, run] of runs.entries()) {
    if (signal.aborted) return;
    const why = reasonToSkip(run, plan.runs, outcomes);
    if (why === undefined) {
      await make(run);
      await forget(options, memory, runs.slice(index + 1));
    } else if (run.purpose !== 'experiment') {
      // an experiment that nothing calls for is nothing that was left out
      emit({ type: 'cell-run-skipped', run: run.id, why });
    }
  }
  for (let run = search.next(made); run !== undefined && !signal.aborted; run = search.next(made)) {
    const why = spending.ended();
    if (why !== undefined) return emit({ type: 'experiments-ended', why });
    emit({ type: 'experiment-planned', planned: run });
    await make(run);
  }
}

function kindOfStep({ phases }: PlannedRun, id: string): string {
  const steps = phases.flatMap((phase) => phase.steps);
  return steps.find((step) => step.id === id)?.action.kind ?? '';
}

/** Installs every release, side by side; `undefined` when one cannot be. */
async function installAll(options: RunOptions): Promise<Map<string, Installed> | undefined> {
  const installed = new Map<string, Installed>();
  const done = await Promise.all(options.plan.installs.map((planned) => installOne(options, planned)));
  for (const [index, { service, release, leg }] of options.plan.installs.entries()) {
    const result = done[index];
    if (result === undefined) return undefined;
    installed.set(installKey(options.model, service, release, leg), result);
  }
  return installed;
}

async function installOne(
  { model: ofRun, drivers, emit, signal }: RunOptions,
  { service, release, leg }: PlannedInstall,
): Promise<Installed | undefined> {
  const model = (leg === undefined ? undefined : ofRun.before?.[leg]) ?? ofRun;
  const recipe = model.services.find((entry) => entry.name === service)?.install[release] ?? { npm: [] };
  const facts = model.releases[release];
  const began = drivers.clock.now();
  emit({ type: 'install-started', service, release });
  const finish = (more: { error?: string }): void => {
    emit({
      type: 'install-finished',
      service,
      release,
      ms: Math.round(drivers.clock.now() - began),
      ...more,
    });
  };
  try {
    const values = { ...releaseValues(facts), 'plan.dir': model.dir };
    const result = await drivers.installer.install(renderDeep(recipe, values), facts.node, signal);
    finish({});
    return result;
  } catch (error) {
    if (!(error instanceof InstallError) && !signal.aborted) throw error;
    finish({ error: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

/** What runs know of those before them. */
interface Memory {
  readonly stores: Stores;
  readonly groups: Map<string, RunGroup>;
  /** Runs that may be made again: the states that they begin with are kept. */
  readonly failed: PlannedRun[];
}

async function groupOf(
  { model, folders, drivers }: RunOptions,
  run: PlannedRun,
  { groups }: Memory,
): Promise<RunGroup> {
  const name = run.group ?? run.id;
  const known = groups.get(name);
  if (known !== undefined) return known;
  const ports = await drivers.files.freePorts(portsNeeded(model, run.code));
  const group = { name, ports, kept: new Map(), folder: `${folders.scratch}/kept/${name}` };
  if (run.group !== undefined) groups.set(name, group);
  return group;
}

/** Removes kept states that no later run begins with, and none that failed. */
async function forget(
  { drivers }: RunOptions,
  { groups, failed }: Memory,
  later: readonly PlannedRun[],
): Promise<void> {
  for (const { name, kept } of groups.values()) {
    const steps = [...failed, ...later]
      .filter(({ group }) => group === name)
      .flatMap(({ phases }) => phases.flatMap((phase) => phase.steps));
    const needed = new Set(
      steps.flatMap(({ action }) => (action.kind === 'restore-snapshot' ? [action.state] : [])),
    );
    for (const [state, { folder }] of kept) {
      if (needed.has(state)) continue;
      await drivers.files.removeFolder(folder);
      kept.delete(state);
    }
  }
}

async function runOne(
  options: RunOptions,
  run: PlannedRun,
  installed: Map<string, Installed>,
  memory: Memory,
): Promise<RunOutcome> {
  const { drivers, emit, signal, search } = options;
  const model = search.modelFor(run);
  const group = await groupOf(options, run, memory);
  const folders = cellFolders(options.folders, run.id, group.name);
  const context: CellContext = {
    model,
    ofRun: model,
    run,
    drivers,
    emit,
    signal,
    stack: makeStack(model, run.code, folders, group.ports),
    stores: memory.stores,
    group,
    created: new Set(),
    installed: installsWith(installed, run.change),
    probes: new ProbeRunner(),
    watched: new Map(),
    savedSchema: new Map(),
    phase: run.phases[0] as Phase,
    phaseMark: {},
    keep: options.keep,
  };
  return runCell(context);
}
