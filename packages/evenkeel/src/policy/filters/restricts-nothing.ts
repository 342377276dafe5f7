import { widenedBy } from '@evenkeel/rootwrap/rules';
import type { ContractRule } from '../../model/contract.ts';
import { allFilters } from './admissions.ts';
import { filtersAlone } from './compare.ts';
import { standingsOf } from './standing.ts';
import { filtersInWords, findingOf } from './words.ts';

/** A filter picks arguments, and a later one admits the program with any. */
export const restrictsNothing: ContractRule = {
  code: 'FLT109',
  severity: 'warning',
  title: 'a filter restricts nothing',
  why: 'It reads as if only these arguments were admitted, and a later filter admits the program with any.',
  remedy: 'Remove the later filter, or this one.',
  check: (contract) => {
    const filters = filtersAlone(contract);
    if (filters === undefined) return [];
    const [all, standings] = [allFilters(filters), standingsOf(filters)];
    return filters.filters.flatMap((filter, index) => {
      const wider = standings.get(filter)?.kind === 'reached' ? widenedBy(all, index) : undefined;
      if (wider === undefined) return [];
      const by = filtersInWords([{ ...wider, place: { ...wider.place, column: 1 } }]);
      return [
        findingOf(restrictsNothing, filter, `restricts nothing: ${by} admits the program with any arguments`),
      ];
    });
  },
};
