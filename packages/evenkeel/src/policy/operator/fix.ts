import {
  type ConfigOption,
  type ConfigSchema,
  formatOption,
  type OptionId,
} from '../../model/config-schema.ts';
import { type Naming, namingOf } from '../../model/naming.ts';
import type { Edit, FileFormat, OperatorFile, Setting } from '../../model/operator-file.ts';
import { printable } from '../../model/printable.ts';
import { type Lookup, lookupOf, namesInOrder } from './lookup.ts';

/** What target knows a setting as. */
interface Claim {
  readonly setting: Setting;
  readonly option: ConfigOption;
}

/**
 * What to do with a file written for base so that target reads it as base did: former names become present ones, and
 * options that target does not have are commented out. A setting that neither release knows is left alone: whatever
 * it is for, it did not change.
 */
export function editsFor(
  file: OperatorFile,
  base: ConfigSchema,
  target: ConfigSchema,
  label: string,
): Edit[] {
  const naming = namingOf(file.format);
  const [before, after] = [lookupOf(base, naming), lookupOf(target, naming)];
  const claims = new Map<ConfigOption, Claim[]>();
  const edits = new Map<Setting, Edit>();
  for (const setting of file.settings) {
    if (after.named(setting.id) !== undefined) continue;
    const options = optionsFor(setting.id, before, after, CAN_WRITE[file.format]);
    if (options === undefined) continue;
    if (options.length === 0) edits.set(setting, removal(setting, before, label));
    for (const option of options) claims.set(option, [...(claims.get(option) ?? []), { setting, option }]);
  }
  const renames = [...claims].flatMap(([option, claimed]) => renamesTo(option, claimed, file, before, after));
  for (const edit of merged(renames)) edits.set(edit.setting, edit);
  for (const { setting, option } of [...claims.values()].flat())
    if (!edits.has(setting)) edits.set(setting, superseded(setting, option));
  return [...edits.values()];
}

/** The options of target that a setting is for; none when they went; nothing when it is to be left alone. */
function optionsFor(
  id: OptionId,
  before: Lookup,
  after: Lookup,
  canWrite: (id: OptionId) => boolean,
): readonly ConfigOption[] | undefined {
  const read = after.formerly(id);
  if (read.length > 0) {
    // the present name may itself be a former name of another option, which would then be set too
    const isSafe = read.every((option) => canWrite(option.id) && after.formerly(option.id).length === 0);
    return isSafe ? read : undefined;
  }
  const own = before.named(id);
  const known = own === undefined ? before.formerly(id) : [own, ...before.formerly(id)];
  if (known.length === 0) return undefined;
  const present = known.flatMap((option) => {
    const same = after.named(option.id);
    return same === undefined ? after.formerly(option.id) : [same];
  });
  return present.every((option) => canWrite(option.id)) ? [...new Set(present)] : undefined;
}

const canQuote = ({ group, name }: OptionId): boolean => /^[^\p{Cc}\u2028\u2029]+$/u.test(group + name);

/** A schema is input too: a name that would not be read back as one is not written into a file. */
const CAN_WRITE: Record<FileFormat, (id: OptionId) => boolean> = {
  ini: (id) => /^[^\s=:#;[\p{Cc}][^\s=:\p{Cc}]*$/u.test(id.name) && id.group !== '' && canQuote(id),
  env: ({ group, name }) => group === '' && /^[\w.-]+$/.test(name),
  yaml: canQuote,
  toml: canQuote,
  json: canQuote,
  jsonc: canQuote,
};

type Rename = Extract<Edit, { kind: 'rename' }>;

/** The settings that decide an option, renamed to its present name. */
function renamesTo(
  option: ConfigOption,
  claimed: readonly Claim[],
  file: OperatorFile,
  before: Lookup,
  after: Lookup,
): Rename[] {
  const present = file.settings.find(({ id }) => after.named(id) === option);
  const ranked = rankedSettings(option, claimed, before, namingOf(file.format));
  if (option.type.kind !== 'multi') {
    const winners = present === undefined ? (ranked[0] ?? []) : [];
    return winners.map((setting) => ({ kind: 'rename', setting, to: [option.id], where: 'here' }));
  }
  // all values count, those of the last of the former names first
  const where = present ?? (ranked.length > 1 ? 'end' : 'here');
  return ranked
    .toReversed()
    .flatMap((settings) =>
      settings.map((setting): Rename => ({ kind: 'rename', setting, to: [option.id], where })),
    );
}

/** The settings that claim an option, by the name that they use; the name that wins in base comes first. */
function rankedSettings(
  option: ConfigOption,
  claimed: readonly Claim[],
  before: Lookup,
  naming: Naming,
): Setting[][] {
  const same = before.named(option.id);
  const old = option.aliases.flatMap((alias) => before.named(alias) ?? []);
  const ways = [...(same === undefined ? [] : [same]), ...old, option].flatMap((each) =>
    namesInOrder(each, naming),
  );
  const left = new Set(claimed.map(({ setting }) => setting));
  const ranked = ways.map((matches) => {
    const these = [...left].filter(({ id }) => matches(id));
    for (const setting of these) left.delete(setting);
    return these;
  });
  return [...ranked, [...left]].filter((settings) => settings.length > 0);
}

/** One edit for each setting, though it may set several options. */
function merged(renames: readonly Rename[]): Rename[] {
  const bySetting = new Map<Setting, Rename>();
  for (const rename of renames) {
    const other = bySetting.get(rename.setting);
    bySetting.set(
      rename.setting,
      other === undefined ? rename : { ...other, to: [...other.to, ...rename.to] },
    );
  }
  return [...bySetting.values()];
}

function removal(setting: Setting, before: Lookup, label: string): Edit {
  const option = before.named(setting.id) ?? before.formerly(setting.id)[0];
  const why = option?.deprecation?.reason ?? 'no reason is given';
  return { kind: 'comment-out', setting, reason: inOneLine(`removed in ${label}: ${why}`) };
}

function superseded(setting: Setting, option: ConfigOption): Edit {
  const reason = inOneLine(`not read: ${formatOption(option.id)} is set too, and wins`);
  return { kind: 'comment-out', setting, reason };
}

const inOneLine = (text: string): string => printable(text.replace(/\s+/g, ' ')).slice(0, 400);
