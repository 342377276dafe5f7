import { formatOption } from '../../model/config-schema.ts';
import type { ContractRule } from '../../model/contract.ts';
import { settingsFor } from './settings.ts';

/** The file sets an option that is going to be removed. */
export const deprecatedOption: ContractRule = {
  code: 'OPR103',
  severity: 'warning',
  title: 'a deprecated option is set',
  why: 'A later release removes it, and then passes over the line.',
  remedy: 'Do what the reason says before the release in which it goes.',
  check: (contract) =>
    settingsFor(contract).flatMap(({ setting: { id, place }, lookup }) => {
      const option = lookup.named(id);
      if (option?.deprecation === undefined) return [];
      const { since, reason, removedIn } = option.deprecation;
      const when = since === undefined ? '' : ` since ${since}`;
      const until = removedIn === undefined ? '' : `, to be removed in ${removedIn}`;
      return [
        {
          rule: deprecatedOption,
          place,
          subject: formatOption(id),
          message: `${formatOption(id)} is deprecated${when}${until}`,
          witness: `${option.place.file}:${option.place.line} says so`,
          ...(reason !== undefined && { hint: reason.replace(/\s+/g, ' ') }),
        },
      ];
    }),
};
