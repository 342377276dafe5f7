import { formatOption } from '../../model/config-schema.ts';
import type { ContractRule } from '../../model/contract.ts';
import { fatesOf } from './compare.ts';
import { likelyRenames } from './renames.ts';

/** An option that operators may have set is gone, and no release said that it would go. */
export const removedUndeprecated: ContractRule = {
  code: 'CFG101',
  severity: 'error',
  title: 'an option is removed without having been deprecated',
  why: 'Operators who set it were never told; target ignores it, or does not start.',
  remedy: 'Keep the option, deprecate it with a reason, and remove it when the policy allows.',
  check: (contract) => {
    const renames = likelyRenames(contract);
    return fatesOf(contract).flatMap((fate) => {
      if (fate.kind !== 'gone' || fate.base.deprecation !== undefined || renames.has(fate.base)) return [];
      const { id, place } = fate.base;
      return [
        {
          rule: removedUndeprecated,
          place,
          subject: formatOption(id),
          message: `${formatOption(id)} is in ${contract.base.label}, not deprecated, and not in ${contract.target.label}`,
          witness: `${contract.base.label} declares it here; ${contract.target.label} neither declares it nor takes it as a former name`,
        },
      ];
    });
  },
};
