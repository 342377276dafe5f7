import type { ConfigOption, OptionType } from '../../model/config-schema.ts';
import { valueInWords } from '../words.ts';

const TRUE = ['true', '1', 'on', 'yes'];
const FALSE = ['false', '0', 'off', 'no'];
/** Python takes digits of any script, and one `_` between two of them. */
const DIGITS = '\\p{Nd}+(?:_\\p{Nd}+)*';
/** What Python's `int()` takes. */
const INTEGER = new RegExp(`^[+-]?${DIGITS}$`, 'u');
/** What Python's `float()` takes. */
const NUMBER = new RegExp(
  `^[+-]?(?:(?:${DIGITS}(?:\\.(?:${DIGITS})?)?|\\.${DIGITS})(?:e[+-]?${DIGITS})?|inf(?:inity)?|nan)$`,
  'iu',
);

/** `$name` is replaced when the value is read: what comes out is not known here. */
export const isInterpolated = (value: string): boolean => value.includes('$');

/** Why oslo.config would refuse a value; nothing when it takes it, or when that cannot be said. */
export function refusalOf(value: string, type: OptionType): string | undefined {
  if (isInterpolated(value)) return undefined;
  switch (type.kind) {
    case 'boolean':
      return booleanOf(value) === undefined
        ? `a boolean is one of ${[...TRUE, ...FALSE].join(', ')}`
        : undefined;
    case 'integer':
    case 'port':
      return INTEGER.test(value) || value === '' ? boundsRefusal(value, type) : 'not a whole number';
    case 'number':
      return NUMBER.test(value) || value === '' ? boundsRefusal(value, type) : 'not a number';
    case 'string':
      return choiceRefusal(value, type);
    default:
      return undefined;
  }
}

function boundsRefusal(value: string, { kind, choices, min, max }: OptionType): string | undefined {
  const number = numberOf(value);
  // an empty number is unset, and digits of other scripts are left to Python
  if (number === undefined) return undefined;
  if (choices !== undefined) return choices.includes(number) ? undefined : oneOf(choices);
  const [low, high] = kind === 'port' ? [min ?? 0, max ?? 65535] : [min, max];
  if (low !== undefined && number < low) return `less than ${low}`;
  return high !== undefined && number > high ? `more than ${high}` : undefined;
}

/** The schema does not say whether case counts among the choices: where only the case differs, nothing is said. */
function choiceRefusal(value: string, { choices }: OptionType): string | undefined {
  if (choices === undefined) return undefined;
  const taken = choices.some(
    (choice) => choice !== null && String(choice).toLowerCase() === value.toLowerCase(),
  );
  return taken ? undefined : oneOf(choices);
}

const oneOf = (choices: NonNullable<OptionType['choices']>): string =>
  `not one of ${choices.map(valueInWords).join(', ')}`;

function booleanOf(value: string): boolean | undefined {
  const word = value.toLowerCase();
  return TRUE.includes(word) ? true : FALSE.includes(word) ? false : undefined;
}

function numberOf(value: string): number | undefined {
  const plain = value.replaceAll('_', '').toLowerCase();
  if (plain === '') return undefined;
  const infinite = /^([+-]?)inf(inity)?$/.exec(plain);
  const number = infinite === null ? Number(plain) : Number(`${infinite[1]}Infinity`);
  return Number.isNaN(number) ? undefined : number;
}

/** What the texts that decide an option mean to it, in a form in which two of them can be compared. */
export function meaningOf(values: readonly string[], { type }: Pick<ConfigOption, 'type'>): unknown {
  if (type.kind === 'multi') return [...values];
  const value = values.at(-1) ?? '';
  if (isInterpolated(value)) return value;
  if (type.kind === 'boolean') return booleanOf(value) ?? value;
  if (type.kind === 'integer' || type.kind === 'number' || type.kind === 'port')
    return value === '' ? null : String(numberOf(value) ?? value);
  if (type.kind === 'list') return value === '' ? [] : value.split(',').map((item) => item.trim());
  return value;
}

/** The same for a default, which is JSON. */
export function meaningOfDefault({ default: value, type }: ConfigOption): unknown {
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'object' ? item : String(item)));
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string' && type.kind !== 'string') return meaningOf([value], { type });
  return value ?? null;
}
