import { formatOption } from '../../model/config-schema.ts';
import type { ContractRule } from '../../model/contract.ts';
import { namingOf } from '../../model/naming.ts';
import { isKnown, settingsFor } from './settings.ts';
import { isIncomplete } from './unknown-option.ts';

/** The file sets options of a group that the schema does not declare, or not in full. */
export const unknownGroup: ContractRule = {
  code: 'OPR102',
  severity: 'note',
  title: 'a group that the schema does not declare in full',
  why: 'Groups can be made while the service runs, such as one for each storage backend: the schema cannot say what they take.',
  remedy: 'See that the name of the group is right.',
  check: (contract) => {
    const { target } = contract;
    const seen = new Set<string>();
    return settingsFor(contract).flatMap((sought) => {
      const { file, setting, lookup } = sought;
      const { id, place } = setting;
      const isPartly = lookup.hasGroup(id.group);
      const key = `${place.file}\0${namingOf(file.format).group(id.group)}`;
      if (isKnown(sought) || (isPartly && !isIncomplete(id.group, lookup)) || seen.has(key)) return [];
      seen.add(key);
      return [
        {
          rule: unknownGroup,
          place,
          subject: `[${id.group}]`,
          message: isPartly
            ? `whether [${id.group}] takes this option cannot be said: its login plugins bring their own`
            : `${target.label}'s schema has no group [${id.group}]`,
          witness: `${formatOption(id)} is the first setting of it that is not declared`,
        },
      ];
    });
  },
};
