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
const EQUAL_OUTSIDE_ASCII: Record<string, readonly number[]> = {
  i: [0x130, 0x131],
  s: [0x17f],
  k: [0x212a],
};

const isLetter = (codePoint: number): boolean => /^[A-Za-z]$/.test(String.fromCodePoint(codePoint));

/**
 * The items that a range stands for under `(?i)`.
 * @returns undefined when the range leaves ASCII: Python's case rules there depend on its Unicode tables
 */
export function foldCase(from: number, to: number, ascii: boolean): CharItem[] | undefined {
  if (to > 0x7f) return ascii && from > 0x7f ? [{ kind: 'range', from, to }] : undefined;
  const items: CharItem[] = [{ kind: 'range', from, to }];
  for (let codePoint = from; codePoint <= to; codePoint += 1) {
    if (!isLetter(codePoint)) continue;
    const lower = String.fromCodePoint(codePoint).toLowerCase();
    const others = [lower.charCodeAt(0), lower.toUpperCase().charCodeAt(0)];
    if (!ascii) others.push(...(EQUAL_OUTSIDE_ASCII[lower] ?? []));
    items.push(...others.map((other): CharItem => ({ kind: 'range', from: other, to: other })));
  }
  return items;
}
