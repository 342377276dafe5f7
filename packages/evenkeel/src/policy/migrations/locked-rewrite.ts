import type { ContractRule } from '../../model/contract.ts';
import { stepsOf } from './steps.ts';
import { findingAt } from './words.ts';

/** Nobody can read a table for as long as it is written anew. */
export const lockedRewrite: ContractRule = {
  code: 'MIG106',
  severity: 'warning',
  title: 'a table is written anew under a lock that stops reads',
  why: 'Every query on the table waits until all of it is copied: minutes or hours for a large one.',
  remedy:
    'Add a new column without a volatile default, fill it in small parts, and let the code change over.',
  check: (contract) =>
    stepsOf(contract).flatMap(({ statement, old }) => {
      const [change] = old;
      if (!statement.rewrites || statement.lock !== 'ACCESS EXCLUSIVE' || change === undefined) return [];
      const why = statement.reason === undefined ? '' : `: ${statement.reason}`;
      const message = `${change.name} is written anew under ${statement.lock}${why}`;
      return [findingAt(lockedRewrite, statement, change.name, message)];
    }),
};
