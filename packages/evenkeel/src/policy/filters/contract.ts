import type { FilterFate, FilterSet, PrivilegeFilter } from '../../model/filters.ts';
import { filterKey } from './admissions.ts';
import { compareFilters, type Difference } from './compare.ts';
import { commandInWords } from './host.ts';

/**
 * What becomes of each filter that lies at a site when target's filters take their place, now that all code is target.
 * @param site what lies there: the union that `filters union` wrote, or base's own
 */
export function contractFilters(site: FilterSet, base: FilterSet, target: FilterSet): FilterFate[] {
  const [ofBase, ofTarget] = [keysOf(base), keysOf(target)];
  const losses = compareFilters(site, target).dropped;
  return site.filters.map((filter) => {
    const key = filterKey(filter);
    const from = ofTarget.has(key) ? 'target' : ofBase.has(key) ? 'base' : 'neither';
    return { filter, from, ...fateOf(from, lossesBy(filter, losses, ofTarget)) };
  });
}

/** Filters of target that admit what the site does not: target's code was refused it while these filters lay there. */
export function missingFilters(site: FilterSet, target: FilterSet): FilterFate[] {
  const why = `${site.folder} does not admit all that it does`;
  const found = new Map<PrivilegeFilter, FilterFate>();
  for (const difference of compareFilters(site, target).added) {
    const { filter, inner } = difference.admission;
    const about = inner !== undefined && inner.place.line > 0 ? inner : filter;
    if (found.has(about)) continue;
    const fate: Pick<FilterFate, 'fate' | 'why' | 'refused'> =
      difference.kind === 'undecided'
        ? { fate: 'undecided', why: difference.why }
        : { fate: 'missing', why, refused: commandInWords(difference.argv) };
    found.set(about, { filter: about, from: 'target', ...fate });
  }
  return [...found.values()];
}

/**
 * Do filters that are to be written admit all that a release does?
 * @returns a difference when they do not, or when it cannot be told
 */
export const lackOf = (written: FilterSet, release: FilterSet): Difference | undefined =>
  compareFilters(written, release).added[0];

const keysOf = ({ filters }: FilterSet): ReadonlySet<string> => new Set(filters.map(filterKey));

/** What is lost by a filter: of a chain, the part that target has not is to blame, or else both. */
function lossesBy(
  filter: PrivilegeFilter,
  losses: readonly Difference[],
  kept: ReadonlySet<string>,
): Difference[] {
  const key = filterKey(filter);
  return losses.filter(({ admission: { filter: outer, inner } }) => {
    const parts = [outer, ...(inner === undefined ? [] : [inner])].map(filterKey);
    const gone = parts.filter((part) => !kept.has(part));
    return (gone.length > 0 ? gone : parts).includes(key);
  });
}

function fateOf(
  from: FilterFate['from'],
  losses: readonly Difference[],
): Pick<FilterFate, 'fate' | 'why' | 'refused'> {
  const unclear = losses.find(({ kind }) => kind === 'undecided');
  if (unclear?.kind === 'undecided') return { fate: 'undecided', why: unclear.why };
  const [refused] = losses
    .flatMap((each) => (each.kind === 'witness' ? [commandInWords(each.argv)] : []))
    .toSorted((a, b) => a.length - b.length);
  if (refused === undefined)
    return from === 'target'
      ? { fate: 'stays', why: 'target has it' }
      : { fate: 'may-go', why: "target's filters admit all that it does" };
  if (from === 'base') return { fate: 'may-go', why: 'only code of base needs it', refused };
  return {
    fate: 'lost',
    why: from === 'target' ? 'target tries it after an EnvFilter' : 'neither release has it',
    refused,
  };
}
