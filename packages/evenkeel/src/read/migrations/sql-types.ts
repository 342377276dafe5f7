import type { Node, TypeName } from 'libpg-query';
import { stringsOf } from './nodes.ts';

/** The names that PostgreSQL gives its types, as its documentation calls them (chapter 8, table 8.1). */
const NAMES: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  bpchar: 'char',
  varbit: 'bit varying',
  smallserial: 'smallint',
  serial2: 'smallint',
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
  decimal: 'numeric',
};

/** A type in words: `varchar(20)`, `integer[]`, `shop.colour`. */
export function typeInWords(type: TypeName | undefined): string {
  const names = stringsOf(type?.names).filter((name) => name !== 'pg_catalog' && name !== 'public');
  const name = names.join('.');
  const modifiers = (type?.typmods ?? []).flatMap(numberOf);
  const size = modifiers.length === 0 ? '' : `(${modifiers.join(',')})`;
  return `${NAMES[name] ?? name}${size}${'[]'.repeat(type?.arrayBounds?.length ?? 0)}`;
}

function numberOf(node: Node): number[] {
  return 'A_Const' in node && node.A_Const.ival !== undefined ? [node.A_Const.ival.ival ?? 0] : [];
}

/** `serial` and its kin: an integer with a sequence as default (8.1.4). */
export const isSerial = (type: TypeName | undefined): boolean =>
  /^(small|big)?serial[248]?$/.test(stringsOf(type?.names).at(-1) ?? '');

/**
 * What holds every value of another type, as its documentation gives their ranges (tables 8.2, 8.4): whole numbers
 * in wider ones, in numeric, and in floating point where its digits suffice.
 */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  smallint: ['integer', 'bigint', 'numeric', 'real', 'double precision'],
  integer: ['bigint', 'numeric', 'double precision'],
  bigint: ['numeric'],
  real: ['double precision'],
  varchar: ['text'],
  text: ['varchar'],
  char: ['text', 'varchar'],
  citext: ['text', 'varchar'],
  cidr: ['inet'],
};

interface Sized {
  readonly name: string;
  readonly sizes: readonly number[];
}

function sized(type: string): Sized {
  const match = /^([^([]*)(?:\(([-\d,]+)\))?(.*)$/s.exec(type);
  return { name: `${match?.[1]}${match?.[3]}`, sizes: match?.[2]?.split(',').map(Number) ?? [] };
}

/** Does the second type take every value of the first? A type without a size takes any. */
export function holdsAll(from: string, to: string): boolean {
  const [before, after] = [sized(from), sized(to)];
  if (before.name !== after.name && !(WIDER[before.name]?.includes(after.name) ?? false)) return false;
  // char without a size is char(1), as bit is bit(1)
  if (after.sizes.length === 0) return !(isFixed(after) && !(before.name === after.name && from === to));
  if (before.sizes.length === 0) return false;
  return after.name === 'numeric' ? holdsNumeric(before, after) : holdsSize(before, after);
}

const isFixed = ({ name }: Sized): boolean => name === 'char' || name === 'bit';

function holdsSize(before: Sized, after: Sized): boolean {
  if (after.name === 'bit') return before.sizes[0] === after.sizes[0];
  return (before.sizes[0] ?? 0) <= (after.sizes[0] ?? 0);
}

/** Digits before and after the point must both suffice (8.1.2). */
function holdsNumeric(before: Sized, after: Sized): boolean {
  const [[precision = 0, scale = 0], [wider = 0, finer = 0]] = [before.sizes, after.sizes];
  return before.name === 'numeric' && scale <= finer && precision - scale <= wider - finer;
}

const CHARACTERS = ['varchar', 'text'];

/**
 * Is a table left as it is when a column goes from one type to the other?
 * "if the USING clause does not change the column contents and the old type is either binary coercible to the new
 * type ..., a table rewrite is not needed" (ALTER TABLE, notes); so too where only a limit is loosened, which the
 * release notes of 9.2 name: varchar, varbit, numeric, and the precision of time, timestamp and interval.
 */
export function keepsContents(from: string, to: string): boolean {
  if (from === to) return true;
  const [before, after] = [sized(from), sized(to)];
  const same = before.name === after.name || [before, after].every(({ name }) => CHARACTERS.includes(name));
  if (before.name === 'cidr' && to === 'inet') return true;
  if (before.name === 'numeric' && before.sizes[1] !== after.sizes[1] && after.sizes.length > 0) return false;
  return same && !isFixed(before) && holdsAll(from, to);
}
