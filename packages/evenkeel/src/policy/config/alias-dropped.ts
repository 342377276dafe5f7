import { formatOption, optionKey } from '../../model/config-schema.ts';
import type { ContractRule } from '../../model/contract.ts';
import { byAlias, byName, fatesOf } from './compare.ts';

/** Base still read an option under a former name; target does not. */
export const aliasDropped: ContractRule = {
  code: 'CFG104',
  severity: 'warning',
  title: 'a former name of an option is not read any more',
  why: 'Files that still use the former name, which base reads with a warning, set nothing in target.',
  remedy:
    'Say in the upgrade notes that the former name is gone, or keep reading it until the policy allows.',
  check: (contract) => {
    const { target } = contract;
    if (target.config === undefined) return [];
    const read = new Set([...byName(target.config).keys(), ...byAlias(target.config).keys()]);
    return fatesOf(contract).flatMap((fate) => {
      if (fate.kind === 'gone') return [];
      const dropped = fate.base.aliases.filter((alias) => !read.has(optionKey(alias)));
      return dropped.map((alias) => ({
        rule: aliasDropped,
        place: fate.target.place,
        subject: formatOption(alias),
        message: `${formatOption(alias)}, a former name of ${formatOption(fate.target.id)}, is not read by ${target.label}`,
        witness: `${fate.base.place.file}:${fate.base.place.line} takes it, ${fate.target.place.file}:${fate.target.place.line} does not`,
      }));
    });
  },
};
