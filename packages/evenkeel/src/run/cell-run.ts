import type { Cleanup, Failure, PartOutcome, RunOutcome } from '../model/event.ts';
import { given } from '../model/given.ts';
import { type Part, type Phase, provesThatItCanFail, type Step } from '../model/plan.ts';
import { MissingValueError } from '../model/template.ts';
import { type CellContext, enterPhase } from './cell-context.ts';
import { logsOfPhase } from './check-runner.ts';
import { StepFailure } from './evidence.ts';
import { cleanupOf, performStep } from './perform-step.ts';
import { InstallError, StartError, StateError } from './ports.ts';
import { allLogs } from './stack.ts';
import { capturing } from './statements.ts';
import { EnvironmentDied, failOnDeadEnvironment, stopEnvironment } from './steps/environment.ts';
import { reportWrittenFiles } from './steps/files.ts';
import { stopInstance } from './steps/instances.ts';
import { deathsInWords } from './steps/proof.ts';
import { saveState } from './steps/save-state.ts';
import { makeFolders } from './steps/wipe-data.ts';
import { reportWarnings } from './warnings.ts';

const PARTS: readonly Part[] = ['base', 'upgrade', 'rollback'];

/**
 * Walks one run through its parts. After a failure in `base` nothing more is done; after one in `upgrade` the rollback
 * still is, for that is when operators need it. Whatever happens, every registered clean-up is done, in reverse order.
 */
export async function runCell(context: CellContext): Promise<RunOutcome> {
  const cleanups: Cleanup[] = [{ kind: 'remove-folder', path: context.stack.folders.state }];
  const outcome: Record<Part, PartOutcome> = { base: 'not-run', upgrade: 'not-run', rollback: 'not-run' };
  for (const cleanup of cleanups)
    context.emit({ type: 'cleanup-registered', run: context.run.id, step: '', cleanup });
  try {
    await makeFolders(context);
    await runParts(context, outcome, cleanups);
    return { ...outcome, ...given({ reached: context.reached }) };
  } catch (error) {
    const harness = harnessFault(context, error);
    if (harness === undefined) throw error;
    return { ...outcome, harness };
  } finally {
    await cleanUp(context, cleanups);
  }
}

async function runParts(
  context: CellContext,
  outcome: Record<Part, PartOutcome>,
  cleanups: Cleanup[],
): Promise<void> {
  for (const part of PARTS) {
    const phases = context.run.phases.filter((phase) => phase.part === part);
    if (phases.length === 0) continue;
    outcome[part] = await runPart(context, phases, cleanups);
    if (outcome[part] !== 'failed') continue;
    if (part === 'base') return;
    await settle(context, part);
  }
}

/** What broke that is neither the tested system nor a fault of our own; `undefined` for the latter. */
function harnessFault(context: CellContext, error: unknown): string | undefined {
  if (context.signal.aborted) return 'interrupted';
  if (!(error instanceof Error)) return undefined;
  if (error instanceof MissingValueError) return error.message;
  const fromTheSystem = 'code' in error && typeof error.code === 'string' && 'syscall' in error;
  const known = [EnvironmentDied, InstallError, StateError];
  const isKnown = fromTheSystem || known.some((kind) => error instanceof kind);
  return isKnown ? error.message : undefined;
}

async function runPart(
  context: CellContext,
  phases: readonly Phase[],
  cleanups: Cleanup[],
): Promise<PartOutcome> {
  let outcome: PartOutcome = 'passed';
  for (const phase of phases) {
    enterPhase(context, phase);
    context.phaseMark = context.drivers.files.markLogs(allLogs(context.stack));
    context.emit({ type: 'phase-started', run: context.run.id, phase: phase.id, part: phase.part });
    const failed = await runPhase(context, phase, cleanups);
    for (const instance of context.stack.instances) reportWarnings(context, instance, phase.part);
    await reportWrittenFiles(context);
    if (failed) outcome = 'failed';
    else if (phase.reached !== undefined) context.reached = phase.reached;
    if (failed && context.run.purpose !== 'checks') return outcome;
  }
  return outcome;
}

/** Returns whether a step failed. The checks on the checks go on after one that cannot fail, to find them all. */
async function runPhase(context: CellContext, phase: Phase, cleanups: Cleanup[]): Promise<boolean> {
  let failed = false;
  for (const step of phase.steps) {
    context.signal.throwIfAborted();
    registerCleanup(context, step, cleanups);
    if (!(await runStep(context, step, phase.part))) {
      failed = true;
      if (!provesThatItCanFail(step.action)) break;
    }
  }
  return failed;
}

function registerCleanup(context: CellContext, step: Step, cleanups: Cleanup[]): void {
  const cleanup = cleanupOf(step.action);
  if (cleanup === undefined || cleanups.some((entry) => JSON.stringify(entry) === JSON.stringify(cleanup)))
    return;
  context.emit({ type: 'cleanup-registered', run: context.run.id, step: step.id, cleanup });
  cleanups.push(cleanup);
}

async function runStep(context: CellContext, step: Step, part: Part): Promise<boolean> {
  const { clock } = context.drivers;
  const began = clock.now();
  context.emit({ type: 'step-started', run: context.run.id, step: step.id });
  const finish = (more: { failure?: Failure; note?: string }): void => {
    context.emit({
      type: 'step-finished',
      run: context.run.id,
      step: step.id,
      ms: Math.round(clock.now() - began),
      ...more,
    });
  };
  try {
    const note = await capturing(context, step, part, () => performStep(context, step.action, part));
    finish(note === undefined ? {} : { note });
    return true;
  } catch (error) {
    const failure = failureFrom(context, step, error);
    if (failure === undefined || context.signal.aborted) throw error;
    if (step.action.kind !== 'start-environment') failOnDeadEnvironment(context);
    finish({ failure });
    return false;
  }
}

/** What a thrown error says of the tested system; `undefined` when it is not about the tested system. */
function failureFrom(context: CellContext, step: Step, error: unknown): Failure | undefined {
  if (error instanceof StartError) return new StepFailure(error.message).toFailure(logsOfPhase(context));
  if (!(error instanceof StepFailure)) return undefined;
  const deaths = step.action.kind === 'prove-state' ? '' : deathsInWords(context);
  const explained =
    deaths === '' || error.message.includes('ended')
      ? error
      : new StepFailure(`${error.message}; ${deaths}`, error.details);
  return explained.toFailure(logsOfPhase(context));
}

/** After a failure: everything off, so that the next part finds the stack as it is after a stop. */
async function settle(context: CellContext, part: Part): Promise<void> {
  await context.probes.stop();
  if (part === 'upgrade') await saveState(context, 'when the upgrade failed');
  for (const instance of context.stack.instances)
    await stopInstance(context, instance.name, part).catch(onlyFailures);
}

/** A stop that leaves something behind has been cleaned up all the same; only our own errors matter here. */
function onlyFailures(error: unknown): void {
  if (!(error instanceof StepFailure)) throw error;
}

async function cleanUp(context: CellContext, cleanups: readonly Cleanup[]): Promise<void> {
  for (const cleanup of [...cleanups].reverse()) {
    try {
      await performCleanup(context, cleanup);
      context.emit({ type: 'cleanup-finished', run: context.run.id, cleanup });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      context.emit({ type: 'cleanup-finished', run: context.run.id, cleanup, error: message });
    }
  }
}

async function performCleanup(context: CellContext, cleanup: Cleanup): Promise<void> {
  switch (cleanup.kind) {
    case 'stop-probes':
      return context.probes.stop();
    case 'stop-instance':
      return stopInstance(context, cleanup.instance, 'rollback').catch(onlyFailures);
    case 'stop-environment':
      await stopEnvironment(context, cleanup.server);
      return undefined;
    case 'end-commands':
      return context.drivers.host.endLeftovers(`${context.run.id}/`);
    case 'remove-folder':
      return context.keep ? undefined : context.drivers.files.removeFolder(cleanup.path);
  }
}
