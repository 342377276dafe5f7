import type { ConfigOption, OptionType } from '../../model/config-schema.ts';
import { plainValue, type SettingValue } from '../../model/operator-file.ts';

/** The words for the two booleans, in any case. */
export const TRUE = ['true', '1', 'on', 'yes'];
export const FALSE = ['false', '0', 'off', 'no'];
/** Python takes digits of any script, and one `_` between two of them. */
const DIGITS = '\\p{Nd}+(?:_\\p{Nd}+)*';
/** What Python's `int()` takes. */
export const INTEGER = new RegExp(`^[+-]?${DIGITS}$`, 'u');
/** What Python's `float()` takes. */
export const NUMBER = new RegExp(
  `^[+-]?(?:(?:${DIGITS}(?:\\.(?:${DIGITS})?)?|\\.${DIGITS})(?:e[+-]?${DIGITS})?|inf(?:inity)?|nan)$`,
  'iu',
);

/** `$name` is replaced when the value is read: what comes out is not known here. */
export const isInterpolated = (value: string): boolean => value.includes('$');

/** What a word means, if it is one for a boolean. */
export function booleanOf(value: string): boolean | undefined {
  const word = value.toLowerCase();
  return TRUE.includes(word) ? true : FALSE.includes(word) ? false : undefined;
}

/** The number of a text that Python takes for one; nothing for an empty one, or digits of another script. */
export function numberOf(value: string): number | undefined {
  const plain = value.replaceAll('_', '').toLowerCase();
  if (plain === '') return undefined;
  const infinite = /^([+-]?)inf(inity)?$/.exec(plain);
  const number = infinite === null ? Number(plain) : Number(`${infinite[1]}Infinity`);
  return Number.isNaN(number) ? undefined : number;
}

/** What the values that decide an option mean to it, in a form in which two of them can be compared. */
export function meaningOf(values: readonly SettingValue[], { type }: Pick<ConfigOption, 'type'>): unknown {
  if (type.kind === 'multi') return values.flatMap((value) => plainValue(value));
  const value = values.at(-1) ?? { kind: 'text', text: '' };
  if (value.kind === 'text') return meaningOfText(value.text, type);
  return value.kind === 'json' ? meaningOfJson(value.json) : { other: value.text };
}

/** The same for a default, which is JSON. */
export function meaningOfDefault({ default: value, type }: ConfigOption): unknown {
  if (typeof value !== 'string') return meaningOfJson(value);
  return type.kind === 'multi' ? [value] : meaningOfText(value, type);
}

function meaningOfText(value: string, type: OptionType): unknown {
  if (isInterpolated(value)) return value;
  if (type.kind === 'boolean') return booleanOf(value) ?? value;
  if (type.kind === 'integer' || type.kind === 'number' || type.kind === 'port')
    return value === '' ? null : String(numberOf(value) ?? value);
  if (type.kind === 'list') return value === '' ? [] : value.split(',').map((item) => item.trim());
  return value;
}

function meaningOfJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'object' ? item : String(item)));
  return typeof value === 'number' ? String(value) : (value ?? null);
}
