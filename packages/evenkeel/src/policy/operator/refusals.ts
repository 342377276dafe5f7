import type { OptionType } from '../../model/config-schema.ts';
import { sameJson } from '../../model/json-path.ts';
import { plainValue, type SettingValue } from '../../model/operator-file.ts';
import { valueInWords } from '../words.ts';
import { booleanOf, FALSE, INTEGER, isInterpolated, NUMBER, numberOf, TRUE } from './values.ts';

const NOT_WHOLE = 'not a whole number';
const NOT_A_NUMBER = 'not a number';

/** Why an option would refuse a value; nothing when it takes it, or when that cannot be said. */
export function refusalOf(value: SettingValue, type: OptionType): string | undefined {
  const plain = plainValue(value);
  if (value.kind === 'other' || (typeof plain === 'string' && isInterpolated(plain))) return undefined;
  return value.kind === 'text' ? textRefusal(value.text, type) : jsonRefusal(value.json, type);
}

/** A text is read as oslo.config reads it. */
function textRefusal(value: string, type: OptionType): string | undefined {
  switch (type.kind) {
    case 'boolean':
      return booleanOf(value) === undefined
        ? `a boolean is one of ${[...TRUE, ...FALSE].join(', ')}`
        : undefined;
    case 'integer':
    case 'port':
      return INTEGER.test(value) || value === '' ? boundsRefusal(numberOf(value), type) : NOT_WHOLE;
    case 'number':
      return NUMBER.test(value) || value === '' ? boundsRefusal(numberOf(value), type) : NOT_A_NUMBER;
    case 'string':
      return choiceRefusal(value, type);
    default:
      return undefined;
  }
}

/** A value that has a type is judged as JSON Schema does. */
function jsonRefusal(value: unknown, type: OptionType): string | undefined {
  if (value === null) return type.nullable === false ? `a ${type.written} may not be null` : undefined;
  switch (type.kind) {
    case 'integer':
    case 'port':
      return Number.isInteger(value) ? boundsRefusal(Number(value), type) : NOT_WHOLE;
    case 'number':
      return typeof value === 'number' ? boundsRefusal(value, type) : NOT_A_NUMBER;
    case 'string':
    case 'other':
      return type.kind === 'string' && typeof value !== 'string' ? 'not a text' : exactRefusal(value, type);
    default:
      return shapeRefusal(value, type);
  }
}

function shapeRefusal(value: unknown, { kind }: OptionType): string | undefined {
  if (kind === 'boolean' && typeof value !== 'boolean') return 'not a boolean';
  if (kind === 'list' && !Array.isArray(value)) return 'not a list';
  const isMapping = typeof value === 'object' && !Array.isArray(value);
  return kind === 'dict' && !isMapping ? 'not a mapping' : undefined;
}

function exactRefusal(value: unknown, { choices }: OptionType): string | undefined {
  return choices === undefined || choices.some((choice) => sameJson(choice, value))
    ? undefined
    : oneOf(choices);
}

function boundsRefusal(
  number: number | undefined,
  { kind, choices, min, max }: OptionType,
): string | undefined {
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
