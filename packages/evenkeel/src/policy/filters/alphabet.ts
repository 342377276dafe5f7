import { type ClassName, inClass, type CharSet as PythonSet } from '@evenkeel/rootwrap/rules';
import { CharSet } from 'refa';

/** The greatest code point. */
const MAX = 0x10ffff;
export const OPTIONS = { maxCharacter: MAX };

/** Stands after each word of a command line: no word can hold it (execve(2)). */
export const SEPARATOR = CharSet.fromCharacter(MAX, 0);

/** What a word can hold: rootwrap refuses half characters, and what stands for a byte that is none. */
export const ANY = CharSet.all(MAX)
  .without({ min: 0, max: 0 })
  .without({ min: 0xd800, max: 0xdfff })
  .without({ min: 0xfffd, max: 0xfffd });

const classes = new Map<string, CharSet>();

/** One of Python's classes as ranges, from the very function by which rootwrap matches; computed once for each class. */
function classSet(name: ClassName, ascii: boolean): CharSet {
  const key = `${name} ${ascii}`;
  const known = classes.get(key);
  if (known !== undefined) return known;
  const ranges: { min: number; max: number }[] = [];
  for (let code = 1; code <= (ascii ? 0x7f : MAX); code += 1) {
    if (!inClass(name, ascii, code)) continue;
    const last = ranges.at(-1);
    if (last?.max === code - 1) last.max = code;
    else ranges.push({ min: code, max: code });
  }
  const set = CharSet.empty(MAX).union(ranges);
  classes.set(key, set);
  return set;
}

/** A character set of a Python expression, as far as a word can hold it. */
export function charSetOf({ items, negated }: PythonSet): CharSet {
  let set = CharSet.empty(MAX);
  for (const item of items) {
    if (item.kind === 'range') set = set.union([{ min: item.from, max: item.to }]);
    else {
      const named = classSet(item.name, item.ascii);
      set = set.union(item.negated ? named.negate() : named);
    }
  }
  return (negated ? set.negate() : set).intersect(ANY);
}
