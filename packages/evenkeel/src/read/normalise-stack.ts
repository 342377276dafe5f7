import type { Command } from '../model/check.ts';
import type { PerRelease } from '../model/release.ts';
import type {
  EnvironmentServer,
  InstallRecipe,
  PostgresSpec,
  ProcessSpec,
  Service,
  StopRule,
} from '../model/upgrade-model.ts';
import { normaliseCheck, normaliseVersion } from './normalise-check.ts';
import type { PlanLocation } from './plan-location.ts';
import { toMs } from './schema/common.ts';
import type {
  RawEnvironmentServer,
  RawInstall,
  RawPostgres,
  RawRecipe,
  RawService,
  RawStart,
  RawStop,
} from './schema/stack.ts';

const READY_WITHIN_MS = 60_000;
const READY_TIMEOUT_MS = 5_000;
const STOP_WITHIN_MS = 10_000;

/** Fills in a service's defaults. `server`: where its SQL checks go when they do not say. */
export function normaliseService(
  name: string,
  raw: RawService,
  location: PlanLocation,
  server: string,
): Service {
  const start = startPerRelease(raw.start ?? []);
  // SIGTERM would make a PostgreSQL server wait for its clients to leave.
  const stop = raw.postgres === undefined ? raw.stop : ({ signal: 'SIGINT', ...raw.stop } as const);
  const program = (command: Command): ProcessSpec => processSpec({ ...raw, stop }, command, server);
  const version = raw.version ?? { sql: 'show server_version', json: 'server_version', matches: '^(\\S+)' };
  return {
    name,
    instances: instanceCounts(raw.instances),
    after: raw.after ?? [],
    install: installPerRelease(raw.install, location),
    program: { base: program(start.base), target: program(start.target) },
    version: normaliseVersion(version, server),
    ...(raw.postgres === undefined ? {} : { postgres: postgresSpec(raw.postgres) }),
  };
}

/** Fills in the defaults of a server of the environment. */
export function normaliseEnvironmentServer(
  name: string,
  raw: RawEnvironmentServer,
  location: PlanLocation,
): EnvironmentServer {
  if (raw.postgres !== undefined) return { name, spec: postgresSpec(raw.postgres) };
  if (raw.redis !== undefined) return { name, spec: { kind: 'redis' } };
  return {
    name,
    spec: {
      kind: 'command',
      install: recipe(raw.install ?? {}, location),
      process: processSpec(raw, raw.start ?? 'false', ''),
    },
  };
}

function instanceCounts(raw: RawService['instances']): Service['instances'] {
  if (typeof raw === 'object') return { offline: raw.offline ?? 2, rolling: raw.rolling ?? 2 };
  return { offline: raw ?? 2, rolling: raw ?? 2 };
}

type RawProcess = Pick<RawService, 'cwd' | 'env' | 'ports' | 'ready' | 'stop' | 'logs'>;

function processSpec(raw: RawProcess, start: Command, server: string): ProcessSpec {
  const ready = raw.ready ?? { tcp: true };
  return {
    start,
    cwd: raw.cwd ?? '${work}',
    env: Object.fromEntries(Object.entries(raw.env ?? {}).map(([key, value]) => [key, String(value)])),
    ports: raw.ports ?? ['main'],
    ready: {
      ...normaliseCheck(ready, server),
      withinMs: ready.within === undefined ? READY_WITHIN_MS : toMs(ready.within),
      timeoutMs: ready.timeout === undefined ? READY_TIMEOUT_MS : toMs(ready.timeout),
    },
    stop: stopRule(raw.stop ?? {}),
    logs: raw.logs ?? [],
  };
}

function stopRule(raw: RawStop): StopRule {
  const rule = {
    signal: raw.signal ?? 'SIGTERM',
    withinMs: raw.within === undefined ? STOP_WITHIN_MS : toMs(raw.within),
  } as const;
  return raw.run === undefined ? rule : { ...rule, run: raw.run };
}

function startPerRelease(raw: RawStart): PerRelease<Command> {
  return typeof raw === 'string' || Array.isArray(raw) ? { base: raw, target: raw } : raw;
}

function installPerRelease(raw: RawInstall | undefined, location: PlanLocation): PerRelease<InstallRecipe> {
  const { base, target, ...common } = raw ?? {};
  return { base: recipe(base ?? common, location), target: recipe(target ?? common, location) };
}

function recipe(raw: RawRecipe, location: PlanLocation): InstallRecipe {
  return {
    npm: raw.npm ?? [],
    ...(raw.folder === undefined ? {} : { folder: location.resolve(raw.folder) }),
    ...(raw.git === undefined
      ? {}
      : { git: { ...raw.git, repository: gitRepository(raw.git.repository, location) } }),
    ...(raw.run === undefined ? {} : { run: raw.run }),
  };
}

/** A repository is a URL, or a folder relative to the plan. */
function gitRepository(repository: string, location: PlanLocation): string {
  return /^([a-z+]+:\/\/|[^/]+@)/.test(repository) ? repository : location.resolve(repository);
}

function postgresSpec(raw: RawPostgres): PostgresSpec {
  return {
    kind: 'postgres',
    version: String(raw.version),
    database: raw.database ?? 'app',
    settings: Object.fromEntries(
      Object.entries(raw.settings ?? {}).map(([key, value]) => [key, String(value)]),
    ),
    ...(raw.config === undefined ? {} : { config: raw.config }),
  };
}
