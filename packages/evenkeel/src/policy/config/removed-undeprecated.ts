import { type ConfigOption, formatOption } from '../../model/config-schema.ts';
import type { Contract, ContractRule } from '../../model/contract.ts';
import { fatesOf } from './compare.ts';
import { likelyRenames } from './renames.ts';
import { liesBetween } from './versions.ts';

/** An option that operators may have set is gone, and base does not say that it would go. */
export const removedUndeprecated: ContractRule = {
  code: 'CFG101',
  severity: 'error',
  title: 'an option is removed that base does not call deprecated',
  why: 'Operators of base who set it were never told; target ignores it, or does not start.',
  remedy: 'Keep the option, deprecate it with a reason, and remove it when the policy allows.',
  check: (contract) => {
    const renames = likelyRenames(contract);
    return fatesOf(contract).flatMap((fate) => {
      if (fate.kind !== 'gone' || fate.base.deprecation !== undefined || renames.has(fate.base)) return [];
      const { id, place, namespace } = fate.base;
      const hint = doubt(fate.base, contract);
      const by = namespace === undefined ? '' : `, as an option of ${namespace}`;
      return [
        {
          rule: removedUndeprecated,
          place,
          subject: formatOption(id),
          message: `${formatOption(id)} is in ${contract.base.label}, not deprecated, and not in ${contract.target.label}`,
          witness: `${contract.base.label} declares it here${by}; ${contract.target.label} neither declares it nor takes it as a former name`,
          ...(hint !== undefined && { hint }),
        },
      ];
    });
  },
};

/** What two schemas alone cannot tell. */
function doubt({ namespace }: ConfigOption, contract: Contract): string | undefined {
  const { base, target } = contract;
  const asked = target.config?.namespaces;
  if (namespace !== undefined && asked !== undefined && !asked.includes(namespace))
    return `${target.label}'s schema was made without ${namespace}: see that it went, and was not left out`;
  if (!liesBetween(contract)) return undefined;
  return `releases between ${base.version} and ${target.version} are not looked at: one may have deprecated it`;
}
