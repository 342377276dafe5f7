import { formatOption, optionKey } from '../../model/config-schema.ts';
import type { ContractRule } from '../../model/contract.ts';
import { deprecationEntries, namedIn } from './named-in.ts';

/** An option is newly deprecated, and no release note says so. */
export const deprecationWithoutNote: ContractRule = {
  code: 'NOTE102',
  severity: 'warning',
  title: 'a deprecation without a note',
  why: 'Operators who do not read the schema learn of the deprecation when the option is gone.',
  remedy: 'Name the option in the "deprecations" section of a release note (Changesets: in any changeset).',
  check: ({ base, target }) => {
    if (target.notes === undefined || base.config === undefined || target.config === undefined) return [];
    const before = new Set(
      base.config.options
        .filter(({ deprecation }) => deprecation !== undefined)
        .map(({ id }) => optionKey(id)),
    );
    const entries = deprecationEntries(target.notes);
    const isNamed = namedIn(entries);
    const { where } = target.notes;
    return target.config.options
      .filter(({ id, deprecation }) => deprecation !== undefined && !before.has(optionKey(id)))
      .filter(({ id }) => !isNamed(formatOption(id)))
      .map(({ id, place }) => ({
        rule: deprecationWithoutNote,
        place,
        subject: formatOption(id),
        message: `${formatOption(id)} is newly deprecated, and no new note on deprecations names it`,
        witness: `new notes on deprecations in ${where}: ${entries.length}`,
      }));
  },
};
