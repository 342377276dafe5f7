import type { ConfigOption, ConfigSchema, OptionId } from '../../model/config-schema.ts';
import { type Naming, namingOf } from '../../model/naming.ts';
import type { OperatorFile, Setting } from '../../model/operator-file.ts';

/** How a release looks things up in an operator's file. */
export interface Lookup {
  /** The option that a setting names by its present name. */
  readonly named: (id: OptionId) => ConfigOption | undefined;
  /** The options that take this as a former name. */
  readonly formerly: (id: OptionId) => readonly ConfigOption[];
  /** Whether the release declares the group, or once did. */
  readonly hasGroup: (group: string) => boolean;
  /** The options of a group. */
  readonly inGroup: (group: string) => readonly ConfigOption[];
}

const lookups = new WeakMap<ConfigSchema, Map<Naming, Lookup>>();

/** The lookup of a schema; made once for each way to compare names. */
export function lookupOf(schema: ConfigSchema, naming: Naming): Lookup {
  const known = lookups.get(schema) ?? new Map<Naming, Lookup>();
  lookups.set(schema, known);
  const lookup = known.get(naming) ?? makeLookup(schema, naming);
  known.set(naming, lookup);
  return lookup;
}

function makeLookup({ options }: ConfigSchema, naming: Naming): Lookup {
  const names = new Map(options.map((option) => [naming.present(option.id), option]));
  const groups = new Map<string, ConfigOption[]>();
  const former = new Map<string, ConfigOption[]>();
  for (const option of options) {
    append(groups, naming.group(option.id.group), option);
    for (const key of new Set(option.aliases.map(naming.former))) append(former, key, option);
  }
  const formerGroups = new Set(
    options.flatMap(({ aliases }) => aliases.map(({ group }) => naming.group(group))),
  );
  return {
    named: (id) => names.get(naming.present(id)),
    formerly: (id) => former.get(naming.former(id)) ?? [],
    // what stands outside of every group stands in the file itself, which every schema is about
    hasGroup: (group) =>
      group === '' || groups.has(naming.group(group)) || formerGroups.has(naming.group(group)),
    inGroup: (group) => groups.get(naming.group(group)) ?? [],
  };
}

function append<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}

/** The settings of a file by the name that they use, as a present or as a former name. */
interface SettingsOfFile {
  readonly present: (id: OptionId) => readonly Setting[];
  readonly former: (id: OptionId) => readonly Setting[];
}

/** The same for files that lie over each other; the one that is read last comes last. */
export type SettingsByName = readonly SettingsOfFile[];

/** Looks up the settings of a file, or of files that were laid over each other. */
export function settingsByName({ format, settings }: OperatorFile): SettingsByName {
  const byFile = new Map<string, Setting[]>();
  for (const setting of settings) append(byFile, setting.place.file, setting);
  return [...byFile.values()].map((each) => settingsOfFile(each, namingOf(format)));
}

function settingsOfFile(settings: readonly Setting[], naming: Naming): SettingsOfFile {
  const [present, former] = [new Map<string, Setting[]>(), new Map<string, Setting[]>()];
  for (const setting of settings) {
    append(present, naming.present(setting.id), setting);
    append(former, naming.former(setting.id), setting);
  }
  return {
    present: (id) => present.get(naming.present(id)) ?? [],
    former: (id) => former.get(naming.former(id)) ?? [],
  };
}

/**
 * The settings that decide an option: those of the last file that sets it by any of its names. An option of several values
 * takes those of all files.
 */
export function decidingSettings(option: ConfigOption, byName: SettingsByName): readonly Setting[] {
  const decided = byName.map((file) => decidingInFile(option, file));
  if (option.type.kind === 'multi') return decided.flat();
  return decided.findLast((settings) => settings.length > 0) ?? [];
}

/** Those of the present name, or of the first former name that is set. Of several values all count, former names first. */
function decidingInFile(option: ConfigOption, { present, former }: SettingsOfFile): readonly Setting[] {
  const sets = [present(option.id), ...option.aliases.map(former)].filter((set) => set.length > 0);
  if (option.type.kind === 'multi') return [...new Set(sets.toReversed().flat())];
  return sets[0] ?? [];
}

/** Tests for the names of an option, in the order in which they are looked for. */
export const namesInOrder = (
  { id, aliases }: ConfigOption,
  naming: Naming,
): ((other: OptionId) => boolean)[] => [
  (other) => naming.present(other) === naming.present(id),
  ...aliases.map((alias) => (other: OptionId) => naming.former(other) === naming.former(alias)),
];
