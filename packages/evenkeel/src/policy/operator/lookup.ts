import { type ConfigOption, type ConfigSchema, type OptionId, optionKey } from '../../model/config-schema.ts';
import { groupKey, type OperatorFile, type Setting } from '../../model/operator-file.ts';

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

const lookups = new WeakMap<ConfigSchema, Lookup>();

/** The lookup of a schema; made once for each. */
export function lookupOf(schema: ConfigSchema): Lookup {
  const known = lookups.get(schema) ?? makeLookup(schema);
  lookups.set(schema, known);
  return known;
}

function makeLookup({ options }: ConfigSchema): Lookup {
  const names = new Map(options.map((option) => [presentKey(option.id), option]));
  const groups = new Map<string, ConfigOption[]>();
  const former = new Map<string, ConfigOption[]>();
  for (const option of options) {
    append(groups, groupKey(option.id.group), option);
    for (const key of new Set(option.aliases.map(formerKey))) append(former, key, option);
  }
  const formerGroups = new Set(options.flatMap(({ aliases }) => aliases.map(({ group }) => groupKey(group))));
  return {
    named: (id) => names.get(presentKey(id)),
    formerly: (id) => former.get(formerKey(id)) ?? [],
    hasGroup: (group) => groups.has(groupKey(group)) || formerGroups.has(groupKey(group)),
    inGroup: (group) => groups.get(groupKey(group)) ?? [],
  };
}

function append<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}

/** The present name counts letter by letter: a file that says `log-file` does not set `log_file`. */
const presentKey = ({ group, name }: OptionId): string => `${groupKey(group)}\0${name}`;

/** Former names are taken with `-` and with `_`. */
const formerKey = ({ group, name }: OptionId): string => optionKey({ group: groupKey(group), name });

/** The settings of a file by the name that they use, as a present or as a former name. */
interface SettingsOfFile {
  readonly present: (id: OptionId) => readonly Setting[];
  readonly former: (id: OptionId) => readonly Setting[];
}

/** The same for files that lie over each other; the one that is read last comes last. */
export type SettingsByName = readonly SettingsOfFile[];

/** Looks up the settings of a file, or of files that were laid over each other. */
export function settingsByName({ settings }: OperatorFile): SettingsByName {
  const byFile = new Map<string, Setting[]>();
  for (const setting of settings) append(byFile, setting.place.file, setting);
  return [...byFile.values()].map(settingsOfFile);
}

function settingsOfFile(settings: readonly Setting[]): SettingsOfFile {
  const [exact, loose] = [new Map<string, Setting[]>(), new Map<string, Setting[]>()];
  for (const setting of settings) {
    append(exact, presentKey(setting.id), setting);
    append(loose, formerKey(setting.id), setting);
  }
  return { present: (id) => exact.get(presentKey(id)) ?? [], former: (id) => loose.get(formerKey(id)) ?? [] };
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
export const namesInOrder = ({ id, aliases }: ConfigOption): ((other: OptionId) => boolean)[] => [
  (other) => presentKey(other) === presentKey(id),
  ...aliases.map((alias) => (other: OptionId) => formerKey(other) === formerKey(alias)),
];
