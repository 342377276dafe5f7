import { baseName, decide } from '@evenkeel/rootwrap/rules';
import { ENFA } from 'refa';
import type { FilterSet, PrivilegeFilter } from '../../model/filters.ts';
import { type Admission, admissionsOf, allFilters, attempt, isChaining, mayOverlap } from './admissions.ts';
import { Languages, Undecidable } from './automata.ts';
import { shortest } from './compare.ts';
import { EXEC_DIR, imagined } from './host.ts';

/** How a filter stands among those of its release, which are tried in their order: the first that admits decides. */
export type Standing =
  | { readonly kind: 'reached' }
  /** No command line at all is admitted by it. */
  | { readonly kind: 'empty' }
  /** Each command line that it admits is decided by filters before it, with such a command line when one is known. */
  | { readonly kind: 'hidden'; readonly argv?: readonly string[]; readonly by: readonly PrivilegeFilter[] }
  | { readonly kind: 'undecided'; readonly why: string };

const known = new WeakMap<FilterSet, ReadonlyMap<PrivilegeFilter, Standing>>();

/**
 * How each filter of a release stands. An earlier filter counts only where its program is there when the later one's is:
 * it is the same, or the plain name of it. The same command line may be decided as another user.
 */
export function standingsOf(set: FilterSet): ReadonlyMap<PrivilegeFilter, Standing> {
  const found = known.get(set) ?? new Map(findStandings(set));
  known.set(set, found);
  return found;
}

function findStandings(set: FilterSet): [PrivilegeFilter, Standing][] {
  const make = new Languages();
  const admissions = admissionsOf(set, make);
  const ways = new Map<PrivilegeFilter, number[]>(set.filters.map((filter) => [filter, []]));
  for (const [index, { filter, inner }] of admissions.entries()) {
    ways.get(filter)?.push(index);
    if (inner !== undefined) ways.get(inner)?.push(index);
  }
  // of chains that are not told, any filter may be a part
  const untold = admissions.findIndex(({ filter, inner }) => isChaining(filter) && inner === undefined);
  if (untold >= 0) for (const indexes of ways.values()) indexes.push(untold);
  return [...ways].map(([filter, indexes]) => [filter, standing(filter, indexes, { set, make, admissions })]);
}

interface Release {
  readonly set: FilterSet;
  readonly make: Languages;
  /** In the order in which they are tried. */
  readonly admissions: readonly Admission[];
}

/** @param ways where the admissions are that the filter has a part in; its own comes first, for it is the likeliest */
function standing(filter: PrivilegeFilter, ways: readonly number[], release: Release): Standing {
  const direct = (index: number) => (release.admissions[index]?.inner === undefined ? 0 : 1);
  let worst: Standing = { kind: 'empty' };
  for (const index of ways.toSorted((a, b) => direct(a) - direct(b))) {
    const found = attempt(() => standingAt(index, filter, release));
    const next: Standing = found instanceof Undecidable ? { kind: 'undecided', why: found.message } : found;
    if (next.kind === 'reached') return next;
    if (worst.kind === 'empty' || next.kind === 'undecided') worst = next;
  }
  return worst;
}

function standingAt(index: number, filter: PrivilegeFilter, { set, make, admissions }: Release): Standing {
  const admission = admissions[index];
  if (admission === undefined) throw new Error(`there is no admission ${index}`);
  make.budget.spendPairs(index);
  const rivals = admissions
    .slice(0, index)
    .filter((each) => isThereWith(each, admission) && mayOverlap(each, admission));
  const twin = rivals.find(({ key }) => key === admission.key);
  // of chains there are many, and those of a filter that stands there twice need no automata
  if (twin !== undefined && admission.inner !== undefined)
    return { kind: 'hidden', by: [partOf(twin, admission.filter === filter)] };
  const language = told(admission);
  if (rivals.length === 0) return { kind: make.isEmpty(language) ? 'empty' : 'reached' };
  const languages = rivals.map((rival) => rival.language());
  const own = shortest(
    make.difference(language, make.union(languages.filter((each) => each instanceof ENFA))),
  );
  if (own === undefined) {
    const argv = shortest(make.difference(language, make.union([])));
    return argv === undefined
      ? { kind: 'empty' }
      : { kind: 'hidden', argv, by: hidersOf(language, rivals, make) };
  }
  const unclear = languages.find((each) => each instanceof Undecidable);
  // of a filter that is not told, at least the answer for this command line is known
  if (unclear !== undefined && !isDecidedBy(set, filter, own)) throw unclear;
  return { kind: 'reached' };
}

const partOf = ({ filter, inner }: Admission, outer: boolean): PrivilegeFilter =>
  outer ? filter : (inner ?? filter);

function told(admission: Admission): ENFA {
  const language = admission.language();
  if (language instanceof Undecidable) throw language;
  return language;
}

/** Is the program of the earlier one, and of its inner command, there for sure? */
function isThereWith(earlier: Admission, later: Admission): boolean {
  const same = (one: PrivilegeFilter, other: PrivilegeFilter) =>
    one.exec === other.exec || one.exec === baseName(other.exec);
  if (!same(earlier.filter, later.filter)) return false;
  return earlier.inner === undefined || (later.inner !== undefined && same(earlier.inner, later.inner));
}

/** The one that does it alone, or else all that have a part in it. */
function hidersOf(language: ENFA, rivals: readonly Admission[], make: Languages): PrivilegeFilter[] {
  const clear = rivals.filter((rival) => rival.language() instanceof ENFA);
  const alone = clear.find((rival) => shortest(make.difference(language, told(rival))) === undefined);
  const hiders =
    alone === undefined
      ? clear.filter((rival) => !make.isEmpty(make.intersection(language, told(rival))))
      : [alone];
  return [...new Set(hiders.map(({ filter, inner }) => inner ?? filter))];
}

function isDecidedBy(set: FilterSet, filter: PrivilegeFilter, argv: readonly string[]): boolean {
  const { host, argv: words } = imagined(argv);
  const rules = { filters: allFilters(set), host, execDirs: [EXEC_DIR], legacy: new Set<never>() };
  const decision = decide(rules, words);
  return decision.kind === 'permit' && decision.filter === filter;
}
