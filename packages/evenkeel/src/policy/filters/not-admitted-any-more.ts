import type { ContractRule } from '../../model/contract.ts';
import { comparisonOf } from './compare.ts';
import { findingsByProgram } from './words.ts';

/** Base's filters admit what target's deny. */
export const notAdmittedAnyMore: ContractRule = {
  code: 'FLT102',
  severity: 'error',
  title: "a command line is admitted by base's filters and denied by target's",
  why: "Base's code may run it, and is refused once target's filters lie at the site: when files move before the code, and after a rollback of the code alone.",
  remedy:
    'Keep the filter for one more release, or install the union of both (`evenkeel filters union`) until no code of base runs.',
  check: (contract) =>
    findingsByProgram(comparisonOf(contract).dropped, {
      rule: notAdmittedAnyMore,
      message: (what, filters) =>
        `${contract.target.label} does not let ${what} through as ${contract.base.label} does: ${filters}`,
    }),
};
