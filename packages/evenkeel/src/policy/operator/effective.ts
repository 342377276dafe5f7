import type { ConfigOption } from '../../model/config-schema.ts';
import type { Contract } from '../../model/contract.ts';
import type { Place } from '../../model/finding.ts';
import { sameJson } from '../../model/json-path.ts';
import { namingOf } from '../../model/naming.ts';
import { type OperatorFile, plainValue, type Setting, type SettingValue } from '../../model/operator-file.ts';
import { fatesOf, isText } from '../config/compare.ts';
import { isEmpty, sameDefault } from '../config/defaults.ts';
import { onceForEach } from '../once.ts';
import { pairInWords, valueInWords } from '../words.ts';
import { decidingSettings, type SettingsByName, settingsByName } from './lookup.ts';
import { meaningOf, meaningOfDefault } from './values.ts';

/** An option whose value, with the same file, is another one in target. */
export interface EffectiveChange {
  readonly file: OperatorFile;
  readonly base: ConfigOption;
  /** What target has in its place; nothing when the option went. */
  readonly target?: ConfigOption;
  /** What decides the option in base and in target; empty where the default does. */
  readonly settings: { readonly base: readonly Setting[]; readonly target: readonly Setting[] };
  /** In words. A secret is not shown. */
  readonly values: { readonly base: string; readonly target: string };
}

/** Every option whose value changes, for each of the operator's files; found once for each contract. */
export const effectiveChanges = onceForEach(findChanges);

function findChanges(contract: Contract): EffectiveChange[] {
  const fates = fatesOf(contract);
  const asText = isText(contract);
  return contract.operatorFiles.flatMap((file) => {
    const byName = settingsByName(file);
    return fates.flatMap((fate) => {
      const target = fate.kind === 'gone' ? undefined : fate.target;
      const change = changeOf(fate.base, target, byName, asText);
      return change === undefined ? [] : [{ file, ...change }];
    });
  });
}

function changeOf(
  base: ConfigOption,
  target: ConfigOption | undefined,
  byName: SettingsByName,
  asText: boolean,
): Omit<EffectiveChange, 'file'> | undefined {
  const before = readingOf(base, byName);
  const after = target === undefined ? undefined : readingOf(target, byName);
  if (after !== undefined && isSame(before, after)) return undefined;
  const isUnset = before.settings.length + (after?.settings.length ?? 0) === 0;
  if (isUnset && target !== undefined && sameDefault(base, target, asText)) return undefined;
  // what was empty did nothing
  if (after === undefined && before.settings.length === 0 && isEmpty(before.meaning)) return undefined;
  const secret = base.secret || target?.secret === true;
  const words = pairInWords(before.written, after?.written);
  return {
    base,
    ...(target !== undefined && { target }),
    settings: { base: before.settings, target: after?.settings ?? [] },
    values: {
      base: secret ? secretInWords(before) : words.base,
      target: after === undefined ? 'not read' : secret ? secretInWords(after) : words.target,
    },
  };
}

interface Reading {
  readonly settings: readonly Setting[];
  readonly meaning: unknown;
  readonly values: readonly SettingValue[];
  /** As the file or the schema writes it. */
  readonly written: unknown;
}

function secretInWords({ settings, written }: Reading): string {
  if (settings.length > 0) return 'the secret of this file';
  return isEmpty(written) ? valueInWords(written) : 'a default that is a secret';
}

function readingOf(option: ConfigOption, byName: SettingsByName): Reading {
  const settings = decidingSettings(option, byName);
  const all = settings.map(({ value }) => value);
  // a name that is set again replaces the value that it had
  const values = option.type.kind === 'multi' ? all : all.slice(-1);
  const meaning = settings.length === 0 ? meaningOfDefault(option) : meaningOf(values, option);
  const plain = values.map(plainValue);
  const set = option.type.kind === 'multi' ? plain : plain[0];
  return { settings, meaning, values, written: settings.length === 0 ? option.default : set };
}

function isSame(before: Reading, after: Reading): boolean {
  if (sameJson(before.meaning, after.meaning)) return true;
  // what another type makes of the same text is for the rule about invalid values
  return before.settings.length > 0 && after.settings.length > 0 && sameJson(before.values, after.values);
}

/** Where a file says something of an option that it does not set: at its group, or at the start. */
export function placeInFile(file: OperatorFile, group: string): Place {
  return lastOf(file, group)?.place ?? { file: file.file, line: 1, column: 1 };
}

/** Whether a file has anything to say about a group. */
export const namesGroup = (file: OperatorFile, group: string): boolean => lastOf(file, group) !== undefined;

function lastOf({ format, groups }: OperatorFile, group: string): OperatorFile['groups'][number] | undefined {
  const naming = namingOf(format);
  return groups.findLast(({ name }) => naming.group(name) === naming.group(group));
}
