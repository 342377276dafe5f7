import { PYTHON_SPACE } from './space.js';
import type { CharItem, CharSet, ClassName } from './syntax.js';

const DIGIT = /^\p{Nd}$/u;
const WORD = /^[\p{L}\p{N}_]$/u;
const SPACE = new RegExp(`^[${PYTHON_SPACE}]$`, 'u');
const ASCII_CLASS: Record<ClassName, RegExp> = { digit: /^[0-9]$/, space: /^[\t-\r ]$/, word: /^\w$/ };
const UNICODE_CLASS: Record<ClassName, RegExp> = { digit: DIGIT, space: SPACE, word: WORD };

/** Is a code point in one of Python's classes? With `ascii`, as under the flag `(?a)`. */
export function inClass(name: ClassName, ascii: boolean, codePoint: number): boolean {
  return (ascii ? ASCII_CLASS : UNICODE_CLASS)[name].test(String.fromCodePoint(codePoint));
}

/** Is a code point in the set? */
export function inSet(set: CharSet, codePoint: number): boolean {
  const found = set.items.some((item) =>
    item.kind === 'range'
      ? item.from <= codePoint && codePoint <= item.to
      : inClass(item.name, item.ascii, codePoint) !== item.negated,
  );
  return found !== set.negated;
}

/** Characters outside ASCII that Python's `(?i)` holds equal to an ASCII letter. */
const EQUAL_OUTSIDE_ASCII: readonly { readonly letter: string; readonly others: readonly number[] }[] = [
  { letter: 'i', others: [0x130, 0x131] },
  { letter: 's', others: [0x17f] },
  { letter: 'k', others: [0x212a] },
];

const rangeOf = (from: number, to: number): CharItem => ({ kind: 'range', from, to });

/**
 * The items that a range stands for under `(?i)`.
 * @returns undefined when the range leaves ASCII: Python's case rules there depend on its Unicode tables
 */
export function foldCase(from: number, to: number, ascii: boolean): CharItem[] | undefined {
  if (to > 0x7f) return ascii && from > 0x7f ? [rangeOf(from, to)] : undefined;
  const upper = { from: Math.max(from, 0x41), to: Math.min(to, 0x5a) };
  const lower = { from: Math.max(from, 0x61), to: Math.min(to, 0x7a) };
  const items = [rangeOf(from, to)];
  if (upper.from <= upper.to) items.push(rangeOf(upper.from + 0x20, upper.to + 0x20));
  if (lower.from <= lower.to) items.push(rangeOf(lower.from - 0x20, lower.to - 0x20));
  if (ascii) return items;
  const held = { negated: false, items };
  const equal = EQUAL_OUTSIDE_ASCII.filter(({ letter }) => inSet(held, letter.charCodeAt(0)));
  return [...items, ...equal.flatMap(({ others }) => others.map((other) => rangeOf(other, other)))];
}
