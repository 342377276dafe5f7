import { parseTemplate } from '../model/template.ts';
import type { RawPlan } from './schema/plan.ts';
import type { Path } from './yaml-document.ts';

/** Which placeholders are known at a place. */
interface Scope {
  readonly names: ReadonlySet<string>;
  /** Set where nothing may stand in braces. */
  readonly closed: boolean;
}

/** A placeholder that is not known where it stands. */
export interface UnknownPlaceholder {
  readonly path: Path;
  readonly name: string;
  readonly known: readonly string[];
}

/** Finds every placeholder of a plan that cannot be filled in where it stands. */
export function unknownPlaceholders(plan: RawPlan): UnknownPlaceholder[] {
  const found: UnknownPlaceholder[] = [];
  visitTexts(plan, [], (text, path) => {
    const scope = scopeOf(plan, path);
    for (const part of parseTemplate(text)) {
      if (!('name' in part) || scope.names.has(part.name)) continue;
      if (scope.names.has('store.*') && part.name.startsWith('store.')) continue;
      found.push({
        path,
        name: part.name,
        known: scope.closed ? [] : [...scope.names].filter((known) => !known.includes('*')),
      });
    }
  });
  return found;
}

function visitTexts(value: unknown, path: Path, visit: (text: string, path: Path) => void): void {
  if (typeof value === 'string') visit(value, path);
  else if (Array.isArray(value))
    value.forEach((entry, index) => {
      visitTexts(entry, [...path, index], visit);
    });
  else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) visitTexts(entry, [...path, key], visit);
  }
}

function scopeOf(plan: RawPlan, path: Path): Scope {
  const [section, name, key] = path.map(String);
  const scope = (...groups: readonly string[][]): Scope => ({ names: new Set(groups.flat()), closed: false });
  switch (section) {
    case 'services':
      if (key === 'install') return scope(releaseNames(plan));
      return scope(releaseNames(plan), stackNames(plan), instanceNames(plan.services[name ?? '']?.ports));
    case 'environment':
      return scope(['plan.dir'], stackNames(plan), instanceNames(plan.environment?.[name ?? '']?.ports));
    case 'resources':
      return scope(releaseNames(plan), stackNames(plan), portsOf(plan, plan.resources[name ?? '']?.service), [
        'item',
        'store.*',
      ]);
    case 'probes':
      return scope(releaseNames(plan), stackNames(plan), portsOf(plan, plan.probes[name ?? '']?.service));
    case 'setup':
    case 'migrate':
    case 'upgrade_checks':
    case 'exceptions':
      return scope(releaseNames(plan), stackNames(plan), allInstanceNames(plan));
    default:
      return { names: new Set(), closed: true };
  }
}

function portsOf(plan: RawPlan, service: string | undefined): string[] {
  return instanceNames(service === undefined ? undefined : plan.services[service]?.ports);
}

/** Commands that run for "a service" may name any service's ports; which service it is, is decided later. */
function allInstanceNames(plan: RawPlan): string[] {
  return Object.values(plan.services).flatMap((service) => instanceNames(service.ports));
}

function releaseNames(plan: RawPlan): string[] {
  const { base, target } = plan.releases;
  const shared = Object.keys(base.vars ?? {}).filter((key) => target.vars?.[key] !== undefined);
  return ['plan.dir', 'release.name', 'release.label', ...shared.map((key) => `vars.${key}`)];
}

const ENDPOINT = ['url', 'host', 'port', 'user', 'password', 'database'];

function stackNames(plan: RawPlan): string[] {
  const environment = Object.keys(plan.environment ?? {}).flatMap((name) =>
    ENDPOINT.map((part) => `environment.${name}.${part}`),
  );
  const services = Object.entries(plan.services).flatMap(([name, service]) =>
    ['url', 'urls', 'port', 'ports', ...(service.ports ?? ['main']).map((port) => `ports.${port}`)].map(
      (part) => `services.${name}.${part}`,
    ),
  );
  const files = Object.keys(plan.files ?? {}).map((name) => `files.${name}`);
  return ['data', 'files', ...environment, ...services, ...files];
}

function instanceNames(ports: readonly string[] | undefined): string[] {
  return [
    'install',
    'instance',
    'instance.number',
    'work',
    'url',
    'port',
    ...(ports ?? ['main']).map((port) => `port.${port}`),
  ];
}
