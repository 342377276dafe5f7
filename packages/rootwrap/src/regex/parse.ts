import { foldCase } from './charset.js';
import { readClassEscape, readEscape } from './escape.js';
import { readGroupHead } from './group.js';
import { type Flags, NO_FLAGS, Source } from './source.js';
import { type CharItem, hasEmptyLoop, type RegexNode, RegexRefusal, widthOf } from './syntax.js';

/** Bounds memory on a hostile pattern: its tree takes some hundred bytes for each character. */
const MAX_LENGTH = 65_536;
const MAX_NESTING = 200;
const MAX_REPEAT = 10_000;

/**
 * Reads a regular expression as Python's `re` does (3.11: its documentation and, where that is silent, its behaviour).
 * @param pattern the pattern as it stands in a filter
 * @returns its tree
 * @throws RegexRefusal when Python would refuse it, or when it cannot be carried over exactly
 */
export function parseRegex(pattern: string): RegexNode {
  if (pattern.length > MAX_LENGTH)
    throw new RegexRefusal(`a pattern of more than ${MAX_LENGTH} characters`, MAX_LENGTH);
  const source = new Source(pattern);
  const flags = readGlobalFlags(source);
  const node = readAlternation(source, flags, 0);
  if (!source.done()) throw source.refusal('unbalanced parenthesis');
  return node;
}

function readGlobalFlags(source: Source): Flags {
  let flags: Flags = NO_FLAGS;
  let names = '';
  for (;;) {
    if (flags.verbose) source.skipVerbose();
    const found = source.take(/\(\?([aiLmsux]+)\)/y);
    if (found === undefined) return flags;
    names += found[1] ?? '';
    flags = source.withFlags(NO_FLAGS, names, '');
  }
}

function readAlternation(source: Source, flags: Flags, depth: number): RegexNode {
  if (depth > MAX_NESTING) throw source.refusal('groups nested too deep');
  const branches = [readSequence(source, flags, depth)];
  while (source.accept('|')) branches.push(readSequence(source, flags, depth));
  return branches.length === 1 && branches[0] !== undefined ? branches[0] : { kind: 'alternation', branches };
}

function readSequence(source: Source, flags: Flags, depth: number): RegexNode {
  const parts: RegexNode[] = [];
  for (;;) {
    if (flags.verbose) source.skipVerbose();
    if (source.done() || source.at('|') || source.at(')')) return { kind: 'sequence', parts };
    const quantifier = readQuantifier(source);
    if (quantifier === undefined) {
      const item = readItem(source, flags, depth);
      if (item !== undefined) parts.push(item);
      continue;
    }
    parts.push(repeat(source, parts.pop(), quantifier));
  }
}

type Quantifier = { min: number; max: number; suffix: string };

function readQuantifier(source: Source): Quantifier | undefined {
  const simple = source.take(/([*+?])([?+]?)/y);
  if (simple !== undefined) {
    const [, sign = '', suffix = ''] = simple;
    return { min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Number.POSITIVE_INFINITY, suffix };
  }
  const counted = source.take(/\{(?=\d|,)(\d*)(?:(,)(\d*))?\}([?+]?)/y);
  if (counted === undefined) return undefined;
  const [, low = '', comma, high = '', suffix = ''] = counted;
  const min = low === '' ? 0 : Number(low);
  const max = comma === undefined ? min : high === '' ? Number.POSITIVE_INFINITY : Number(high);
  if (min > max) throw source.refusal('min repeat greater than max repeat');
  if (min > MAX_REPEAT || (high !== '' && max > MAX_REPEAT))
    throw source.refusal(`a repeat of more than ${MAX_REPEAT}`);
  return { min, max, suffix };
}

function repeat(source: Source, body: RegexNode | undefined, quantifier: Quantifier): RegexNode {
  if (body === undefined || body.kind === 'position') throw source.refusal('nothing to repeat');
  if (body.kind === 'repeat' || body.kind === 'atomic') throw source.refusal('multiple repeat');
  const { min, max, suffix } = quantifier;
  const node: RegexNode = { kind: 'repeat', body, min, max, lazy: suffix === '?' };
  if (suffix !== '+') return node;
  if (!isPlain(body)) throw source.refusal('a possessive repeat of more than plain characters');
  return makeAtomic(source, node);
}

/** Python's possessive repeat goes wrong, in ways of each release, when there is more than one way through its body. */
function isPlain(node: RegexNode): boolean {
  return node.kind === 'char' || (node.kind === 'sequence' && node.parts.every(isPlain));
}

function makeAtomic(source: Source, body: RegexNode): RegexNode {
  if (hasEmptyLoop(body)) throw source.refusal('an atomic repeat of something that can be empty');
  return { kind: 'atomic', body };
}

/** @returns undefined for a comment, which is nothing */
function readItem(source: Source, flags: Flags, depth: number): RegexNode | undefined {
  const { ascii } = flags;
  if (source.accept('(')) return readGroup(source, flags, depth);
  if (source.accept('[')) return readSet(source, flags);
  if (source.accept('.')) {
    const newline: CharItem = { kind: 'range', from: 10, to: 10 };
    return { kind: 'char', set: { negated: true, items: flags.dotAll ? [] : [newline] } };
  }
  if (source.accept('^')) return { kind: 'position', at: flags.multiline ? 'line-start' : 'start', ascii };
  if (source.accept('$'))
    return { kind: 'position', at: flags.multiline ? 'line-end' : 'end-or-newline', ascii };
  const found = source.accept('\\') ? readEscape(source, flags) : { literal: source.next() };
  if ('position' in found) return { kind: 'position', at: found.position, ascii };
  const items = 'item' in found ? [found.item] : itemsOf(source, flags, found.literal, found.literal);
  return { kind: 'char', set: { negated: false, items } };
}

function itemsOf(source: Source, flags: Flags, from: number, to: number): CharItem[] {
  if (!flags.ignoreCase) return [{ kind: 'range', from, to }];
  const items = foldCase(from, to, flags.ascii);
  if (items === undefined) throw source.refusal('(?i) with characters outside ASCII');
  return items;
}

function readGroup(source: Source, flags: Flags, depth: number): RegexNode | undefined {
  const start = source.index;
  const head = readGroupHead(source, flags);
  if (head.kind === 'comment') return undefined;
  const body = readAlternation(source, head.flags, depth + 1);
  if (!source.accept(')')) throw new RegexRefusal('missing ), unterminated subpattern', start - 1);
  if (!('behind' in head))
    return { kind: 'sequence', parts: [head.kind === 'atomic' ? makeAtomic(source, body) : body] };
  const width = widthOf(body);
  if (head.behind && width.min !== width.max)
    throw source.refusal('look-behind requires fixed-width pattern');
  return { kind: 'look', behind: head.behind, negative: head.negative, body };
}

function readSet(source: Source, flags: Flags): RegexNode {
  const start = source.index;
  const negated = source.accept('^');
  const items: CharItem[] = [];
  for (let first = true; first || !source.accept(']'); first = false) {
    if (source.done()) throw new RegexRefusal('unterminated character set', start - 1);
    const from = readSetItem(source, flags);
    if (!source.at('-') || source.at('-]')) {
      items.push(...('item' in from ? [from.item] : itemsOf(source, flags, from.literal, from.literal)));
      continue;
    }
    source.accept('-');
    if (source.done()) throw new RegexRefusal('unterminated character set', start - 1);
    const to = readSetItem(source, flags);
    if ('item' in from || 'item' in to || to.literal < from.literal)
      throw source.refusal('bad character range');
    items.push(...itemsOf(source, flags, from.literal, to.literal));
  }
  return { kind: 'char', set: { negated, items } };
}

function readSetItem(source: Source, flags: Flags): { literal: number } | { item: CharItem } {
  return source.accept('\\') ? readClassEscape(source, flags) : { literal: source.next() };
}
