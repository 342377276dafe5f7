import { type CellContext, installedFor, releaseNamed } from '../cell-context.ts';
import { passCheck } from '../check-runner.ts';
import { StepFailure } from '../evidence.ts';
import { deadInstances, instanceNamed } from '../stack.ts';
import { subjectOf } from '../subjects.ts';

const POLL_MS = 20;
const LEAST_WAIT_MS = 10_000;

/**
 * Proves that the state serves: every instance alive, no request failed since the probes were started, and each probe
 * asked of each instance anew and answered. @throws StepFailure with the first fault.
 */
export async function proveState(context: CellContext): Promise<void> {
  const { clock } = context.drivers;
  const slowest = Math.max(
    ...context.model.probes.map((probe) => probe.everyMs + probe.check.timeoutMs + probe.check.withinMs),
  );
  const since = clock.now();
  const until = since + Math.max(LEAST_WAIT_MS, slowest * (context.stack.instances.length + 1));
  for (;;) {
    failOnDeath(context);
    failOnProbe(context);
    const silent = unanswered(context, since);
    if (silent.length === 0) return;
    if (clock.now() > until) throw new StepFailure(`probes were not answered: ${silent.join(', ')}`);
    await clock.sleep(POLL_MS, context.signal);
  }
}

/** In words, which instances ended without being asked; for the message of a failure that this explains. */
export function deathsInWords(context: CellContext): string {
  return deadInstances(context.stack)
    .map(({ instance, how }) => `${instance.name}@${instance.running?.role} has ended by itself: ${how}`)
    .join('; ');
}

function failOnDeath(context: CellContext): void {
  const [dead] = deadInstances(context.stack);
  if (dead === undefined) return;
  const release = dead.instance.running?.role;
  throw new StepFailure(deathsInWords(context), {
    instance: dead.instance.name,
    ...(release === undefined ? {} : { release }),
  });
}

/** Ends the probes. @throws StepFailure when a request failed that no proof has seen */
export async function stopProbes(context: CellContext): Promise<void> {
  await context.probes.stop();
  failOnProbe(context);
}

function failOnProbe(context: CellContext): void {
  const failed = context.probes.firstFailure();
  if (failed?.failure === undefined) return;
  const { message, log: _, ...details } = failed.failure;
  throw new StepFailure(`probe ${failed.probe}: ${message}`, details);
}

/** In words, what no probe was answered by since a time: an instance in service, or a role of those. */
function unanswered(context: CellContext, since: number): string[] {
  return context.model.probes.flatMap((probe) => {
    const serving = context.stack.instances.filter(
      (instance) => instance.inService && instance.service.name === probe.service,
    );
    const roles = new Set(serving.flatMap((instance) => instance.running?.role ?? []));
    return [...serving.map((instance) => instance.name), ...roles]
      .filter((by) => !context.probes.answered(probe.name, by, since))
      .map((by) => `${probe.name} by ${by}`);
  });
}

/** Asks a probe of a service that is stopped. @throws StepFailure when it passes: it cannot fail. */
export async function probeStopped(context: CellContext, name: string, instanceName: string): Promise<void> {
  const probe = context.model.probes.find((entry) => entry.name === name);
  if (probe === undefined) throw new Error(`the plan names a probe that is not there: ${name}`);
  const instance = instanceNamed(context.stack, instanceName);
  const installed = installedFor(context, instance.service.name, 'base');
  const subject = {
    ...subjectOf(context, instance),
    release: releaseNamed(context, 'base'),
    path: installed.path,
  };
  try {
    await passCheck(context, { ...probe.check, withinMs: 0 }, subject);
  } catch (error) {
    if (error instanceof StepFailure) return;
    throw error;
  }
  throw new StepFailure(`probe ${name} passes while ${probe.service} is stopped: it cannot fail`);
}
