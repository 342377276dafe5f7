import { commandWords } from '../../model/check.ts';
import { given } from '../../model/given.ts';
import { renderDeep } from '../../model/template.ts';
import type { CommandServerSpec } from '../../model/upgrade-model.ts';
import type { CellContext } from '../cell-context.ts';
import { passCheck } from '../check-runner.ts';
import { StepFailure } from '../evidence.ts';
import { type PreparedServer, type ProcessRequest, StateError } from '../ports.ts';
import type { Server } from '../stack.ts';
import { environmentFor, firstPort, valuesFor } from '../values.ts';

/** A server of the environment, with the folders of its commands. */
interface Prepared {
  readonly server: PreparedServer;
  readonly path: readonly string[];
  readonly install?: string;
}

/** Starts a server of the environment and waits until it is ready; does nothing when it runs. */
export async function startEnvironment(context: CellContext, name: string): Promise<void> {
  const server = serverNamed(context, name);
  if (server.process !== undefined && server.process.ended() === undefined) return;
  const { server: prepared, path, install } = await prepare(context, server);
  server.prepared = prepared;
  const request: ProcessRequest = {
    owner: `${context.run.id}/${name}`,
    command: prepared.command,
    cwd: prepared.cwd,
    env: prepared.env,
    path,
    logFile: `${context.stack.folders.logs}/${name}.log`,
    ...(prepared.user === undefined ? {} : { user: prepared.user }),
  };
  const started = context.drivers.host.start(request);
  server.process = started;
  context.emit({ type: 'process-started', run: context.run.id, ...started.facts, name });
  const subject = { instance: server, env: prepared.env, path, ...given({ install }) };
  await passCheck(context, prepared.ready, subject, () => endedInWords(started.ended()));
  const ended = started.ended();
  if (ended !== undefined) throw new StepFailure(`${name} ended before it was ready: ${ended}`);
}

/** A server of the environment has ended by itself: the test bed is broken, and nothing is proved of the release. */
export class EnvironmentDied extends Error {}

/** @throws EnvironmentDied when a server of the environment that should run has ended */
export function failOnDeadEnvironment(context: CellContext): void {
  for (const { name, process } of context.stack.servers) {
    const how = process?.ended();
    if (how !== undefined)
      throw new EnvironmentDied(`server ${name} of the environment has ended by itself: ${how}`);
  }
}

/** Stops a server whose folder is copied then. @throws StateError when it had to be killed: it may not have written all */
export async function stopForCopy(context: CellContext, name: string): Promise<void> {
  const fault = await stopEnvironment(context, name);
  if (fault !== undefined)
    throw new StateError(`server ${name} of the environment cannot be kept as it was: ${fault}`);
}

/** Stops a server of the environment; does nothing when it does not run. Returns what was not as it should be. */
export async function stopEnvironment(context: CellContext, name: string): Promise<string | undefined> {
  const server = serverNamed(context, name);
  const { process, prepared } = server;
  if (process === undefined || prepared === undefined) return undefined;
  server.process = undefined;
  const { how, fault } = await process.stop(prepared.stop);
  context.emit({
    type: 'process-ended',
    run: context.run.id,
    name,
    pid: process.facts.pid,
    how,
    asked: true,
  });
  return fault;
}

/** Why a readiness loop need not wait any longer. */
export function endedInWords(how: string | undefined): string | undefined {
  return how === undefined ? undefined : `the process has ended: ${how}`;
}

function serverNamed(context: CellContext, name: string): Server {
  const server = context.stack.servers.find((entry) => entry.name === name);
  if (server === undefined) throw new Error(`the plan names a server that is not there: ${name}`);
  return server;
}

async function prepare(context: CellContext, server: Server): Promise<Prepared> {
  const spec = context.model.environment.find((entry) => entry.name === server.name)?.spec;
  const { servers } = context.drivers;
  const place = { dataFolder: server.work, port: firstPort(server) };
  if (spec?.kind === 'postgres') {
    const telling = { ...place, tellsStatements: true };
    return { server: await servers.preparePostgres(spec, telling, context.signal), path: [] };
  }
  if (spec?.kind === 'command') return prepareCommand(context, server, spec);
  return { server: await servers.prepareRedis(place), path: [] };
}

async function prepareCommand(
  context: CellContext,
  server: Server,
  spec: CommandServerSpec,
): Promise<Prepared> {
  const recipe = renderDeep(spec.install, { 'plan.dir': context.model.dir });
  const installed = await context.drivers.installer.install(recipe, undefined, context.signal);
  await context.drivers.files.makeFolder(server.work);
  const port = firstPort(server);
  const values = { url: `http://127.0.0.1:${port}`, host: '127.0.0.1', port: String(port) };
  const { ready, stop } = spec.process;
  // Its own start line may name its own port as ${environment.NAME.port}.
  server.prepared = { command: [], env: {}, cwd: server.work, ready, stop, values };
  const subject = { instance: server, install: installed.folder };
  const rendered = renderDeep(
    { ...spec.process, ready: undefined },
    valuesFor(context.model, context.stack, subject),
  );
  const command = commandWords(rendered.start);
  const env = { ...environmentFor(context.stack, subject), ...rendered.env };
  return {
    server: { ...server.prepared, command, env, cwd: rendered.cwd },
    path: installed.path,
    install: installed.folder,
  };
}
