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
  const [section, name = '', key] = path.map(String);
  const scope = (...groups: readonly string[][]): Scope => ({ names: new Set(groups.flat()), closed: false });
  const service = serviceAt(plan, path);
  switch (section) {
    case 'services':
      if (key === 'install') return scope(releaseNames(plan));
      return scope(releaseNames(plan), stackNames(plan, service), instanceNames(plan, service));
    case 'environment':
      return scope(['plan.dir'], stackNames(plan, ''), endpointNames(plan.environment?.[name]?.ports));
    case 'resources':
      return scope(releaseNames(plan), stackNames(plan, service), instanceNames(plan, service), [
        'item',
        'store.*',
      ]);
    case 'probes':
    case 'setup':
    case 'migrate':
    case 'upgrade_checks':
    case 'exceptions':
      return scope(releaseNames(plan), stackNames(plan, service), instanceNames(plan, service));
    case 'state':
      return scope(releaseNames(plan), offNames(plan, service), instanceNames(plan, service), ['state']);
    default:
      return { names: new Set(), closed: true };
  }
}

/** The service whose instance a text is filled in for. */
function serviceAt(plan: RawPlan, path: Path): string {
  if (path[0] === 'services') return String(path[1]);
  if (path[0] === 'state') return plan.state?.service ?? Object.keys(plan.services)[0] ?? '';
  const entry = path.slice(0, 2).reduce((at: unknown, key) => entryOf(at, key), plan);
  const named = entryOf(entry, 'service');
  return typeof named === 'string' ? named : (Object.keys(plan.services)[0] ?? '');
}

function entryOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined;
}

function instanceNames(plan: RawPlan, service: string): string[] {
  return [...endpointNames(plan.services[service]?.ports), 'record'];
}

function releaseNames(plan: RawPlan): string[] {
  const { base, target } = plan.releases;
  const shared = Object.keys(base.vars ?? {}).filter((key) => target.vars?.[key] !== undefined);
  return ['plan.dir', 'release.name', 'release.label', ...shared.map((key) => `vars.${key}`)];
}

const ENDPOINT = ['url', 'host', 'port'];
const DATABASE = [...ENDPOINT, 'user', 'password', 'database'];

function stackNames(plan: RawPlan, service: string): string[] {
  const environment = Object.entries(plan.environment ?? {}).flatMap(([name, server]) =>
    (server.postgres === undefined ? ENDPOINT : DATABASE).map((part) => `environment.${name}.${part}`),
  );
  const services = Object.entries(plan.services).flatMap(([name, { ports = ['main'] }]) =>
    ['url', 'urls', 'port', 'ports', ...ports.map((port) => `ports.${port}`)].map(
      (part) => `services.${name}.${part}`,
    ),
  );
  const files = Object.entries(plan.files ?? {})
    .filter(([, file]) => file.each === undefined || file.each === service)
    .map(([name]) => `files.${name}`);
  return ['data', 'files', ...environment, ...services, ...files];
}

/** What is known while all is off, the environment too. */
function offNames(plan: RawPlan, service: string): string[] {
  return stackNames(plan, service).filter((name) => !name.startsWith('environment.'));
}

function endpointNames(ports: readonly string[] = ['main']): string[] {
  return [
    'install',
    'instance',
    'instance.number',
    'work',
    'url',
    'port',
    ...ports.map((port) => `port.${port}`),
  ];
}
