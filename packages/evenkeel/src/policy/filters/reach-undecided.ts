import type { ContractRule } from '../../model/contract.ts';
import { filtersAlone } from './compare.ts';
import { standingsOf } from './standing.ts';
import { findingOf } from './words.ts';

/** It cannot be told what a filter admits, or what those before it leave of that. Between two releases FLT104 says so. */
export const reachUndecided: ContractRule = {
  code: 'FLT108',
  severity: 'note',
  title: 'it cannot be decided whether a filter is ever reached',
  why: 'Nothing is claimed of this filter: it may admit nothing, or nothing that those before it do not.',
  remedy:
    'Look at the filter by hand, or write it, and those for the same program before it, without what cannot be decided: look-behind, word boundaries, atomic groups, very large repeats.',
  check: (contract) => {
    const filters = filtersAlone(contract);
    return [...(filters === undefined ? [] : standingsOf(filters))].flatMap(([filter, standing]) =>
      standing.kind === 'undecided'
        ? [findingOf(reachUndecided, filter, `is undecided: ${standing.why}`)]
        : [],
    );
  },
};
