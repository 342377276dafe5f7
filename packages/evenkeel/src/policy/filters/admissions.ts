import { baseName, firstWords, PRIVSEP_HELPER } from '@evenkeel/rootwrap/rules';
import type { ENFA } from 'refa';
import type { FilterSet, PrivilegeFilter } from '../../model/filters.ts';
import { ANY } from './alphabet.ts';
import { type Languages, Undecidable } from './automata.ts';
import { languageOf } from './filter-language.ts';

/** A way in which a release admits command lines: a filter, or a chaining filter with one for its inner command. */
export interface Admission {
  /** The same for two releases when it admits the same in both. */
  readonly key: string;
  readonly filter: PrivilegeFilter;
  readonly inner?: PrivilegeFilter;
  /** @returns the command lines, or why they cannot be told */
  readonly language: () => ENFA | Undecidable;
}

/** Does it run another command, which a second filter must admit? */
export const isChaining = ({ class: kind }: PrivilegeFilter): boolean =>
  kind === 'IpNetnsExecFilter' || kind === 'ChainingRegExpFilter';

/** Chains with each filter for their inner command, in one release; some hundreds are usual. */
const MAX_CHAINED = 20_000;

/** What is tried in a release, in its order; the last is what rootwrap has built in. */
export const allFilters = ({ filters }: FilterSet): readonly PrivilegeFilter[] => [
  ...filters,
  { ...PRIVSEP_HELPER, place: { ...PRIVSEP_HELPER.place, column: 1 } },
];

/** Filters that say the same, whatever they are called. */
export const filterKey = ({ class: kind, exec, runAs, args }: PrivilegeFilter): string =>
  JSON.stringify([kind, exec, runAs, args]);

/** All ways in which a release admits command lines. An inner command needs a filter with the same user (one level). */
export function admissionsOf(set: FilterSet, make: Languages): Admission[] {
  const filters = allFilters(set);
  const tooMany = filters.filter(isChaining).length * filters.length > MAX_CHAINED;
  return filters.flatMap((filter, index) => {
    const outer = simple(filter, filters.slice(0, index), make);
    if (!isChaining(filter)) return [outer];
    if (tooMany) return [untold(filter, `${index} of ${set.folder}`)];
    const inners = filters.filter((each) => each.runAs === filter.runAs && !isChaining(each));
    return inners.map((inner, at) => chained(outer, simple(inner, inners.slice(0, at), make), make));
  });
}

/** A chain of which nothing is told: it is the same as no other. */
const untold = (filter: PrivilegeFilter, which: string): Admission => ({
  key: `chain ${which}`,
  filter,
  language: () => new Undecidable('there are too many filters for its inner command'),
});

/** After an EnvFilter, what begins with `env` is for EnvFilters alone (rootwrap's RW-012). */
function simple(filter: PrivilegeFilter, before: readonly PrivilegeFilter[], make: Languages): Admission {
  const words = headsOf(filter);
  const mayBeEnv = words === 'any' || words.includes('env');
  const barred =
    mayBeEnv && filter.class !== 'EnvFilter' && before.some(({ class: kind }) => kind === 'EnvFilter');
  const language = once(() => {
    const all = languageOf(filter, make);
    return barred
      ? make.without(all, make.sequence([make.line([make.texts(['env'])]), make.anyWords()]))
      : all;
  });
  return { key: `${filterKey(filter)}${barred ? ' not env' : ''}`, filter, language };
}

/**
 * An inner command is looked at by its plain name: by a path it is let through just where it is by its name, and the
 * path is the one at which the machine has it. Variables want an `env` before them there.
 */
function chained(outer: Admission, inner: Admission, make: Languages): Admission {
  const language = once(() => {
    const plain = make.repeat(make.chars(ANY.without({ min: 0x2f, max: 0x2f })), 0);
    const first = inner.filter.class === 'EnvFilter' ? make.texts(['env']) : plain;
    const named = make.sequence([make.line([first]), make.anyWords()]);
    return make.sequence([told(outer), make.intersection(told(inner), named)]);
  });
  return { key: `${outer.key} > ${inner.key}`, filter: outer.filter, inner: inner.filter, language };
}

function told({ language }: Admission): ENFA {
  const found = language();
  if (found instanceof Undecidable) throw found;
  return found;
}

function once(find: () => ENFA): () => ENFA | Undecidable {
  let known: ENFA | Undecidable | undefined;
  return () => {
    known ??= attempt(find);
    return known;
  };
}

/** @returns what was found, or why it cannot be */
export function attempt<T>(find: () => T): T | Undecidable {
  try {
    return find();
  } catch (error) {
    if (error instanceof Undecidable) return error;
    throw error;
  }
}

/** Could a command line be admitted by both? No is sure, yes is a guess from the first words. */
export function mayOverlap(one: Admission, other: Admission): boolean {
  if (!headsMeet(one.filter, other.filter)) return false;
  if (one.inner === undefined || other.inner === undefined) return true;
  return ownWords(one) !== ownWords(other) || headsMeet(one.inner, other.inner);
}

/** How many words stand before the inner command. */
const ownWords = ({ filter }: Admission): number =>
  filter.class === 'IpNetnsExecFilter' ? 4 : filter.args.length;

const heads = new WeakMap<PrivilegeFilter, readonly string[] | 'any'>();

/** The words that a filter's command lines begin with; asked for each pair of filters, listed once. */
function headsOf(filter: PrivilegeFilter): readonly string[] | 'any' {
  const known = heads.get(filter) ?? firstWords(filter) ?? 'any';
  heads.set(filter, known);
  return known;
}

function headsMeet(one: PrivilegeFilter, other: PrivilegeFilter): boolean {
  const [mine, theirs] = [headsOf(one), headsOf(other)];
  if (mine === 'any' || theirs === 'any') return true;
  const meet = (a: string, b: string) => a === b || (a.endsWith('=') && b.startsWith(a));
  return mine.some((a) => theirs.some((b) => meet(a, b) || meet(b, a)));
}

/** The program that an admission is about, by its plain name. */
export const programOf = ({ filter, inner }: Admission): string => baseName((inner ?? filter).exec);

export const nameOf = ({ filter, inner }: Admission): string =>
  inner === undefined ? filter.name : `${filter.name} > ${inner.name}`;
