import { formatOption, optionKey } from '../../model/config-schema.ts';
import type { OptionChange } from '../../model/culprit.ts';
import { sameJson } from '../../model/json-path.ts';
import { type FileFormat, type OperatorFile, plainValue, type Setting } from '../../model/operator-file.ts';
import { formatOfName } from './file-format.ts';
import { readOperatorFile } from './operator-file.ts';

/**
 * How the two variants of an operator's file differ, option by option; for a file in no known form, word by word: a
 * script whose edit only takes words out has lost an option. Nothing when neither can be told.
 */
export function optionChanges(name: string, base: string, target: string): OptionChange[] {
  const { before, after } = bothSettings(name, base, target);
  if (before === undefined || after === undefined) return wordChanges(base, target);
  const old = new Map(before.settings.map((setting) => [optionKey(setting.id), setting]));
  const now = new Map(after.settings.map((setting) => [optionKey(setting.id), setting]));
  const gone = [...old].flatMap(([key, { id }]): OptionChange[] =>
    now.has(key) ? [] : [{ option: formatOption(id), how: 'removed' }],
  );
  const rest = [...now].flatMap(([key, { id, value, place }]): OptionChange[] => {
    const was = old.get(key);
    if (was === undefined) return [{ option: formatOption(id), how: 'added' }];
    const isSame =
      sameJson(plainValue(was.value), plainValue(value)) &&
      (value.kind !== 'text' || lineOf(base, was) === lineOf(target, { id, value, place }));
    return isSame ? [] : [{ option: formatOption(id), how: 'changed' }];
  });
  return [...gone, ...rest];
}

/** Where values are texts, quotes around them count: releases may read them differently, whatever our own reader makes of them. */
const lineOf = (text: string, { place }: Setting): string =>
  text.split(/\r?\n/)[place.line - 1]?.trim() ?? '';

/**
 * What both texts set, in the first form that both have: that of the name, or lines `NAME = value`. Nothing when neither
 * sets anything in that form.
 */
export function bothSettings(
  name: string,
  base: string,
  target: string,
): { readonly before?: OperatorFile; readonly after?: OperatorFile } {
  for (const format of new Set<FileFormat>([formatOfName(name), 'env'])) {
    const [before, after] = [base, target].map((text) => readOperatorFile(name, text, format, []));
    if (before === undefined || after === undefined || 'issues' in before || 'issues' in after) continue;
    if (before.settings.settings.length + after.settings.settings.length === 0) continue;
    return { before: before.settings, after: after.settings };
  }
  return {};
}

/** Words of a script beginning with a dash are its options, but for what its comments speak of. */
function wordChanges(base: string, target: string): OptionChange[] {
  const flags = (text: string): Set<string> =>
    new Set(text.replace(/^\s*#.*$/gm, '').match(/(?<=\s)--?[A-Za-z][\w-]*/g) ?? []);
  const [before, after] = [flags(base), flags(target)];
  const gone = [...before].filter((word) => !after.has(word));
  const fresh = [...after].filter((word) => !before.has(word));
  return [
    ...gone.map((option): OptionChange => ({ option, how: 'removed' })),
    ...fresh.map((option): OptionChange => ({ option, how: 'added' })),
  ];
}
