import type { ContractRule } from '../../model/contract.ts';
import { stepsOf } from './steps.ts';
import { findingAt, subjectOf } from './words.ts';

/** A column takes fewer values than base may write; a warning when it is not known what it took. */
export const typeNarrowed: ContractRule = {
  code: 'MIG104',
  severity: 'error',
  title: 'the type of a column is narrowed',
  why: 'What base writes, or has written, does not fit any more: the migration or the INSERT fails, or the value is cut.',
  remedy: 'Add a column of the new type, write both, and drop the old one in a later release.',
  check: (contract) =>
    stepsOf(contract).flatMap(({ statement, old }) =>
      old.flatMap((change) => {
        if (change.aspect !== 'type' || change.holds === 'all') return [];
        const subject = subjectOf(change);
        if (change.holds === 'fewer')
          return [
            findingAt(
              typeNarrowed,
              statement,
              subject,
              `${subject} was ${change.from}, and becomes ${change.to}`,
            ),
          ];
        const rule: ContractRule = { ...typeNarrowed, severity: 'warning' };
        return [
          findingAt(
            rule,
            statement,
            subject,
            `the type of ${subject} changed to ${change.to}; its old type is unknown`,
          ),
        ];
      }),
    ),
};
