import { formatOption, optionKey } from '../../model/config-schema.ts';
import type { OptionChange } from '../../model/culprit.ts';
import { sameJson } from '../../model/json-path.ts';
import { type OperatorFile, plainValue, type Setting } from '../../model/operator-file.ts';
import { formatOfName } from './file-format.ts';
import { readOperatorFile } from './operator-file.ts';

/**
 * How the two variants of an operator's file differ, option by option; for a file in no known form, word by word: a
 * script whose edit only takes words out has lost an option. Nothing when neither can be told.
 */
export function optionChanges(name: string, base: string, target: string): OptionChange[] {
  const [before, after] = [settingsOf(name, base), settingsOf(name, target)];
  if (before === undefined || after === undefined) return wordChanges(base, target);
  const old = new Map(before.map((setting) => [optionKey(setting.id), setting]));
  const now = new Map(after.map((setting) => [optionKey(setting.id), setting]));
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

function settingsOf(name: string, text: string): OperatorFile['settings'] | undefined {
  const opened = readOperatorFile(name, text, formatOfName(name), []);
  return 'issues' in opened || opened.settings.settings.length === 0 ? undefined : opened.settings.settings;
}

/** Words of a script beginning with a dash are its options. */
function wordChanges(base: string, target: string): OptionChange[] {
  const flags = (text: string): Set<string> => new Set(text.match(/(?<=\s)--?[A-Za-z][\w-]*/g) ?? []);
  const [before, after] = [flags(base), flags(target)];
  const gone = [...before].filter((word) => !after.has(word));
  const fresh = [...after].filter((word) => !before.has(word));
  return [
    ...gone.map((option): OptionChange => ({ option, how: 'removed' })),
    ...fresh.map((option): OptionChange => ({ option, how: 'added' })),
  ];
}
