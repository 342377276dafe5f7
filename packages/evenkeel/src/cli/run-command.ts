import { join, relative } from 'node:path';
import { realClock } from '../drivers/clock.ts';
import { RealProcessHost } from '../drivers/host/processes.ts';
import { RealInstaller } from '../drivers/install/installer.ts';
import { realProxies } from '../drivers/probe/answer-proxy.ts';
import { realAsker } from '../drivers/probe/asker.ts';
import { realFiles } from '../drivers/store/files.ts';
import { openJournal } from '../drivers/store/journal-file.ts';
import { realServers } from '../drivers/store/servers.ts';
import type { Event, EventBody } from '../model/event.ts';
import { given } from '../model/given.ts';
import type { Plan } from '../model/plan.ts';
import type { Share } from '../model/share.ts';
import { type UpgradeModel, upgradeInWords } from '../model/upgrade-model.ts';
import { defaultCells } from '../plan/default-cells.ts';
import { planByCosts } from '../plan/plan-by-costs.ts';
import { shareOf } from '../plan/share.ts';
import { renderPlan, renderWay } from '../report/plan-text.ts';
import { execute } from '../run/execute.ts';
import type { Drivers } from '../run/ports.ts';
import { BadInput } from './bad-input.ts';
import { commandLine } from './command-line.ts';
import { judgeContractOf } from './contract-findings.ts';
import { keepCosts, knownCosts } from './costs-file.ts';
import { cleanDeadRuns } from './dead-runs.ts';
import { withFileChanges } from './file-changes.ts';
import { filterUnions, layUnions } from './filter-unions.ts';
import { onFault, onInterrupt } from './interrupt.ts';
import { loadSteps, shownPath } from './load-plan.ts';
import { judgeCommands } from './privileges.ts';
import { Progress, type Watching } from './progress.ts';
import { checkTargets, ofEach, type ReportTargets, writeReports } from './reports.ts';
import { JOURNAL, makeRunFolder, type RunFolder } from './run-folder.ts';
import { type RunCommandOptions, USUAL_BUDGET } from './run-options.ts';
import { runSteps } from './run-steps.ts';
import { makeSearch } from './search.ts';
import { describeShare } from './shard.ts';
import { survivorsOf } from './survivors.ts';
import { sendTrace } from './telemetry.ts';
import { displayFor } from './terminal.ts';
import { timeLeftBy } from './time-left.ts';
import { VERSION } from './version.ts';

/** `evenkeel run`. Returns the exit code. @throws BadInput */
export async function runCommand(planFile: string, options: RunCommandOptions): Promise<number> {
  const { steps, file } = loadSteps(planFile);
  const [only] = steps;
  if (options.undocumented && steps.every(({ order }) => order.length === 0))
    throw BadInput.because('--undocumented: the plan has no order: that forbids any state');
  if (only?.step === undefined && options.step !== undefined)
    throw BadInput.because('the plan has a base and a target: only a list of releases has steps');
  if (only !== undefined && only.step === undefined) return runOne(only, file, options, options);
  return runSteps(steps, options, (model, change) =>
    runOne(model, file, { ...options, ...change }, ofEach(options)),
  );
}

/** Runs one upgrade: the whole of a plan, or a step of it. Returns the exit code. @throws BadInput */
async function runOne(
  read: UpgradeModel,
  file: string,
  options: RunCommandOptions,
  targets: ReportTargets,
): Promise<number> {
  const model = withFileChanges(read);
  const { orders, lattice: mode } = options;
  const cells = options.cell ?? defaultCells(model);
  const unions = filterUnions(model, cells);
  const survivors = options.selfcheck === undefined ? undefined : survivorsOf(options.selfcheck, read);
  // machines must plan alike, whatever each of them has measured
  const costs = options.shard === undefined ? knownCosts(model) : undefined;
  const { plan: planned, chosen } = planByCosts(model, {
    cells,
    seed: options.seed,
    lattice: given({ orders, mode, costs }),
    undocumented: options.undocumented ?? false,
  });
  const plan = { ...planned, ...given({ survivors }) };
  const share = options.shard && shareOf(plan, options.shard.index, options.shard.of);
  if (options.dryRun) {
    process.stdout.write(`${renderPlan(model, plan)}${describeShare(plan, share)}`);
    return 0;
  }
  checkTargets(targets);
  for (const { out, ended } of await cleanDeadRuns()) {
    process.stdout.write(`Cleaned up after a run that died: ${out} (${ended} processes ended)\n`);
  }
  const folder = makeRunFolder(options.out, options.seed);
  process.stdout.write(
    `${model.name}: ${upgradeInWords(model)}, into ${shown(folder.out)}\n${renderWay(plan)}${describeShare(plan, share)}`,
  );
  try {
    const complete = layUnions(model, unions, join(folder.out, 'union'));
    const display = displayFor(options.quiet ?? false);
    const own = planOf(plan, share);
    const events = await carryOut(complete, plan, folder, options, {
      command: commandLine(file, options, chosen, model.step),
      progress: new Progress(own, options.verbose ?? false, display, timeLeftBy(costs, own)),
      planFile: shownPath(file),
      afterwards: async (ran) => [
        ...judgeCommands(ran, unions),
        ...(await judgeContractOf(model, file, folder.out, ran)),
      ],
      ...given({ share }),
    });
    keepCosts(model, events);
    const verdict = writeReports(folder.out, events, { ...targets, brief: isBrief(options) });
    process.stdout.write(`\nJournal, logs and reports are in ${shown(folder.out)}\n`);
    await sendTrace(events, verdict);
    return verdict.exitCode;
  } finally {
    folder.tidy(options.keep ?? false);
  }
}

/** How a plan is carried out, but for what the user asked for. */
interface Carried {
  /** The command that repeats it. */
  readonly command: string;
  readonly progress: Watching;
  readonly share?: Share;
  readonly planFile: string;
  /** What is to be said of what ran, once all has run. */
  readonly afterwards?: (ran: readonly Event[]) => Promise<readonly EventBody[]>;
}

/** Carries out a plan; all that comes of it is in the run's folder, and in the events. */
export async function carryOut(
  model: UpgradeModel,
  plan: Plan,
  folder: RunFolder,
  options: Pick<RunCommandOptions, 'keep' | 'repeat' | 'budget'>,
  { command, progress, share, planFile, afterwards }: Carried,
): Promise<Event[]> {
  const events: Event[] = [];
  const journal = openJournal(join(folder.out, JOURNAL));
  const host = new RealProcessHost(folder.out, folder.harness.scratch);
  const controller = new AbortController();
  const endAtOnce = (): void => {
    host.killEverything();
    folder.tidy(options.keep ?? false);
  };
  const stopListening = onInterrupt(controller, endAtOnce);
  const stopCatching = onFault(endAtOnce);
  const emit = (body: EventBody): void => {
    const event = journal.emit(body);
    events.push(event);
    progress.on(event);
  };
  try {
    await execute({
      model,
      plan,
      ...given({ share }),
      planFile,
      folders: { out: folder.out, scratch: folder.harness.scratch },
      drivers: realDrivers(host, folder),
      emit,
      signal: controller.signal,
      machine: {
        evenkeel: VERSION,
        node: process.versions.node,
        platform: process.platform,
        arch: process.arch,
      },
      harness: folder.harness,
      command,
      keep: options.keep ?? false,
      search: makeSearch(model, plan, {
        repeat: options.repeat ?? 1,
        budget: options.budget ?? USUAL_BUDGET,
        folder: join(folder.harness.scratch, 'search'),
      }),
    });
    for (const said of (await afterwards?.(events)) ?? []) emit(said);
  } catch (error) {
    emit({
      type: 'harness-error',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    host.killEverything();
  } finally {
    stopListening();
    await host.endLeftovers('');
    await progress.close();
    journal.close();
    stopCatching();
  }
  return events;
}

/** Where people look on, they want the one screen that matters; the whole report is in the run's folder. */
const isBrief = ({ quiet, verbose }: RunCommandOptions): boolean =>
  quiet === true || (displayFor(false) === 'live' && verbose !== true);

/** What of a plan is going to be run. */
const planOf = (plan: Plan, share: Share | undefined): Plan =>
  share === undefined ? plan : { ...plan, runs: plan.runs.filter(({ id }) => share.runs.includes(id)) };

function realDrivers(host: RealProcessHost, folder: RunFolder): Drivers {
  const { scratch } = folder.harness;
  const installer = new RealInstaller(join(scratch, 'install'), folder.out);
  return {
    clock: realClock,
    host,
    installer,
    servers: realServers(installer, join(scratch, 'templates')),
    files: realFiles,
    asker: realAsker,
    proxies: realProxies,
  };
}

export function shown(folder: string): string {
  const path = relative(process.cwd(), folder);
  return path.startsWith('..') ? folder : path || '.';
}
