import { formatOption } from '../../model/config-schema.ts';
import type { ContractRule } from '../../model/contract.ts';
import { settingsFor } from './settings.ts';

/** The file sets an option by a name that it had before. */
export const formerName: ContractRule = {
  code: 'OPR104',
  severity: 'warning',
  title: 'an option is set by a former name',
  why: 'A later release does not take the former name any more, and then passes over the line.',
  remedy: 'Use the present name; `evenkeel config fix` does.',
  check: (contract) =>
    settingsFor(contract).flatMap(({ setting: { id, place }, lookup }) => {
      const options = lookup.formerly(id);
      const [first] = options;
      if (first === undefined) return [];
      const names = options.map((option) => formatOption(option.id)).join(' and ');
      return [
        {
          rule: formerName,
          place,
          subject: formatOption(id),
          message: `${formatOption(id)} is a former name of ${names}`,
          witness: `${first.place.file}:${first.place.line} says so`,
          hint: `set ${names} instead`,
        },
      ];
    }),
};
