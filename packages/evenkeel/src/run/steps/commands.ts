import { type Command, commandInWords } from '../../model/check.ts';
import type { Part } from '../../model/plan.ts';
import type { ReleaseName } from '../../model/release.ts';
import { renderDeep } from '../../model/template.ts';
import type { MigrationStage, OwnedCheck } from '../../model/upgrade-model.ts';
import { type CellContext, installedFor, releaseNamed } from '../cell-context.ts';
import { type CheckSubject, passCheck, runCommand } from '../check-runner.ts';
import { StepFailure } from '../evidence.ts';
import { shorten } from '../expectations.ts';
import type { Answer } from '../ports.ts';
import { instanceNamed } from '../stack.ts';
import { valuesFor } from '../values.ts';

/** Migrations and manual steps may take long; a run that hangs must still end. */
export const COMMAND_TIMEOUT_MS = 10 * 60_000;

/** Sets a release up before it starts for the first time. @throws StepFailure */
export async function performSetup(
  context: CellContext,
  { service, check }: OwnedCheck,
  release: ReleaseName,
): Promise<void> {
  await passCheck(context, check, codeSubject(context, service, release));
}

/** Runs a migration with target's code. @throws StepFailure when its exit code is not 0. */
export async function performMigration(context: CellContext, stage: MigrationStage): Promise<void> {
  const migration = context.model.migrations.find((entry) => entry.stage === stage);
  if (migration === undefined) throw new Error(`the plan names a migration that is not there: ${stage}`);
  mustSucceed(
    `migration ${stage}`,
    migration.run,
    await runAsTarget(context, migration.service, migration.run),
  );
}

/** Does an exception with target's code. @throws StepFailure when its exit code is not 0. */
export async function performException(context: CellContext, name: string): Promise<void> {
  const exception = context.model.exceptions.find((entry) => entry.name === name);
  if (exception === undefined) throw new Error(`the plan names an exception that is not there: ${name}`);
  mustSucceed(
    `exception ${name}`,
    exception.run,
    await runAsTarget(context, exception.service, exception.run),
  );
}

/**
 * Runs an upgrade check with target's code on base's data: exit 0 ready, 1 warnings (journaled), 2 or more not ready,
 * as `nova-status upgrade check` has it. @throws StepFailure when not ready.
 */
export async function performUpgradeCheck(context: CellContext, name: string, part: Part): Promise<void> {
  const check = context.model.upgradeChecks.find((entry) => entry.name === name);
  if (check === undefined) throw new Error(`the plan names an upgrade check that is not there: ${name}`);
  const answer = await runAsTarget(context, check.service, check.run);
  if (answer.status === 1) {
    const text = `upgrade check ${name}: ${shorten(answer.text.trim())}`;
    context.emit({ type: 'warning', run: context.run.id, part, instance: name, release: 'target', text });
    return;
  }
  mustSucceed(`upgrade check ${name}`, check.run, answer);
}

function runAsTarget(context: CellContext, service: string, command: Command): Promise<Answer> {
  const subject = codeSubject(context, service, 'target');
  const rendered = renderDeep(command, valuesFor(context.model, context.stack, subject));
  return runCommand(context, rendered, subject, COMMAND_TIMEOUT_MS);
}

/** A release's code of a service, in the place of its first instance, whatever that runs now. */
function codeSubject(context: CellContext, service: string, release: ReleaseName): CheckSubject {
  const instance = instanceNamed(context.stack, `${service}-1`);
  const installed = installedFor(context, service, release);
  const subject = { instance, release: releaseNamed(context, release), install: installed.folder };
  const env = renderDeep(
    instance.service.program[release].env,
    valuesFor(context.model, context.stack, subject),
  );
  return { ...subject, env, path: installed.path };
}

function mustSucceed(what: string, command: Command, answer: Answer): void {
  if (answer.error === undefined && answer.status === 0) return;
  const how = answer.error ?? `ended with exit code ${answer.status}`;
  const request = commandInWords(command);
  throw new StepFailure(`${what} ${how}`, { request, answer: answer.text.slice(-1000) });
}
