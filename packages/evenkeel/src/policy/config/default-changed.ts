import { formatOption } from '../../model/config-schema.ts';
import type { ContractRule } from '../../model/contract.ts';
import { sameJson } from '../../model/json-path.ts';
import { valueInWords } from '../words.ts';
import { fatesOf } from './compare.ts';

/** The same file means something else in target, for an option that it does not set. */
export const defaultChanged: ContractRule = {
  code: 'CFG106',
  severity: 'warning',
  title: 'a default changed',
  why: 'Operators who never set the option get another behaviour from the same file.',
  remedy: 'Say so in an upgrade note, with the value that keeps the old behaviour.',
  check: (contract) =>
    fatesOf(contract).flatMap((fate) => {
      if (fate.kind === 'gone' || sameJson(fate.base.default, fate.target.default)) return [];
      const { base, target } = fate;
      return [
        {
          rule: defaultChanged,
          place: target.place,
          subject: formatOption(target.id),
          message: `the default of ${formatOption(target.id)} changed`,
          witness: `${valueInWords(base.default)} in ${contract.base.label}, ${valueInWords(target.default)} in ${contract.target.label}`,
        },
      ];
    }),
};
