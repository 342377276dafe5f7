import { type Check, type Command, describeCheck } from '../model/check.ts';
import { MissingValueError, renderDeep, renderTemplate } from '../model/template.ts';
import type { CellContext } from './cell-context.ts';
import { StepFailure } from './evidence.ts';
import { faultOf, savedFrom, shorten } from './expectations.ts';
import type { Answer, HttpRequest, LogMark, ProcessRequest } from './ports.ts';
import { allLogs } from './stack.ts';
import { databaseUrlOf, environmentFor, firstPort, type Subject, valuesFor } from './values.ts';

/** Between two tries of a check that may take its time. */
const RETRY_MS = 50;

/** Whom a check asks. */
export interface CheckSubject extends Subject {
  /** Environment variables of the service, and more that the command is told. */
  readonly env?: Readonly<Record<string, string>>;
  /** Put first on a command's PATH. */
  readonly path?: readonly string[];
  /** Where log patterns are searched from. */
  readonly since?: LogMark;
}

/** An answer that is as expected, and what was saved from it. */
export interface PassedCheck {
  readonly answer: Answer;
  readonly saved: Readonly<Record<string, string>>;
}

/**
 * Performs a check, again and again while its `within` lasts. @throws StepFailure with the last fault.
 * `giveUp` says, in words, why another try is useless.
 */
export async function passCheck(
  context: CellContext,
  check: Check,
  subject: CheckSubject,
  giveUp?: () => string | undefined,
): Promise<PassedCheck> {
  const { clock } = context.drivers;
  const until = clock.now() + check.withinMs;
  for (;;) {
    const tried = await tryCheck(context, check, subject);
    if ('saved' in tried) return tried;
    const useless = giveUp?.();
    if (useless !== undefined || clock.now() + RETRY_MS > until)
      throw failureOf(context, check, subject, tried, useless);
    await clock.sleep(RETRY_MS, context.signal);
  }
}

interface FailedTry {
  readonly fault: string;
  readonly answer?: Answer;
}

async function tryCheck(
  context: CellContext,
  check: Check,
  subject: CheckSubject,
): Promise<PassedCheck | FailedTry> {
  try {
    const rendered = renderDeep(check, valuesFor(context.model, context.stack, subject));
    const answer = await ask(context, rendered, subject);
    const fault = faultOf(rendered, answer);
    if (fault !== undefined) return { fault, answer };
    const kept = savedFrom(rendered, answer);
    return 'saved' in kept ? { answer, saved: kept.saved } : { ...kept, answer };
  } catch (error) {
    if (error instanceof MissingValueError) return { fault: `nothing is known as \${${error.placeholder}}` };
    throw error;
  }
}

function failureOf(
  context: CellContext,
  check: Check,
  subject: CheckSubject,
  tried: FailedTry,
  useless: string | undefined,
): StepFailure {
  const request = describeRendered(context, check, subject);
  const code = subject.instance?.running;
  const whom =
    subject.instance === undefined
      ? ''
      : ` (${subject.instance.name}${code === undefined ? '' : `@${code.role}`})`;
  const why = useless === undefined ? '' : `; ${useless}`;
  return new StepFailure(`${request}${whom}: ${tried.fault}${why}`, {
    request,
    ...(subject.instance === undefined ? {} : { instance: subject.instance.name }),
    ...(code === undefined ? {} : { release: code.role }),
    ...(tried.answer?.text ? { answer: shorten(tried.answer.text) } : {}),
  });
}

/** The request in words, with the placeholders that are known filled in. */
function describeRendered(context: CellContext, check: Check, subject: CheckSubject): string {
  const text = describeCheck(check);
  try {
    return renderTemplate(text, valuesFor(context.model, context.stack, subject));
  } catch {
    return text;
  }
}

async function ask(context: CellContext, check: Check, subject: CheckSubject): Promise<Answer> {
  const { asker } = context.drivers;
  switch (check.kind) {
    case 'http':
      return asker.http(httpRequest(check, subject), check.timeoutMs, context.signal);
    case 'sql':
      return asker.sql(sqlUrl(context, check.on, subject), check.statement, check.params, check.timeoutMs);
    case 'tcp':
      return asker.tcp(
        {
          port: portNumber(check.port, subject),
          send: check.send,
          isEnough: (text) => faultOf(check, { text }) === undefined,
        },
        check.timeoutMs,
        context.signal,
      );
    case 'command':
      return runCommand(context, check.command, subject, check.timeoutMs);
    case 'log':
      return { text: loggedBy(context, subject) };
  }
}

function portNumber(name: string, subject: CheckSubject): number {
  if (subject.instance === undefined) return 0;
  return name === '' ? firstPort(subject.instance) : (subject.instance.ports[name] ?? 0);
}

function httpRequest(check: Extract<Check, { kind: 'http' }>, subject: CheckSubject): HttpRequest {
  const origin = subject.instance === undefined ? '' : `http://127.0.0.1:${portNumber(check.port, subject)}`;
  const url = /^https?:\/\//.test(check.path) ? check.path : `${origin}${check.path}`;
  if (check.body === undefined) return { method: check.method, url, headers: check.headers };
  const json = typeof check.body !== 'string';
  const body = typeof check.body === 'string' ? check.body : JSON.stringify(check.body);
  return {
    method: check.method,
    url,
    headers: { ...(json ? { 'content-type': 'application/json' } : {}), ...check.headers },
    body,
  };
}

/** The URL of the PostgreSQL server that a statement goes to: one of the environment, or an instance of a service. */
function sqlUrl(context: CellContext, on: string, subject: CheckSubject): string {
  const server = context.stack.servers.find(
    (entry) => entry.name === (on === '' ? subject.instance?.name : on),
  );
  if (server !== undefined) return server.prepared?.values.url ?? '';
  const instance =
    on === '' ? subject.instance : context.stack.instances.find((entry) => entry.service.name === on);
  return instance === undefined ? '' : databaseUrlOf(instance);
}

function loggedBy(context: CellContext, subject: CheckSubject): string {
  const logs = subject.instance?.logs ?? [];
  return context.drivers.files
    .readLogs(logs, subject.since ?? {})
    .map((line) => line.text)
    .join('\n');
}

let commands = 0;

/** Runs a command for a subject; its answer has the exit code, what it printed and what it saved. */
export async function runCommand(
  context: CellContext,
  command: Command,
  subject: CheckSubject,
  timeoutMs: number,
): Promise<Answer> {
  const { folders } = context.stack;
  const number = ++commands;
  const output = `${folders.temporary}/output-${number}`;
  const request: ProcessRequest = {
    owner: `${context.run.id}/command-${number}`,
    command,
    cwd: subject.instance?.work ?? folders.state,
    env: { ...environmentFor(context.stack, subject), ...subject.env, EVENKEEL_OUTPUT: output },
    path: subject.path ?? [],
    logFile: `${folders.logs}/commands.log`,
  };
  const { exit, output: text } = await context.drivers.host.run(request, timeoutMs, context.signal);
  const saved = await context.drivers.files.takeOutput(output);
  if (exit === -1) return { error: `did not end within ${timeoutMs / 1000} s`, text, saved };
  return { status: exit, text, saved };
}

/** Every line logged since the phase began, by anything that runs. */
export function logsOfPhase(context: CellContext) {
  return context.drivers.files.readLogs(allLogs(context.stack), context.phaseMark);
}
