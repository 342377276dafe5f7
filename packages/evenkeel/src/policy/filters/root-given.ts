import { amountsToRoot } from '@evenkeel/rootwrap/rules';
import type { ContractRule } from '../../model/contract.ts';
import { filtersAlone } from './compare.ts';
import { findingOf } from './words.ts';

/** A filter gives all that root may do. Between two releases this is no news: what is widened is FLT103. */
export const rootGiven: ContractRule = {
  code: 'FLT107',
  severity: 'warning',
  title: 'a filter amounts to root',
  why: 'Whoever takes over the service may do by this filter whatever root may.',
  remedy:
    'Narrow the filter to the arguments that are needed, with RegExpFilter or PathFilter, or move the work into a privileged helper with functions of its own.',
  check: (contract) =>
    (filtersAlone(contract)?.filters ?? []).flatMap((filter) => {
      const why = amountsToRoot(filter);
      return why === undefined ? [] : [findingOf(rootGiven, filter, `amounts to root: ${why}`)];
    }),
};
