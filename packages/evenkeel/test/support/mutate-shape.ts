import type { PlanValue } from './model.ts';
import { changeAt, type Mutator, type Pick } from './mutations.ts';

type Path = readonly PropertyKey[];

/** Below these keys a plan may hold what it likes. */
const FREE = new Set(['env', 'vars', 'headers', 'save', 'settings', 'body', 'json', 'params']);
/** Below these keys at the top stand names, not keys. */
const NAMED = new Set([
  'environment',
  'services',
  'files',
  'resources',
  'probes',
  'upgrade_checks',
  'exceptions',
]);

const REQUIRED: readonly Path[] = [
  ...['version', 'name', 'releases', 'services', 'resources', 'probes'].map((key) => [key]),
  ...['base', 'target'].flatMap((release) => [
    ['releases', release],
    ['releases', release, 'label'],
  ]),
  ['environment', 'mail', 'start'],
  ['environment', 'db', 'postgres', 'version'],
  ['services', 'api', 'start'],
  ['services', 'api', 'version'],
  ['services', 'web', 'start', 'base'],
  ['services', 'web', 'install', 'target'],
  ['services', 'web', 'install', 'target', 'git', 'ref'],
  ...['path', 'from', 'note'].map((key) => ['files', 'conf', key]),
  ['migrate', 'contract', 'run'],
  ...['service', 'create', 'verify'].map((key) => ['resources', 'note', key]),
  ['probes', 'list', 'service'],
  ['probes', 'list', 'http'],
  ['upgrade_checks', 'ready', 'run'],
  ['exceptions', 'rewrite', 'run'],
  ['state', 'restore', 'run'],
  ['exceptions', 'rewrite', 'note'],
  ['contract', 'base', 'release'],
];

/** Every path of a plan whose shape is fixed. */
function fixedPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  const below = inner.flatMap(([key, entry]) =>
    FREE.has(String(key)) ? [] : fixedPaths(entry, [...path, key]),
  );
  return path.length === 0 ? below : [path, ...below];
}

/** Paths of the mappings whose keys are fixed. */
function strictMappings(plan: PlanValue): Path[] {
  return fixedPaths(plan).filter((path) => {
    const isNamed = path.length === 1 && NAMED.has(String(path[0]));
    const value = valueAt(plan, path);
    return !isNamed && typeof value === 'object' && value !== null && !Array.isArray(value);
  });
}

function valueAt(plan: PlanValue, path: Path): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)[key], plan);
}

function pickMapping(plan: PlanValue, pick: Pick): { path: Path; mapping: Record<string, unknown> } {
  const filled = strictMappings(plan).filter((path) => Object.keys(valueAt(plan, path) as object).length > 0);
  const path = pick(filled);
  return { path, mapping: valueAt(plan, path) as Record<string, unknown> };
}

/** Ways to break the shape of a plan: no value of these kinds is right at any of these places. */
export const SHAPE_MUTATORS: readonly Mutator<PlanValue>[] = [
  (plan, pick) => {
    const path = pick(REQUIRED);
    return { plan: changeAt(plan, path, undefined), what: `without ${path.join('.')}` };
  },
  (plan, pick) => {
    const path = pick(fixedPaths(plan));
    const wrong = pick([[[1]], [{}], { '\u{1F4A5}': 1 }, '', null, -1, 1e30, '\u0007', [null]]);
    return { plan: changeAt(plan, path, wrongFor(wrong)), what: `${path.join('.')} is of a wrong type` };
  },
  (plan, pick) => {
    const { path, mapping } = pickMapping(plan, pick);
    const key = pick([
      'unknown',
      'x-extension',
      '',
      '\u202Enote',
      'constructor',
      'toString',
      '0',
      'ru\u043d',
    ]);
    mapping[key] = pick([1, 'text', null, [], {}]);
    return { plan, what: `an unknown key ${JSON.stringify(key)} in ${path.join('.')}` };
  },
  (plan, pick) => {
    const { path, mapping } = pickMapping(plan, pick);
    const key = pick(Object.keys(mapping));
    mapping[`${key}${key.at(-1)}`] = mapping[key];
    delete mapping[key];
    return { plan, what: `${key} misspelt in ${path.join('.')}` };
  },
];

/** A list of a list is right nowhere; some other values are, where a check holds any text or number. */
function wrongFor(value: unknown): unknown {
  return Array.isArray(value) ? [[value]] : [[[value]]];
}
