import { parseRegex, type RegexNode, RegexRefusal, widthOf } from '@evenkeel/rootwrap/rules';
import { ENFA } from 'refa';
import { charSetOf, OPTIONS } from './alphabet.ts';
import { type Languages, Undecidable } from './automata.ts';

/** Is nothing before this place in the word? */
type AtStart = 'yes' | 'no' | 'maybe';

/**
 * The words that a pattern of a filter lets through, as a whole (rootwrap's RW-006, RW-007).
 * @returns nothing at all for a pattern that rootwrap refuses: its filter never matches (RW-027)
 * @throws Undecidable for what has no exact automaton here: `\b`, look-behind, atomic groups, looks inside a repeat
 */
export function wordsOf(pattern: string, make: Languages): ENFA | undefined {
  let node: RegexNode;
  try {
    node = parseRegex(pattern);
  } catch (error) {
    if (error instanceof RegexRefusal) return undefined;
    throw error;
  }
  return new Converter(make).before(node, ENFA.emptyWord(OPTIONS), 'yes');
}

class Converter {
  private readonly make: Languages;
  constructor(make: Languages) {
    this.make = make;
  }

  /** The rests of words of which the node takes the beginning, and `rest` what comes after. */
  before(node: RegexNode, rest: ENFA, start: AtStart): ENFA {
    if (isPlain(node)) return this.make.sequence([this.plain(node), rest]);
    switch (node.kind) {
      case 'sequence':
        return this.beforeSequence(node.parts, rest, start);
      case 'alternation':
        return this.make.union(node.branches.map((branch) => this.before(branch, rest, start)));
      case 'look':
        return this.beforeLook(node, rest, start);
      case 'position':
        return this.beforePosition(node.at, rest, start);
      default:
        throw new Undecidable(
          node.kind === 'atomic' ? 'it has an atomic group' : 'it repeats what looks around',
        );
    }
  }

  private plain(node: RegexNode): ENFA {
    switch (node.kind) {
      case 'char':
        return this.make.chars(charSetOf(node.set));
      case 'sequence':
        return this.make.sequence(node.parts.map((part) => this.plain(part)));
      case 'alternation':
        return this.make.union(node.branches.map((branch) => this.plain(branch)));
      case 'repeat':
        return this.make.repeat(this.plain(node.body), node.min, node.max);
      default:
        throw new Undecidable(`it has a ${node.kind}`);
    }
  }

  private beforeSequence(parts: readonly RegexNode[], rest: ENFA, start: AtStart): ENFA {
    const starts: AtStart[] = [];
    let now = start;
    for (const part of parts) {
      starts.push(now);
      now = startAfter(part, now);
    }
    return parts.reduceRight(
      (after, part, index) => this.before(part, after, starts[index] ?? 'maybe'),
      rest,
    );
  }

  /** What comes after must begin, or must not begin, with what the look is about. */
  private beforeLook(node: Extract<RegexNode, { kind: 'look' }>, rest: ENFA, start: AtStart): ENFA {
    if (node.behind) throw new Undecidable('it looks behind');
    const seen = this.before(node.body, this.make.anyWord(), start);
    return node.negative ? this.make.without(rest, seen) : this.make.intersection(rest, seen);
  }

  private beforePosition(
    at: Extract<RegexNode, { kind: 'position' }>['at'],
    rest: ENFA,
    start: AtStart,
  ): ENFA {
    if (at === 'end') return this.make.intersection(rest, this.make.texts(['']));
    if (at === 'end-or-newline') return this.make.intersection(rest, this.make.texts(['', '\n']));
    if ((at === 'start' || at === 'line-start') && start === 'yes') return rest;
    if (at === 'start' && start === 'no') return ENFA.empty(OPTIONS);
    throw new Undecidable(`it asks for a place inside a word (${at})`);
  }
}

function startAfter(part: RegexNode, before: AtStart): AtStart {
  const { min, max } = widthOf(part);
  if (before === 'no' || min > 0) return 'no';
  return max === 0 ? before : 'maybe';
}

function isPlain(node: RegexNode): boolean {
  switch (node.kind) {
    case 'char':
      return true;
    case 'sequence':
      return node.parts.every(isPlain);
    case 'alternation':
      return node.branches.every(isPlain);
    case 'repeat':
      return isPlain(node.body);
    default:
      return false;
  }
}
