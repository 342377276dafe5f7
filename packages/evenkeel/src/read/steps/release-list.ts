import { STEP_WORD } from '../../model/upgrade-step.ts';
import type { Mistake } from '../mistake.ts';

export type Mapping = Readonly<Record<string, unknown>>;

/** A release of a list: its name, and the entry as a plan of two releases has it. */
export interface ListedRelease {
  readonly name: string;
  readonly entry: Mapping;
}

const NAME = /^[A-Za-z0-9][\w.+-]{0,40}$/;
const MOST_RELEASES = 5;
/** Words that stand where the names of releases do. */
export const USUAL_KEYS = {
  install: ['folder', 'git', 'npm', 'run'],
  migrate: ['expand', 'migrate', 'contract'],
} as const;
const TAKEN: readonly string[] = ['base', 'target', ...USUAL_KEYS.install, ...USUAL_KEYS.migrate];

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a plan lists its releases, instead of naming a base and a target. */
export function hasReleaseList(value: unknown): value is Mapping & { readonly releases: readonly unknown[] } {
  return isMapping(value) && Array.isArray(value.releases);
}

/** The releases of a list with their names; or why they cannot be told apart. */
export function readReleaseList(
  entries: readonly unknown[],
): { readonly releases: readonly ListedRelease[] } | { readonly mistakes: readonly Mistake[] } {
  const releases = entries.map(listed);
  const mistakes = [
    ...lengthMistakes(entries),
    ...releases.flatMap((release, index) => nameMistakes(release, index, releases)),
  ];
  if (mistakes.length > 0) return { mistakes };
  return { releases: releases.flatMap(({ name, entry }) => (name === undefined ? [] : [{ name, entry }])) };
}

type Entry = { readonly name: string | undefined; readonly entry: Mapping };

/** An entry may be no more than a label; without a name it is called by its label. */
function listed(entry: unknown): Entry {
  const short = nameFrom(entry);
  if (short !== undefined) return { name: short, entry: { label: short } };
  if (!isMapping(entry)) return { name: undefined, entry: {} };
  const { name, ...release } = entry;
  return { name: nameFrom(name ?? release.label), entry: release };
}

/** YAML takes `17` for a number; of `1.10` it would leave `1.1`. */
function nameFrom(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return Number.isInteger(value) ? String(value) : undefined;
}

function lengthMistakes({ length }: readonly unknown[]): Mistake[] {
  if (length >= 2 && length <= MOST_RELEASES) return [];
  const message = `a list of releases has two to five of them, not ${length}`;
  return [
    { path: ['releases'], message, hint: 'list those that operators upgrade between, the earliest first' },
  ];
}

function nameMistakes({ name }: Entry, index: number, all: readonly Entry[]): Mistake[] {
  const path = ['releases', index];
  if (name === undefined)
    return [
      { path, message: 'this release has no name', hint: 'give it a label; put one such as 4.0 in quotes' },
    ];
  if (!NAME.test(name) || name.includes(STEP_WORD) || TAKEN.includes(name))
    return [
      {
        path,
        message: `"${name}" cannot be the name of a release`,
        hint: 'give it a name: such as 17 or v2.1',
      },
    ];
  if (all.slice(0, index).some((other) => other.name === name))
    return [{ path, message: `two releases are named "${name}"` }];
  return [];
}
