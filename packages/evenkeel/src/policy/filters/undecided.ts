import type { ContractRule } from '../../model/contract.ts';
import type { PrivilegeFilter } from '../../model/filters.ts';
import type { Finding } from '../../model/finding.ts';
import { nameOf } from './admissions.ts';
import { comparisonOf, type Difference } from './compare.ts';
import { filterInWords, subjectOf } from './words.ts';

/** A filter of which it cannot be told whether the other release admits the same. */
export const undecidedFilter: ContractRule = {
  code: 'FLT104',
  severity: 'note',
  title: 'it cannot be decided whether a filter admits the same in both releases',
  why: 'Nothing is claimed of this filter: what it lets through may have changed.',
  remedy:
    'Compare the filter by hand, or write it without what cannot be decided: look-behind, word boundaries, atomic groups, very large repeats.',
  check: (contract) => {
    const { base, target } = contract;
    const { added, dropped } = comparisonOf(contract);
    return [
      ...notes(added, `${target.label} against ${base.label}`),
      ...notes(dropped, `${base.label} against ${target.label}`),
    ];
  },
};

function notes(differences: readonly Difference[], which: string): Finding[] {
  const found = new Map<PrivilegeFilter, Finding>();
  for (const difference of differences) {
    if (difference.kind !== 'undecided') continue;
    const { filter, inner } = difference.admission;
    const about = inner !== undefined && inner.place.line > 0 ? inner : filter;
    if (found.has(about)) continue;
    found.set(about, {
      rule: undecidedFilter,
      place: about.place,
      subject: subjectOf(difference),
      message: `filter ${nameOf(difference.admission)} of ${which} is undecided: ${difference.why}`,
      witness: filterInWords(about),
    });
  }
  return [...found.values()];
}
