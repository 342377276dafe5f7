import type { Mistake } from './mistake.ts';
import { nearestHint } from './nearest.ts';
import type { RawReadiness, RawVersionQuestion } from './schema/check.ts';
import type { RawPlan } from './schema/plan.ts';
import type { Path } from './yaml-document.ts';

type AnyCheck = RawReadiness & Pick<RawVersionQuestion, 'json' | 'matches'>;

/** A check of the plan, where it stands, and whose instance it asks. */
interface PlacedCheck {
  readonly path: Path;
  readonly check: AnyCheck;
  readonly ports: readonly string[];
  /** The service asked is itself a PostgreSQL server. */
  readonly asksPostgres: boolean;
}

/** Finds checks that cannot work: a server or port that is not there, a regular expression that is none. */
export function findCheckMistakes(plan: RawPlan): Mistake[] {
  const servers = postgresServers(plan);
  return [
    ...allChecks(plan).flatMap((placed) => [
      ...sqlMistakes(placed, servers),
      ...portMistakes(placed),
      ...regexMistakes(placed),
    ]),
    ...versionMistakes(plan),
    ...warningMistakes(plan),
  ];
}

/** The PostgreSQL servers that a statement can be sent to. */
export function postgresServers(plan: RawPlan): string[] {
  const named = [...Object.entries(plan.environment ?? {}), ...Object.entries(plan.services)];
  return named.filter(([, entry]) => entry.postgres !== undefined).map(([name]) => name);
}

function sqlMistakes({ path, check, asksPostgres }: PlacedCheck, servers: readonly string[]): Mistake[] {
  if (check.sql === undefined) return [];
  if (check.on === undefined) {
    if (asksPostgres || servers.length === 1) return [];
    return [
      {
        path: [...path, 'sql'],
        message: 'on is missing: which PostgreSQL server',
        hint: servers.length === 0 ? 'the plan has none' : `use one of ${servers.join(', ')}`,
      },
    ];
  }
  if (servers.includes(check.on)) return [];
  return [
    {
      path: [...path, 'on'],
      message: `no PostgreSQL server is named "${check.on}"`,
      hint: nearestHint(check.on, servers),
    },
  ];
}

function portMistakes({ path, check, ports }: PlacedCheck): Mistake[] {
  if (check.port === undefined || ports.includes(check.port)) return [];
  return [
    {
      path: [...path, 'port'],
      message: `no port is named "${check.port}"`,
      hint: nearestHint(check.port, ports),
    },
  ];
}

function regexMistakes({ path, check }: PlacedCheck): Mistake[] {
  const patterns: [Path, string | undefined][] = [
    [[...path, 'expect', 'matches'], check.expect?.matches],
    [[...path, 'log'], check.log],
    [[...path, 'matches'], check.matches],
  ];
  return patterns.flatMap(([at, pattern]) => badPattern(at, pattern));
}

function badPattern(path: Path, pattern: string | undefined): Mistake[] {
  if (pattern === undefined) return [];
  try {
    new RegExp(pattern, 'm');
    return [];
  } catch (error) {
    return [{ path, message: error instanceof Error ? error.message : 'not a regular expression' }];
  }
}

/** A version question must say which part of the answer is the version. */
function versionMistakes(plan: RawPlan): Mistake[] {
  return Object.entries(plan.services).flatMap(([name, { version }]): Mistake[] => {
    if (version === undefined) return [];
    const path: Path = ['services', name, 'version'];
    if (version.json !== undefined && version.http === undefined && version.sql === undefined) {
      return [
        { path: [...path, 'json'], message: 'json reads the answer of http or sql', hint: 'use matches' },
      ];
    }
    const key = version.matches === undefined ? 'log' : 'matches';
    const pattern = version[key];
    if (pattern === undefined || badPattern(path, pattern).length > 0 || hasGroup(pattern)) return [];
    return [{ path: [...path, key], message: `${key} has no group`, hint: 'put the version in parentheses' }];
  });
}

function hasGroup(pattern: string): boolean {
  return (new RegExp(`${pattern}|`).exec('')?.length ?? 0) > 1;
}

function warningMistakes(plan: RawPlan): Mistake[] {
  return (['patterns', 'ignore'] as const).flatMap((key) =>
    (plan.warnings?.[key] ?? []).flatMap((pattern, index) => badPattern(['warnings', key, index], pattern)),
  );
}

function allChecks(plan: RawPlan): PlacedCheck[] {
  const owner = (service: string | undefined) => {
    const name = service ?? Object.keys(plan.services)[0] ?? '';
    return {
      ports: plan.services[name]?.ports ?? ['main'],
      asksPostgres: plan.services[name]?.postgres !== undefined,
    };
  };
  const placed: PlacedCheck[] = [];
  const add = (path: Path, value: unknown, asked: Pick<PlacedCheck, 'ports' | 'asksPostgres'>): void => {
    if (Array.isArray(value))
      value.forEach((entry, index) => {
        add([...path, index], entry, asked);
      });
    else if (typeof value === 'object' && value !== null)
      placed.push({ path, check: value as AnyCheck, ...asked });
  };
  for (const [name, service] of Object.entries(plan.services)) {
    add(['services', name, 'ready'], service.ready, owner(name));
    add(['services', name, 'version'], service.version, owner(name));
  }
  for (const [name, server] of Object.entries(plan.environment ?? {})) {
    add(['environment', name, 'ready'], server.ready, {
      ports: server.ports ?? ['main'],
      asksPostgres: false,
    });
  }
  for (const [name, resource] of Object.entries(plan.resources)) {
    for (const action of ['early_create', 'create', 'verify', 'verify_noapi', 'destroy'] as const) {
      add(['resources', name, action], resource[action], owner(resource.service));
    }
  }
  for (const [name, probe] of Object.entries(plan.probes)) add(['probes', name], probe, owner(probe.service));
  plan.setup?.forEach((entry, index) => {
    add(['setup', index], entry, owner(entry.service));
  });
  return placed;
}
