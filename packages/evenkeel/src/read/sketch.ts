import type { RawPlan } from './schema/plan.ts';
import type { Path } from './yaml-document.ts';

type Entries = Record<string, Record<string, unknown>>;

/** Keys that other entries depend on, kept of an entry that is otherwise wrong, with the shape they must have. */
const KEPT: Readonly<Record<string, (value: unknown) => boolean>> = {
  ports: isTextList,
  vars: (value) => isMapping(value) && Object.values(value).every((entry) => typeof entry === 'string'),
  label: isText,
  service: isText,
  postgres: isMapping,
};

/** Sections without which nothing can be said of the others. */
const NEEDED = ['releases', 'services', 'resources', 'probes'];

/** Stands for a file that is wrong: its name is known, and nothing is said of it. */
const SOME_FILE = { path: 'unknown', from: '.' };

/**
 * What can still be said of a plan whose shape is wrong: entries without a mistake as they are, of the others only
 * their names and what others refer to. So that mistakes of both kinds are found at once.
 */
export function sketchPlan(
  value: unknown,
  wrong: readonly Path[],
): { plan: RawPlan; isWhole: (path: Path) => boolean } {
  const raw = isMapping(value) ? value : {};
  const isWrong = (...path: PropertyKey[]): boolean =>
    wrong.some((at) => path.every((key, index) => at[index] === key));
  const entries = (section: string): Entries => {
    const found = raw[section];
    if (!isMapping(found)) return {};
    return Object.fromEntries(
      Object.entries(found).map(([name, entry]) => [
        name,
        isWrong(section, name) || !isMapping(entry) ? stub(entry) : entry,
      ]),
    );
  };
  const releases = entries('releases');
  const plan = {
    version: 1,
    name: '',
    releases: { base: releases.base ?? {}, target: releases.target ?? {} },
    environment: entries('environment'),
    services: entries('services'),
    files: Object.fromEntries(
      Object.entries(entries('files')).map(([name, file]) => [
        name,
        isWrong('files', name) ? { ...SOME_FILE, path: `unknown/${name}` } : file,
      ]),
    ),
    setup: isWrong('setup') ? [] : (raw.setup ?? []),
    migrate: isWrong('migrate') ? undefined : raw.migrate,
    resources: keepWhole(entries('resources'), (name) => isWrong('resources', name)),
    probes: entries('probes'),
    upgrade_checks: keepWhole(entries('upgrade_checks'), (name) => isWrong('upgrade_checks', name)),
    exceptions: keepWhole(entries('exceptions'), (name) => isWrong('exceptions', name)),
    state: isWrong('state') ? undefined : raw.state,
    warnings: isWrong('warnings') ? undefined : raw.warnings,
    contract: isWrong('contract') ? undefined : raw.contract,
  };
  const headless = !isMapping(value) || wrong.some((at) => at.length === 1 && NEEDED.includes(String(at[0])));
  const isWhole = (path: Path): boolean => !headless && !isWrong(...path.slice(0, 2));
  return { plan: plan as unknown as RawPlan, isWhole };
}

function keepWhole(entries: Entries, isWrong: (name: string) => boolean): Entries {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => !isWrong(name)));
}

function stub(entry: unknown): Record<string, unknown> {
  if (!isMapping(entry)) return {};
  return Object.fromEntries(Object.entries(entry).filter(([key, value]) => KEPT[key]?.(value)));
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
