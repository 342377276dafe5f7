import { formatOption } from '../../model/config-schema.ts';
import type { ContractRule } from '../../model/contract.ts';
import { pairInWords } from '../words.ts';
import { fatesOf, isText } from './compare.ts';
import { isEmpty, sameDefault } from './defaults.ts';

/** The same file means something else in target, for an option that it does not set. */
export const defaultChanged: ContractRule = {
  code: 'CFG106',
  severity: 'warning',
  title: 'a default changed',
  why: 'Operators who never set the option get another behaviour from the same file.',
  remedy: 'Say so in an upgrade note, with the value that keeps the old behaviour.',
  check: (contract) => {
    const asText = isText(contract);
    return fatesOf(contract).flatMap((fate) => {
      if (fate.kind === 'gone' || sameDefault(fate.base, fate.target, asText)) return [];
      const { base, target } = fate;
      const values = pairInWords(base.default, target.default);
      return [
        {
          rule: defaultChanged,
          place: target.place,
          subject: formatOption(target.id),
          message: `the default of ${formatOption(target.id)} changed`,
          witness: `${values.base} in ${contract.base.label}, ${values.target} in ${contract.target.label}`,
          ...(isEmpty(base.default) &&
            isEmpty(target.default) && { hint: 'most programs take empty and unset for the same' }),
        },
      ];
    });
  },
};
