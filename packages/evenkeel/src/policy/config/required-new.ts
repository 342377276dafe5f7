import { type ConfigOption, formatOption } from '../../model/config-schema.ts';
import type { ContractRule } from '../../model/contract.ts';
import { fatesOf, newOptions } from './compare.ts';

/** Target does not start with base's file. */
export const requiredNew: ContractRule = {
  code: 'CFG107',
  severity: 'error',
  title: 'an option must be set that nobody had to set before',
  why: 'No file of base sets it, so target refuses every file that is not edited first.',
  remedy: 'Give it a default, or make it optional and warn when it is not set.',
  check: (contract) => {
    const fresh = newOptions(contract).filter((option) => option.required && option.default == null);
    const harder = fatesOf(contract).flatMap((fate) =>
      fate.kind !== 'gone' && fate.target.required && fate.target.default == null && !fate.base.required
        ? [fate.target]
        : [],
    );
    const logins = pluginGroups(contract.target.config?.options ?? []);
    const needed = [...fresh, ...harder].filter(({ id }) => !logins.has(id.group) || id.name === 'auth_type');
    return needed.map((option) => ({
      rule: requiredNew,
      place: option.place,
      subject: formatOption(option.id),
      message: `${formatOption(option.id)} is required by ${contract.target.label} and has no default`,
      witness: harder.includes(option)
        ? `it was optional in ${contract.base.label}`
        : `${contract.base.label} does not know it`,
    }));
  },
};

/** Groups whose login plugin nobody need choose. What the plugin then wants is declared, and is not asked for before. */
function pluginGroups(options: readonly ConfigOption[]): Set<string> {
  const free = options.filter(
    ({ id, required, default: value }) => id.name === 'auth_type' && !required && value == null,
  );
  return new Set(free.map(({ id }) => id.group));
}
