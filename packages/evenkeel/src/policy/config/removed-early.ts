import { type ConfigOption, formatOption } from '../../model/config-schema.ts';
import type { Contract, ContractRule, ReleaseSnapshot } from '../../model/contract.ts';
import { fatesOf } from './compare.ts';
import { liesBetween } from './versions.ts';

/** An option went that was deprecated, but not for as long as the policy wants. */
export const removedEarly: ContractRule = {
  code: 'CFG102',
  severity: 'error',
  title: 'an option is removed before its time',
  why: 'Operators were told, and did not get the time that the project promises them.',
  remedy: 'Keep the option until the policy allows to remove it.',
  check: (contract) =>
    fatesOf(contract).flatMap((fate) => {
      if (fate.kind !== 'gone' || fate.base.deprecation === undefined) return [];
      const witness = tooEarly(fate.base, contract);
      if (witness === undefined) return [];
      const { name, source } = contract.policy;
      return [
        {
          rule: removedEarly,
          place: fate.base.place,
          subject: formatOption(fate.base.id),
          message: `${formatOption(fate.base.id)} is gone in ${contract.target.label}, too early for the policy "${name}"`,
          witness,
          ...(source !== undefined && { hint: `the policy: ${source}` }),
        },
      ];
    }),
};

/** Why a removal is too early, as far as versions and dates say so. */
function tooEarly({ deprecation }: ConfigOption, contract: Contract): string | undefined {
  const { base, target, policy } = contract;
  const since = deprecation?.since;
  if (policy.removeOnlyIn === 'major' && majorOf(base) !== undefined && majorOf(base) === majorOf(target))
    return `${base.version} to ${target.version} does not change the first part of the version`;
  if (policy.releases > 1 && since !== undefined && since === base.version && !liesBetween(contract))
    return `deprecated since ${since}, so in one release before ${target.label}; the policy wants ${policy.releases}`;
  const months = since === base.version ? monthsBetween(base.date, target.date) : undefined;
  if (months !== undefined && months < policy.months)
    return `deprecated since ${since} (${base.date}), ${months} months before ${target.label} (${target.date}); the policy wants ${policy.months}`;
  return undefined;
}

const majorOf = ({ version }: ReleaseSnapshot): string | undefined => /^v?(\d+)/.exec(version ?? '')?.[1];

/** Whole months from one day to another. */
function monthsBetween(from: string | undefined, to: string | undefined): number | undefined {
  if (from === undefined || to === undefined) return undefined;
  const [start, end] = [new Date(from), new Date(to)];
  const months =
    (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
  return end.getUTCDate() < start.getUTCDate() ? months - 1 : months;
}
