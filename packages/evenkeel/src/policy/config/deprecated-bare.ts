import { formatOption, optionKey } from '../../model/config-schema.ts';
import type { ContractRule } from '../../model/contract.ts';
import { byName } from './compare.ts';

/** A deprecation that does not say since when, or why. */
export const deprecatedBare: ContractRule = {
  code: 'CFG108',
  severity: 'note',
  title: 'an option is deprecated without a reason, or without a release',
  why: 'Operators cannot tell what to use instead, nor when the option will go.',
  remedy: 'Add the reason (what to use instead) and the release since which it is deprecated.',
  check: ({ base, target }) => {
    const before = base.config === undefined ? undefined : byName(base.config);
    return (target.config?.options ?? []).flatMap((option) => {
      const { deprecation, id, place } = option;
      if (deprecation === undefined) return [];
      const missing = [
        ...(deprecation.reason === undefined && target.config?.isWordless !== true ? ['a reason'] : []),
        ...(deprecation.since === undefined ? ['the release since which it is'] : []),
      ];
      if (missing.length === 0) return [];
      const old = before?.get(optionKey(id))?.deprecation !== undefined;
      return [
        {
          rule: deprecatedBare,
          place,
          subject: formatOption(id),
          message: `${formatOption(id)} is deprecated without ${missing.join(' and ')}`,
          witness: old ? `so it was in ${base.label}` : `newly deprecated in ${target.label}`,
        },
      ];
    });
  },
};
