import { decide } from '@evenkeel/rootwrap/rules';
import { type CharSet, type DFA, ENFA, FAIterators } from 'refa';
import type { Contract } from '../../model/contract.ts';
import type { FilterSet } from '../../model/filters.ts';
import { type Admission, admissionsOf, allFilters, attempt, mayOverlap } from './admissions.ts';
import { Languages, Undecidable } from './automata.ts';
import { EXEC_DIR, imagined } from './host.ts';

/** What one release admits and the other does not, by one admission. */
export type Difference = { readonly admission: Admission } & (
  | { readonly kind: 'witness'; readonly argv: readonly string[] }
  | { readonly kind: 'undecided'; readonly why: string }
);

/** Both ways: what target admits and base denies, and what base admits and target denies. */
export interface FilterComparison {
  readonly added: readonly Difference[];
  readonly dropped: readonly Difference[];
}

const NONE: FilterComparison = { added: [], dropped: [] };
const known = new WeakMap<FilterSet, WeakMap<FilterSet, FilterComparison>>();

/** Compares the filters of two releases, once; nothing when those of one are not given. */
export function comparisonOf({ base, target }: Contract): FilterComparison {
  if (base.filters === undefined || target.filters === undefined) return NONE;
  const ofBase = known.get(base.filters) ?? new WeakMap<FilterSet, FilterComparison>();
  const found = ofBase.get(target.filters) ?? compareFilters(base.filters, target.filters);
  known.set(base.filters, ofBase.set(target.filters, found));
  return found;
}

/** The filters of target where it is looked at alone, as `filters lint` does: what is no news in an upgrade is said there. */
export const filtersAlone = ({ base, target }: Contract): FilterSet | undefined =>
  base.filters === undefined ? target.filters : undefined;

/** What each of two releases admits and the other denies, as the same user; see docs/filters.md for how exactly. */
export function compareFilters(base: FilterSet, target: FilterSet): FilterComparison {
  const make = new Languages();
  const [ofBase, ofTarget] = [admissionsOf(base, make), admissionsOf(target, make)];
  return {
    added: differences(ofTarget, ofBase, base, make),
    dropped: differences(ofBase, ofTarget, target, make),
  };
}

/** @param set whose admissions `others` are */
function differences(
  mine: readonly Admission[],
  others: readonly Admission[],
  set: FilterSet,
  make: Languages,
): Difference[] {
  const same = new Set(others.map(({ key }) => key));
  const candidates = new Map(mine.filter(({ key }) => !same.has(key)).map((each) => [each.key, each]));
  return [...candidates.values()].flatMap((admission) => {
    const found = attempt(() => {
      make.budget.spendPairs(others.length);
      const rivals = others.filter(
        (other) => other.filter.runAs === admission.filter.runAs && mayOverlap(admission, other),
      );
      return differenceOf(admission, rivals, set, make);
    });
    if (found instanceof Undecidable) return [{ admission, kind: 'undecided', why: found.message }];
    return found === undefined ? [] : [found];
  });
}

function differenceOf(
  admission: Admission,
  rivals: readonly Admission[],
  set: FilterSet,
  make: Languages,
): Difference | undefined {
  const language = admission.language();
  if (language instanceof Undecidable) throw language;
  const told = rivals.map((rival) => rival.language());
  const unclear = told.find((each) => each instanceof Undecidable);
  const other = make.union(told.filter((each) => each instanceof ENFA));
  const argv = shortest(make.difference(language, other));
  if (argv === undefined) return undefined;
  // of a filter that is not told, at least the answer for this command line is known
  if (unclear !== undefined && admits(set, argv, admission.filter.runAs)) throw unclear;
  return { admission, kind: 'witness', argv };
}

/** The shortest command line of a language, in characters that can be read where there is a choice. */
export function shortest(language: DFA): string[] | undefined {
  const path = FAIterators.shortestWordSet(language.transitionIterator());
  if (path === undefined) return undefined;
  const text = path.map((set) => String.fromCodePoint(readable(set))).join('');
  return text.split('\0').slice(0, -1);
}

const READABLE = Array.from('xa0-/_.= !', (char) => char.codePointAt(0) ?? 0);

const readable = (set: CharSet): number =>
  READABLE.find((code) => set.has(code)) ??
  set.ranges.find(({ max }) => max > 0x20)?.min ??
  set.ranges[0]?.min ??
  0;

/** Is a command line admitted by a release, as this user if one is given? Decided as rootwrap does, with every program there. */
export function admits(set: FilterSet, argv: readonly string[], runAs?: string): boolean {
  const { host, argv: words } = imagined(argv);
  const filters = allFilters(set).filter((filter) => runAs === undefined || filter.runAs === runAs);
  return decide({ filters, host, execDirs: [EXEC_DIR], legacy: new Set() }, words).kind === 'permit';
}
