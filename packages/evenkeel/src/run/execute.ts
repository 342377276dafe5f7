import { type Harness, JOURNAL_VERSION, type MachineFacts, type RunOutcome } from '../model/event.ts';
import type { Phase, Plan, PlannedInstall, PlannedRun } from '../model/plan.ts';
import { renderDeep } from '../model/template.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import type { CellContext, Stores } from './cell-context.ts';
import { runCell } from './cell-run.ts';
import { type Drivers, type Emit, InstallError, type Installed, type RunFolders } from './ports.ts';
import { ProbeRunner } from './probes.ts';
import { cellFolders, makeStack, portsNeeded } from './stack.ts';
import { releaseValues } from './values.ts';

/** What a run needs besides its plan. */
export interface RunOptions {
  readonly model: UpgradeModel;
  readonly plan: Plan;
  readonly folders: RunFolders;
  readonly drivers: Drivers;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly machine: MachineFacts;
  readonly harness: Harness;
  /** The command that repeats the run. */
  readonly command: string;
  /** Leave the state for inspection. */
  readonly keep: boolean;
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
    model,
    plan,
  });
  const installed = await installAll(options);
  if (installed !== undefined) {
    const outcomes = new Map<string, RunOutcome>();
    const stores: Stores = new Map();
    for (const run of plan.runs) {
      if (signal.aborted) break;
      const why = reasonToSkip(run, outcomes);
      if (why !== undefined) {
        emit({ type: 'cell-run-skipped', run: run.id, why });
        continue;
      }
      emit({ type: 'cell-run-started', run: run.id });
      const outcome = await runOne(options, run, installed, stores);
      outcomes.set(run.id, outcome);
      emit({ type: 'cell-run-finished', run: run.id, outcome });
    }
  }
  if (signal.aborted) emit({ type: 'interrupted', signal: String(signal.reason) });
  emit({ type: 'run-finished' });
}

/** Installs every release, side by side; `undefined` when one cannot be. */
async function installAll(options: RunOptions): Promise<Map<string, Installed> | undefined> {
  const installed = new Map<string, Installed>();
  const done = await Promise.all(options.plan.installs.map((planned) => installOne(options, planned)));
  for (const [index, { service, release }] of options.plan.installs.entries()) {
    const result = done[index];
    if (result === undefined) return undefined;
    installed.set(`${service}/${release}`, result);
  }
  return installed;
}

async function installOne(
  { model, drivers, emit, signal }: RunOptions,
  { service, release }: PlannedInstall,
): Promise<Installed | undefined> {
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

/** Why a run would prove nothing, or is not needed. */
function reasonToSkip(run: PlannedRun, outcomes: ReadonlyMap<string, RunOutcome>): string | undefined {
  if (run.condition === undefined) return undefined;
  const { was, runs } = run.condition;
  const before = runs.map((id) => outcomes.get(id));
  const missing = runs.find((_, index) => before[index] === undefined);
  if (missing !== undefined) return `${missing} was not run`;
  const passed = before.every(
    (outcome) => outcome?.base === 'passed' && outcome.upgrade !== 'failed' && outcome.harness === undefined,
  );
  if (was === 'passed') return passed ? undefined : `${runs.join(', ')} did not pass`;
  const failed = before.some((outcome) => outcome?.upgrade === 'failed');
  return failed ? undefined : 'it passes without';
}

async function runOne(
  options: RunOptions,
  run: PlannedRun,
  installed: Map<string, Installed>,
  stores: Stores,
): Promise<RunOutcome> {
  const { model, drivers, emit, signal } = options;
  const folders = cellFolders(options.folders, run.id);
  const ports = await drivers.files.freePorts(portsNeeded(model, run.code));
  const context: CellContext = {
    model,
    run,
    drivers,
    emit,
    signal,
    stack: makeStack(model, run.code, folders, ports),
    stores,
    created: new Set(),
    installed,
    probes: new ProbeRunner(),
    watched: new Map(),
    savedSchema: new Map(),
    phase: run.phases[0] as Phase,
    phaseMark: {},
    keep: options.keep,
  };
  return runCell(context);
}
