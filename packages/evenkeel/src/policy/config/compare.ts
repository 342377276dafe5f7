import { type ConfigOption, type ConfigSchema, type OptionId, optionKey } from '../../model/config-schema.ts';
import type { Contract } from '../../model/contract.ts';
import { onceForEach } from '../once.ts';

/** An option and what became of it. */
export type Fate =
  | { readonly kind: 'kept'; readonly base: ConfigOption; readonly target: ConfigOption }
  /** Target reads it under another name, and still takes the old one. */
  | { readonly kind: 'renamed'; readonly base: ConfigOption; readonly target: ConfigOption }
  | { readonly kind: 'gone'; readonly base: ConfigOption };

/** What became of each option of base; nothing when one of the schemas is not given. Found once for each contract. */
export const fatesOf = onceForEach(findFates);

function findFates({ base, target }: Contract): Fate[] {
  if (base.config === undefined || target.config === undefined) return [];
  const names = byName(target.config);
  const aliases = byAlias(target.config);
  return base.config.options.map((option) => {
    const key = optionKey(option.id);
    const same = names.get(key);
    if (same !== undefined) return { kind: 'kept', base: option, target: same };
    const renamed = aliases.get(key);
    return renamed === undefined
      ? { kind: 'gone', base: option }
      : { kind: 'renamed', base: option, target: renamed };
  });
}

/** Do files of both releases write every value as text? */
export const isText = ({ base, target }: Contract): boolean =>
  base.config?.isText === true && target.config?.isText === true;

/** The options of target that base did not know under any name. */
export function newOptions({ base, target }: Contract): ConfigOption[] {
  if (base.config === undefined || target.config === undefined) return [];
  const known = new Set([...byName(base.config).keys(), ...byAlias(base.config).keys()]);
  const isKnown = (id: OptionId) => known.has(optionKey(id));
  return target.config.options.filter(({ id, aliases }) => !isKnown(id) && !aliases.some(isKnown));
}

export const byName = ({ options }: ConfigSchema): Map<string, ConfigOption> =>
  new Map(options.map((option) => [optionKey(option.id), option]));

export const byAlias = ({ options }: ConfigSchema): Map<string, ConfigOption> =>
  new Map(options.flatMap((option) => option.aliases.map((alias) => [optionKey(alias), option])));
