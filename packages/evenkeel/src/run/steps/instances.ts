import type { Check, VersionQuestion } from '../../model/check.ts';
import { given } from '../../model/given.ts';
import { valueAtPath } from '../../model/json-path.ts';
import type { Part } from '../../model/plan.ts';
import type { ReleaseName } from '../../model/release.ts';
import { renderDeep, renderTemplate } from '../../model/template.ts';
import type { ProcessSpec } from '../../model/upgrade-model.ts';
import { type CellContext, installedFor, releaseNamed } from '../cell-context.ts';
import { type CheckSubject, passCheck } from '../check-runner.ts';
import { StepFailure } from '../evidence.ts';
import type { Answer, LogMark, ProcessRequest, RunningProcess } from '../ports.ts';
import { type Instance, instanceNamed } from '../stack.ts';
import { subjectOf } from '../subjects.ts';
import { environmentFor, firstPort, valuesFor } from '../values.ts';
import { reportWarnings } from '../warnings.ts';
import { endedInWords } from './environment.ts';
import { reportCommands } from './record.ts';

/** An instance that listens may need a moment more before it can say which release it is. */
const VERSION_WITHIN_MS = 5_000;
const VERSION_RETRY_MS = 100;

/** Where an instance's logs stood when it was started last. */
const startMarks = new WeakMap<Instance, LogMark>();

/** Starts an instance with a release's code and waits until it is ready. It is in service once its version is known. */
export async function startInstance(
  context: CellContext,
  name: string,
  release: ReleaseName,
  role: ReleaseName,
): Promise<void> {
  const instance = instanceNamed(context.stack, name);
  startMarks.set(instance, context.drivers.files.markLogs(instance.logs));
  const { request, ready } = await startRequest(context, instance, release);
  const started = context.drivers.host.start(request);
  instance.running = { process: started, release, role };
  context.emit({ type: 'process-started', run: context.run.id, ...started.facts, name });
  const becomesReady = passCheck(context, ready, subjectAtStart(context, instance), () =>
    endedInWords(started.ended()),
  );
  await becomesReady.catch((error: unknown) => {
    failIfEnded(instance, started, 'before it was ready');
    throw error;
  });
  failIfEnded(instance, started, 'before it was ready');
  await context.drivers.clock.sleep(instance.service.program[release].restMs ?? 0, context.signal);
}

/** Asks a running instance for its version; when it is the one that it should be, the instance is in service. */
export async function askVersion(context: CellContext, name: string, release: ReleaseName): Promise<void> {
  const instance = instanceNamed(context.stack, name);
  const subject = subjectAtStart(context, instance);
  const expected = renderTemplate(
    instance.service.version.equals,
    valuesFor(context.model, context.stack, subject),
  );
  const { reported, answer } = await readVersion(context, instance, subject);
  context.emit({ type: 'version-read', run: context.run.id, instance: name, release, expected, reported });
  if (withoutV(reported) !== withoutV(expected)) {
    throw new StepFailure(`${name} reports version "${reported}", expected "${expected}"`, {
      instance: name,
      release,
      answer,
    });
  }
  context.probes.admit(instance);
}

/** Asks an instance that is stopped. @throws StepFailure when it answers: whatever that is, it is not the instance */
export async function askStopped(context: CellContext, name: string): Promise<void> {
  const instance = instanceNamed(context.stack, name);
  const { check } = instance.service.version;
  const answered = await passCheck(context, { ...check, withinMs: 0 }, subjectOf(context, instance)).then(
    () => true,
    (error: unknown) => {
      if (error instanceof StepFailure) return false;
      throw error;
    },
  );
  if (answered)
    throw new StepFailure(
      `the version question of ${instance.service.name} is answered while it is stopped: it does not ask the instance`,
    );
}

interface VersionAnswer {
  readonly reported: string;
  readonly answer: string;
}

/** Asks until there is a version in the answer: one that is still starting may answer without. */
async function readVersion(
  context: CellContext,
  instance: Instance,
  subject: CheckSubject,
): Promise<VersionAnswer> {
  const { clock } = context.drivers;
  const question = instance.service.version;
  const check = versionCheck(question);
  const giveUp = (): string | undefined => endedInWords(instance.running?.process.ended());
  const until = clock.now() + check.withinMs;
  for (;;) {
    const { answer } = await passCheck(context, check, subject, giveUp);
    const reported = versionIn(question, answer);
    if (reported !== '' || clock.now() > until) return { reported, answer: answer.text.slice(0, 400) };
    await clock.sleep(VERSION_RETRY_MS, context.signal);
  }
}

function versionIn({ check, json, matches }: VersionQuestion, answer: Answer): string {
  const pattern = matches ?? (check.kind === 'log' ? check.pattern : undefined);
  const text = json === undefined ? answer.text : String(valueAtPath(answer.json, json) ?? '');
  const found = pattern === undefined ? text : (new RegExp(pattern, 'm').exec(text)?.[1] ?? '');
  return found.trim().replace(/^"(.*)"$/, '$1');
}

/** Takes an instance out of service and ends it with all that it started; does nothing when it does not run. */
export async function stopInstance(context: CellContext, name: string, part: Part): Promise<void> {
  const instance = instanceNamed(context.stack, name);
  const { running } = instance;
  if (running === undefined) return;
  await context.probes.drain(instance);
  const died = running.process.ended();
  const { rule, byCommand } = stopRequest(context, instance, running.release);
  const { how, fault } = await running.process.stop(rule, byCommand);
  reportWarnings(context, instance, part);
  await reportCommands(context, instance, running.release, part);
  instance.running = undefined;
  context.emit({
    type: 'process-ended',
    run: context.run.id,
    name,
    pid: running.process.facts.pid,
    how: died ?? how,
    asked: died === undefined,
  });
  const details = { instance: name, release: running.role };
  if (died !== undefined) throw new StepFailure(`${name} had ended before it was asked to: ${died}`, details);
  if (fault !== undefined) throw new StepFailure(`${name} ${fault}`, details);
}

/** A server that speaks first is listened to until the version is there. */
function versionCheck({ check, matches }: VersionQuestion): Check {
  const withinMs = Math.max(check.withinMs, VERSION_WITHIN_MS);
  if (check.kind !== 'tcp' || matches === undefined) return { ...check, withinMs };
  return { ...check, withinMs, expect: { ...check.expect, matches } };
}

function withoutV(version: string): string {
  return version.replace(/^v(?=\d)/, '');
}

function failIfEnded(instance: Instance, process: RunningProcess, when: string): void {
  const how = process.ended();
  if (how === undefined) return;
  const release = instance.running?.role;
  throw new StepFailure(`${instance.name}@${release} ended ${when}: ${how}`, {
    instance: instance.name,
    ...given({ release }),
  });
}

function subjectAtStart(context: CellContext, instance: Instance): CheckSubject {
  return { ...subjectOf(context, instance), since: startMarks.get(instance) ?? {} };
}

async function startRequest(
  context: CellContext,
  instance: Instance,
  release: ReleaseName,
): Promise<{ request: ProcessRequest; ready: ProcessSpec['ready'] }> {
  const { service } = instance;
  const installed = installedFor(context, service.name, release);
  const subject = { instance, release: releaseNamed(context, release), install: installed.folder };
  const values = valuesFor(context.model, context.stack, subject);
  const { ready, ...program } = service.program[release];
  const common = {
    owner: `${context.run.id}/${instance.name}`,
    path: installed.path,
    logFile: `${context.stack.folders.logs}/${instance.name}.log`,
  };
  await context.drivers.files.makeFolder(instance.work);
  if (service.postgres !== undefined) {
    const place = { dataFolder: `${context.stack.folders.data}/${service.name}`, port: firstPort(instance) };
    const prepared = await context.drivers.servers.preparePostgres(
      renderDeep(service.postgres, values),
      place,
      context.signal,
    );
    const user = prepared.user === undefined ? {} : { user: prepared.user };
    return {
      request: { ...common, command: prepared.command, cwd: prepared.cwd, env: prepared.env, ...user },
      ready: prepared.ready,
    };
  }
  const rendered = renderDeep(
    { start: program.start, cwd: program.cwd, env: program.env, logs: program.logs },
    values,
  );
  addLogs(instance, rendered.logs);
  const env = { ...environmentFor(context.stack, subject), ...rendered.env };
  return { request: { ...common, command: rendered.start, cwd: rendered.cwd, env }, ready };
}

function addLogs(instance: Instance, files: readonly string[]): void {
  for (const file of files) {
    if (instance.logs.every((log) => log.file !== file)) instance.logs.push({ source: instance.name, file });
  }
}

function stopRequest(
  context: CellContext,
  instance: Instance,
  release: ReleaseName,
): { rule: ProcessSpec['stop']; byCommand?: ProcessRequest } {
  const rule = instance.service.program[release].stop;
  if (rule.run === undefined) return { rule };
  const subject = subjectOf(context, instance);
  const command = renderDeep(rule.run, valuesFor(context.model, context.stack, subject));
  return {
    rule,
    byCommand: {
      owner: `${context.run.id}/command`,
      command,
      cwd: instance.work,
      env: { ...environmentFor(context.stack, subject), ...subject.env },
      path: subject.path ?? [],
      logFile: `${context.stack.folders.logs}/commands.log`,
    },
  };
}
