import type { ContractRule } from '../../model/contract.ts';
import { comparisonOf } from './compare.ts';
import { findingsByProgram } from './words.ts';

/** Target's filters admit what base's deny. */
export const newlyAdmitted: ContractRule = {
  code: 'FLT101',
  severity: 'warning',
  title: "a command line is admitted by target's filters and denied by base's",
  why: "Target's code may need it, and is refused as long as base's filters lie at the site: when files are frozen, or move after the code.",
  remedy:
    'Install the union of both filters before the upgrade (`evenkeel filters union`), or let target do without the command until files have moved.',
  check: (contract) =>
    findingsByProgram(comparisonOf(contract).added, {
      rule: newlyAdmitted,
      message: (what, filters) =>
        `${contract.target.label} lets ${what} through where ${contract.base.label} does not: ${filters}`,
    }),
};
