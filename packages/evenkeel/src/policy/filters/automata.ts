import { CharSet, DFA, ENFA } from 'refa';
import { ANY, OPTIONS, SEPARATOR } from './alphabet.ts';
import { alternate, concatenate, repeatedly } from './thompson.ts';

/** A language cannot be told exactly, or only with more work than is allowed. */
export class Undecidable extends Error {}

/** States for one automaton: of those that are not deterministic, and of those that are. */
const MAX_LOOSE_STATES = 20_000;
const MAX_STATES = 2000;

/** States that all questions about two releases may make together: some seconds. */
const MAX_ALL_STATES = 400_000;

/** Pairs of filters that all questions may look at. */
const MAX_PAIRS = 5_000_000;

/** Makes the states of automata, and stops when there are too many: what is left undone is undecided, never equal. */
export class Budget {
  private left = MAX_ALL_STATES;
  private pairs = MAX_PAIRS;

  /** Is to be asked before pairs of filters are looked at. @throws Undecidable when there were too many */
  spendPairs(count: number): void {
    this.pairs -= count;
    if (this.pairs < 0) throw new Undecidable('it takes too much work');
  }

  /** For one deterministic automaton. */
  dfa(): { createNode(): DFA.Node } {
    return this.limited(DFA.nodeFactory, MAX_STATES);
  }

  /** For one automaton that is not deterministic. */
  enfa(): { createNode(): ENFA.Node } {
    return this.limited(ENFA.nodeFactory, MAX_LOOSE_STATES);
  }

  private limited<N>(factory: { createNode(): N }, most: number): { createNode(): N } {
    let mine = most;
    return {
      createNode: () => {
        mine -= 1;
        this.left -= 1;
        if (mine < 0 || this.left < 0) throw new Undecidable('it takes too much work');
        return factory.createNode();
      },
    };
  }
}

/** Languages, whole command lines or single words; nothing given is changed. */
export class Languages {
  readonly budget = new Budget();

  chars(set: CharSet): ENFA {
    return set.isEmpty ? ENFA.empty(OPTIONS) : ENFA.fromCharSet(set);
  }

  /** The very texts that are given, and no other. */
  texts(texts: readonly string[]): ENFA {
    const words = texts.map((text) => Array.from(text, (char) => char.codePointAt(0) ?? 0));
    return this.union(
      words.map((word) =>
        this.sequence(word.map((code) => this.chars(CharSet.fromCharacter(OPTIONS.maxCharacter, code)))),
      ),
    );
  }

  /** Any one word. */
  anyWord(): ENFA {
    return this.repeat(this.chars(ANY), 0);
  }

  sequence(parts: readonly ENFA[]): ENFA {
    return concatenate(parts, this.budget.enfa());
  }

  union(parts: readonly ENFA[]): ENFA {
    return alternate(parts, this.budget.enfa());
  }

  repeat(body: ENFA, min: number, max = Number.POSITIVE_INFINITY): ENFA {
    return repeatedly(body, min, max, this.budget.enfa());
  }

  /** A command line of these words. */
  line(words: readonly ENFA[]): ENFA {
    const end = this.chars(SEPARATOR);
    return this.sequence(words.flatMap((word) => [word, end]));
  }

  /** `min` words or more, whatever they are. */
  anyWords(min = 0): ENFA {
    return this.repeat(this.line([this.anyWord()]), min);
  }

  /** Has the language no text at all? refa's own `isEmpty` sees only what is empty at once. */
  isEmpty(language: ENFA): boolean {
    const seen = new Set([language.initial]);
    // a set is walked in the order of insertion, what is added on the way too
    for (const state of seen) for (const [next, via] of state.out) if (via?.isEmpty !== true) seen.add(next);
    return !seen.has(language.final);
  }

  intersection(one: ENFA, other: ENFA): ENFA {
    return ENFA.fromFA(DFA.fromIntersection(one, other, this.budget.dfa()), this.budget.enfa());
  }

  /** What is in the first and not in the second. */
  difference(from: ENFA, without: ENFA): DFA {
    const factory = this.budget.dfa();
    const rest = DFA.fromFA(without, factory);
    rest.complement(factory);
    const found = DFA.fromIntersection(from, rest, this.budget.dfa());
    found.minimize();
    return found;
  }

  /** The same as an automaton that can be gone on with. */
  without(from: ENFA, without: ENFA): ENFA {
    return ENFA.fromFA(this.difference(from, without), this.budget.enfa());
  }
}
