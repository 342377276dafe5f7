import { instancesOf } from '../model/instances.ts';
import { findContractMistakes } from './contract-mistakes.ts';
import { findFileMistakes } from './file-mistakes.ts';
import type { KindOf, Mistake } from './mistake.ts';
import { nearestHint } from './nearest.ts';
import { orderMistakes } from './order.ts';
import { unknownPlaceholders } from './placeholders.ts';
import type { RawPlan } from './schema/plan.ts';
import type { RawService } from './schema/stack.ts';
import { findUnionMistakes } from './union-mistakes.ts';
import type { Path } from './yaml-document.ts';

/** Finds what the schema cannot see: names that lead nowhere, cycles, files that are not there. */
export function findMistakes(plan: RawPlan, kindOf: KindOf): Mistake[] {
  return [
    ...missingSections(plan),
    ...sameVersions(plan),
    ...clashingNames(plan),
    ...unknownServices(plan),
    ...startOrder(plan),
    ...findFileMistakes(plan, kindOf),
    ...findUnionMistakes(plan),
    ...orderMistakes(plan),
    ...postgresVersions(plan),
    ...findContractMistakes(plan.contract, kindOf),
    ...placeholderMistakes(plan),
  ];
}

/** Placeholders that are not known where they stand. */
export function placeholderMistakes(plan: RawPlan): Mistake[] {
  return unknownPlaceholders(plan).map(({ path, name, known }) => ({
    path,
    message: `${path.map(String).join('.')}: \${${name}} is not known here`,
    hint:
      known.length === 0
        ? 'placeholders are not filled in here; $${ is a literal ${'
        : (nearestHint(name, known) ?? '$${ is a literal ${'),
  }));
}

function missingSections(plan: RawPlan): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const section of ['services', 'resources', 'probes'] as const) {
    if (Object.keys(plan[section]).length === 0)
      mistakes.push({ path: [section], message: `${section} needs at least one entry` });
  }
  const probed = new Set(Object.values(plan.probes).map((probe) => probe.service));
  for (const name of Object.keys(plan.services)) {
    if (probed.has(name)) continue;
    mistakes.push({
      path: ['services', name],
      key: name,
      message: `no probe asks service "${name}"`,
      hint: 'without one, nothing shows that it serves during the upgrade',
    });
  }
  return mistakes;
}

/** Releases that a run could not tell apart: it would be green whatever it upgraded. */
function sameVersions(plan: RawPlan): Mistake[] {
  const { base, target } = plan.releases;
  if (base.label !== undefined && base.label === target.label) {
    const path = ['releases', 'target', 'label'];
    return [
      { path, message: `base and target are both "${base.label}"`, hint: 'a run could not tell them apart' },
    ];
  }
  return Object.entries(plan.services).flatMap(([name, { version }]) =>
    version?.equals === undefined || version.equals.includes('${')
      ? []
      : [
          {
            path: ['services', name, 'version', 'equals'],
            message: `"${version.equals}" is the same for both releases`,
            hint: 'use ${release.label}, or ${vars.KEY}',
          },
        ],
  );
}

function clashingNames(plan: RawPlan): Mistake[] {
  const taken = new Map<string, string>();
  const mistakes: Mistake[] = [];
  const take = (word: string, what: string, path: Path): void => {
    const other = taken.get(word);
    if (other === undefined) taken.set(word, what);
    else
      mistakes.push({
        path: path.slice(0, -1),
        key: String(path.at(-1)),
        message: `"${word}" names ${other} and ${what}`,
      });
  };
  for (const name of Object.keys(plan.environment ?? {}))
    take(name, `server ${name} of the environment`, ['environment', name]);
  for (const [name, service] of Object.entries(plan.services)) {
    take(name, `service ${name}`, ['services', name]);
    for (const instance of instancesOf(name, mostInstances(service)))
      take(instance, `an instance of service ${name}`, ['services', name]);
  }
  return mistakes;
}

function mostInstances({ instances }: RawService): number {
  return typeof instances === 'object'
    ? Math.max(instances.offline ?? 2, instances.rolling ?? 2)
    : (instances ?? 2);
}

function unknownServices(plan: RawPlan): Mistake[] {
  const services = Object.keys(plan.services);
  const uses: [Path, string | undefined][] = [
    ...Object.entries(plan.resources).map(([name, entry]): [Path, string] => [
      ['resources', name, 'service'],
      entry.service,
    ]),
    ...Object.entries(plan.probes).map(([name, entry]): [Path, string] => [
      ['probes', name, 'service'],
      entry.service,
    ]),
    ...Object.entries(plan.files ?? {}).map(([name, entry]): [Path, string | undefined] => [
      ['files', name, 'each'],
      entry.each,
    ]),
    ...Object.entries(plan.exceptions ?? {}).map(([name, entry]): [Path, string | undefined] => [
      ['exceptions', name, 'service'],
      entry.service,
    ]),
    ...Object.entries(plan.upgrade_checks ?? {}).map(([name, entry]): [Path, string | undefined] => [
      ['upgrade_checks', name, 'service'],
      entry.service,
    ]),
    ...(plan.setup ?? []).map((entry, index): [Path, string | undefined] => [
      ['setup', index, 'service'],
      entry.service,
    ]),
    [['state', 'service'], plan.state?.service],
    ...migrationServices(plan),
  ];
  return uses.flatMap(([path, service]) =>
    service === undefined || services.includes(service)
      ? []
      : [{ path, message: `no service is named "${service}"`, hint: nearestHint(service, services) }],
  );
}

function migrationServices(plan: RawPlan): [Path, string | undefined][] {
  if (typeof plan.migrate !== 'object' || Array.isArray(plan.migrate)) return [];
  return Object.entries(plan.migrate).flatMap(([stage, entry]): [Path, string | undefined][] =>
    typeof entry === 'object' && !Array.isArray(entry)
      ? [[['migrate', stage, 'service'], entry.service]]
      : [],
  );
}

function startOrder(plan: RawPlan): Mistake[] {
  const services = Object.keys(plan.services);
  const mistakes: Mistake[] = [];
  for (const [name, service] of Object.entries(plan.services)) {
    service.after?.forEach((other, index) => {
      if (services.includes(other)) return;
      mistakes.push({
        path: ['services', name, 'after', index],
        message: `no service is named "${other}"`,
        hint: nearestHint(other, services),
      });
    });
    const cycle = cycleFrom(plan, name);
    if (cycle !== undefined && cycle[0] === [...cycle].sort()[0]) {
      mistakes.push({
        path: ['services', name, 'after'],
        message: `services wait for each other: ${[...cycle, name].join(' after ')}`,
      });
    }
  }
  return mistakes;
}

/** The cycle of `after` that leads from a service back to itself. */
function cycleFrom(plan: RawPlan, name: string): string[] | undefined {
  const seen = new Set<string>();
  const search = (from: string, path: readonly string[]): string[] | undefined => {
    for (const other of plan.services[from]?.after ?? []) {
      if (other === name) return [...path];
      if (seen.has(other)) continue;
      seen.add(other);
      const found = search(other, [...path, other]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(name, [name]);
}

const POSTGRES_VERSION = /^(1[5-8]|1[5-8]\.\d+\.\d+(-beta\.\d+)?)$/;

function postgresVersions(plan: RawPlan): Mistake[] {
  const servers: [Path, string | number | undefined][] = [
    ...Object.entries(plan.environment ?? {}).map(([name, entry]): [Path, string | number | undefined] => [
      ['environment', name, 'postgres', 'version'],
      entry.postgres?.version,
    ]),
    ...Object.entries(plan.services).map(([name, entry]): [Path, string | number | undefined] => [
      ['services', name, 'postgres', 'version'],
      entry.postgres?.version,
    ]),
  ];
  return servers.flatMap(([path, version]) => {
    if (version === undefined || String(version).includes('${') || POSTGRES_VERSION.test(String(version)))
      return [];
    return [
      {
        path,
        message: `PostgreSQL ${version} is not known`,
        hint: 'use 15, 16, 17, 18, or an exact version of the npm package',
      },
    ];
  });
}
