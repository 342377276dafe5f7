/** One item of a character set: a range of code points, or one of Python's `\d \s \w` (`\D \S \W` when negated). */
export type CharItem =
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'class'; readonly name: ClassName; readonly negated: boolean; readonly ascii: boolean };

export type ClassName = 'digit' | 'space' | 'word';

/** Exactly one code point out of a set. */
export type CharSet = { readonly negated: boolean; readonly items: readonly CharItem[] };

/** Where a position must be; `end` is `\Z`, `end-or-newline` is `$`. */
export type Position = 'start' | 'end' | 'end-or-newline' | 'line-start' | 'line-end' | 'word' | 'not-word';

/** A Python regular expression as a tree. What cannot be carried over exactly has no node: it is refused. */
export type RegexNode =
  | { readonly kind: 'char'; readonly set: CharSet }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'alternation'; readonly branches: readonly RegexNode[] }
  | {
      readonly kind: 'repeat';
      readonly body: RegexNode;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    }
  | { readonly kind: 'atomic'; readonly body: RegexNode }
  | {
      readonly kind: 'look';
      readonly behind: boolean;
      readonly negative: boolean;
      readonly body: RegexNode;
    }
  | { readonly kind: 'position'; readonly at: Position; readonly ascii: boolean };

/** Why a pattern is refused: Python's own complaint, or what is not carried over. `at` counts characters from 0. */
export class RegexRefusal extends Error {
  readonly at: number;
  constructor(reason: string, at: number) {
    super(`${reason} at position ${at}`);
    this.at = at;
  }
}

type Width = { readonly min: number; readonly max: number };

const widths = new WeakMap<RegexNode, Width>();
const emptyLoops = new WeakMap<RegexNode, boolean>();

/** What a node was found to be is kept: nested groups ask again at each level. */
function once<T>(known: WeakMap<RegexNode, T>, node: RegexNode, find: (node: RegexNode) => T): T {
  const found = known.get(node) ?? find(node);
  known.set(node, found);
  return found;
}

/** The least and the greatest number of code points that a node takes. */
export function widthOf(node: RegexNode): Width {
  return once(widths, node, findWidth);
}

function findWidth(node: RegexNode): Width {
  switch (node.kind) {
    case 'char':
      return { min: 1, max: 1 };
    case 'look':
    case 'position':
      return { min: 0, max: 0 };
    case 'atomic':
      return widthOf(node.body);
    case 'sequence':
      return node.parts.map(widthOf).reduce((a, b) => ({ min: a.min + b.min, max: a.max + b.max }), {
        min: 0,
        max: 0,
      });
    case 'alternation':
      return node.branches
        .map(widthOf)
        .reduce((a, b) => ({ min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) }));
    case 'repeat': {
      const { min, max } = widthOf(node.body);
      return { min: min * node.min, max: max === 0 || node.max === 0 ? 0 : max * node.max };
    }
  }
}

/** Does a node hold a repeat whose body can be empty? Which of its ways is tried first differs between engines. */
export function hasEmptyLoop(node: RegexNode): boolean {
  return once(emptyLoops, node, findEmptyLoop);
}

function findEmptyLoop(node: RegexNode): boolean {
  switch (node.kind) {
    case 'char':
    case 'position':
      return false;
    case 'sequence':
      return node.parts.some(hasEmptyLoop);
    case 'alternation':
      return node.branches.some(hasEmptyLoop);
    case 'repeat':
      return (node.max > 1 && widthOf(node.body).min === 0) || hasEmptyLoop(node.body);
    case 'atomic':
    case 'look':
      return hasEmptyLoop(node.body);
  }
}
