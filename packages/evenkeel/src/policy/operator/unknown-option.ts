import { closest, distance } from 'fastest-levenshtein';
import { formatOption, type OptionId } from '../../model/config-schema.ts';
import type { ContractRule } from '../../model/contract.ts';
import type { Lookup } from './lookup.ts';
import { isKnown, settingsFor } from './settings.ts';

/** The nearest name is not looked for without end: a file of another program has thousands of unknown ones. */
const MAX_HINTS = 500;

/** The file sets what target does not know, in a group that it knows. */
export const unknownOption: ContractRule = {
  code: 'OPR101',
  severity: 'error',
  title: 'a setting that no option reads',
  why: 'The line is passed over in silence, and the option that was meant keeps its default.',
  remedy: 'Correct the name, or remove the line.',
  check: (contract) => {
    const { target } = contract;
    let hints = 0;
    return settingsFor(contract).flatMap((sought) => {
      const { setting, lookup } = sought;
      const { id, place } = setting;
      // what base reads and target does not is told by the effective-config diff, with both values
      if (isKnown(sought) || !lookup.hasGroup(id.group) || isIncomplete(id.group, lookup)) return [];
      const hint = hints++ < MAX_HINTS ? hintFor(id, lookup) : undefined;
      return [
        {
          rule: unknownOption,
          place,
          subject: formatOption(id),
          message: `${target.label} has no option ${formatOption(id)}`,
          witness: `${target.config?.file} neither declares it nor takes it as a former name`,
          ...(hint !== undefined && { hint }),
        },
      ];
    });
  },
};

/** A group that is logged in with takes the options of a plugin, which schemas leave out, as [keystone_authtoken]'s do. */
export function isIncomplete(group: string, lookup: Lookup): boolean {
  const names = lookup.inGroup(group).map(({ id }) => id.name);
  return names.includes('auth_type') && !names.includes('password');
}

function hintFor({ group, name }: OptionId, lookup: Lookup): string | undefined {
  const spelled = lookup.named({ group, name: name.replaceAll('-', '_') });
  if (spelled !== undefined) return `in files it is spelled ${spelled.id.name}`;
  const names = lookup.inGroup(group).map(({ id }) => id.name);
  if (names.length === 0 || name.length > 200) return undefined;
  const nearest = closest(name, names);
  const isNear = distance(name, nearest) <= Math.max(1, Math.floor(name.length / 3));
  return isNear ? `did you mean ${nearest}?` : undefined;
}
