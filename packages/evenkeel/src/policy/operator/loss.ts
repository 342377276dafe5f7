import { type ConfigOption, formatOption } from '../../model/config-schema.ts';

/** What to say of an option that went: base's own reason, or else the option that looks like it. */
export function hintOnLoss(
  option: ConfigOption,
  renames: ReadonlyMap<ConfigOption, ConfigOption>,
): { readonly hint?: string } {
  if (option.deprecation?.reason !== undefined) return { hint: option.deprecation.reason };
  const heir = renames.get(option);
  return heir === undefined ? {} : { hint: `perhaps ${formatOption(heir.id)} took its place` };
}
