import { amountsToRoot } from '@evenkeel/rootwrap/rules';
import type { ContractRule } from '../../model/contract.ts';
import { comparisonOf } from './compare.ts';
import { findingsByProgram } from './words.ts';

/** A filter of target gives more than base did, and all that root may do. */
export const rootWidened: ContractRule = {
  code: 'FLT103',
  severity: 'error',
  title: 'rights are widened to what amounts to root',
  why: 'With the upgrade, whoever takes over the service may do as root whatever he likes; before it he could not by this filter.',
  remedy:
    'Narrow the filter to the arguments that are needed, with RegExpFilter or PathFilter, or move the work into a privileged helper with functions of its own.',
  check: (contract) => {
    const direct = comparisonOf(contract).added.filter(({ admission }) => admission.inner === undefined);
    const wide = direct.filter(({ admission }) => amountsToRoot(admission.filter) !== undefined);
    return findingsByProgram(wide, {
      rule: rootWidened,
      message: (what, filters) => `${contract.target.label} lets ${what} do all that root may: ${filters}`,
    }).map((finding) => {
      const { filter } =
        wide.find(({ admission }) => admission.filter.place === finding.place)?.admission ?? {};
      const why = filter && amountsToRoot(filter);
      return why === undefined ? finding : { ...finding, hint: why };
    });
  },
};
