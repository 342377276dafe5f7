import { Dice } from './dice.js';
import * as words from './regex-words.js';

/** A piece of a pattern, and how to make a text that it may match. */
type Piece = { readonly pattern: string; readonly sample: () => string };

/** Makes patterns out of all constructs, broken ones too, and texts that have something to do with them. */
export class RegexGenerator {
  private readonly dice: Dice;
  private names = 0;
  /** The few characters that a question is about, or none. */
  private narrow: readonly string[] | undefined;

  constructor(seed: number) {
    this.dice = new Dice(seed);
  }

  /** A pattern with its texts. */
  question(textCount: number): { pattern: string; texts: string[] } {
    const { dice } = this;
    this.names = 0;
    this.narrow = dice.chance(50) ? dice.pick(words.NARROW) : undefined;
    const piece = dice.chance(12) ? this.real() : this.whole();
    const pattern = dice.chance(20)
      ? this.mutate(piece.pattern, [...words.SPECIAL, 'a', '0'])
      : piece.pattern;
    const letters = this.narrow ?? [...Array.from(pattern), ...words.ODD, ...words.COMMON];
    const texts = dice.times(textCount, () => Array.from(this.text(piece, letters)).slice(0, 40));
    return { pattern, texts: texts.map((chars) => chars.join('')) };
  }

  private text(piece: Piece, letters: readonly string[]): string {
    const { dice } = this;
    const roll = dice.below(10);
    if (roll === 0) return dice.times(dice.below(6), () => dice.pick(letters)).join('');
    const sample = piece.sample();
    if (roll === 1) return `${sample}\n`;
    if (roll === 2) return sample + dice.pick(letters);
    return roll < 6 ? this.mutate(sample, letters) : sample;
  }

  /** Drops, doubles, adds or replaces one or two characters. */
  private mutate(text: string, letters: readonly string[]): string {
    const { dice } = this;
    const chars = Array.from(text);
    for (let left = 1 + dice.below(2); left > 0; left -= 1) {
      const at = dice.below(chars.length + 1);
      const twice = [chars[at] ?? '', chars[at] ?? ''];
      chars.splice(at, dice.below(2), ...dice.pick([[], [dice.pick(letters)], twice]));
    }
    return chars.join('');
  }

  private real(): Piece {
    const { dice } = this;
    const sample = () => dice.times(1 + dice.below(3), () => dice.pick(words.REAL_WORDS)).join('');
    return { pattern: dice.pick(words.REAL_PATTERNS), sample };
  }

  private whole(): Piece {
    const body = this.alternation(3);
    const start = this.dice.chance(30) ? this.dice.pick(words.GLOBAL_FLAGS) : '';
    return { pattern: start + body.pattern, sample: body.sample };
  }

  private alternation(depth: number): Piece {
    const { dice } = this;
    const count = dice.chance(25) ? 1 + dice.below(3) : 1;
    const branches = dice.times(count, () => this.sequence(depth));
    return {
      pattern: branches.map(({ pattern }) => pattern).join('|'),
      sample: () => dice.pick(branches).sample(),
    };
  }

  private sequence(depth: number): Piece {
    const { dice } = this;
    const count = dice.below(4) + (dice.chance(90) ? 1 : 0);
    const parts = dice.times(count, () => this.quantified(depth));
    return {
      pattern: parts.map(({ pattern }) => pattern).join(''),
      sample: () => parts.map(({ sample }) => sample()).join(''),
    };
  }

  private quantified(depth: number): Piece {
    const { dice } = this;
    const item = this.item(depth);
    if (!dice.chance(35)) return item;
    const low = dice.below(4);
    const high = low + dice.below(3);
    const [sign, least, most] = dice.pick<[string, number, number]>([
      ['*', 0, 3],
      ['+', 1, 3],
      ['?', 0, 1],
      [`{${low}}`, low, low],
      [`{${low},${high}}`, low, high],
      [`{${low},}`, low, low + 2],
      [`{,${high}}`, 0, high],
      [dice.pick(words.BROKEN_BRACES), 1, 1],
    ]);
    const sample = () => dice.times(least + dice.below(most - least + 1), item.sample).join('');
    return { pattern: item.pattern + sign + dice.pick(['', '', '?', '+']), sample };
  }

  private item(depth: number): Piece {
    const roll = this.dice.below(100);
    if (roll < 45) return this.literal();
    if (roll < 55) return this.category();
    if (roll < 60) return { pattern: '.', sample: () => this.char() };
    if (roll < 70) return this.set();
    if (roll < 76) return this.empty(words.POSITIONS);
    if (roll < 78) return this.empty(words.NOT_CARRIED);
    if (roll < 81) return this.empty(words.COMMENTS);
    return depth > 0 ? this.group(depth - 1) : this.literal();
  }

  private empty(patterns: readonly string[]): Piece {
    return { pattern: this.dice.pick(patterns), sample: () => '' };
  }

  private char(): string {
    return this.dice.pick(this.narrow ?? (this.dice.chance(75) ? words.COMMON : words.ODD));
  }

  private literal(): Piece {
    const { dice } = this;
    if (dice.chance(4)) return this.escape();
    const char = dice.chance(8) ? dice.pick(words.SPECIAL) : this.char();
    const likely = words.SPECIAL.includes(char) ? 90 : 10;
    const pattern = !/[A-Za-z0-9]/.test(char) && dice.chance(likely) ? `\\${char}` : this.spelled(char);
    return { pattern, sample: () => this.recased(char) };
  }

  /** The character itself, or an escape that stands for it. */
  private spelled(char: string): string {
    if (!this.dice.chance(12)) return char;
    const code = char.codePointAt(0) ?? 0;
    if (code > 0xffff) return `\\U${code.toString(16).padStart(8, '0')}`;
    if (code > 0xff || this.dice.chance(30)) return `\\u${code.toString(16).padStart(4, '0')}`;
    const octal = `\\${code.toString(8).padStart(3, '0')}`;
    return this.dice.chance(50) ? `\\x${code.toString(16).padStart(2, '0')}` : octal;
  }

  private recased(char: string): string {
    if (this.dice.chance(80)) return char;
    return this.dice.pick([char.toLowerCase(), char.toUpperCase(), this.char()]);
  }

  private escape(): Piece {
    const { dice } = this;
    const pattern = dice.pick([...Object.keys(words.NAMED_ESCAPES), ...words.OTHER_ESCAPES]);
    const others = ['\0', '\x07', 'ÿ', 'Á', '_', 'é', '\u{10fc00}', '\x008'];
    return { pattern, sample: () => words.NAMED_ESCAPES[pattern] ?? dice.pick(others) };
  }

  private category(): Piece {
    const pattern = this.dice.pick(words.CATEGORIES);
    const likely: Record<string, string> = { '\\d': '07٣९', '\\w': 'ab_0éあ', '\\s': ' \n\t\x1c\x85\u2028' };
    return { pattern, sample: () => this.dice.pick([...Array.from(likely[pattern] ?? ''), this.char()]) };
  }

  private set(): Piece {
    const { dice } = this;
    const held: string[] = [];
    const member = (): string => {
      const roll = dice.below(20);
      if (roll < 3) return dice.pick(words.CATEGORIES);
      if (roll < 6) return dice.pick(words.SET_PARTS);
      if (roll < 10) return dice.pick(words.SET_RANGES);
      const char = this.char();
      held.push(char);
      return this.spelled(char);
    };
    const inside = dice.times(1 + dice.below(3), member).join('');
    const pattern = dice.pick(words.SET_STARTS) + inside + dice.pick([']', ']', ']', ']', '-]']);
    const sample = () => (held.length > 0 && dice.chance(60) ? this.recased(dice.pick(held)) : this.char());
    return { pattern, sample };
  }

  private group(depth: number): Piece {
    const { dice } = this;
    if (dice.chance(15)) return this.lookBehind(depth);
    const body = this.alternation(depth);
    if (dice.chance(20)) return { pattern: `${dice.pick(['(?=', '(?!'])}${body.pattern})`, sample: () => '' };
    this.names += 1;
    const start = dice.pick(words.OPENINGS).replace('#', String(this.names));
    return { pattern: `${start}${body.pattern})`, sample: body.sample };
  }

  /** Mostly of one width, as Python wants it. */
  private lookBehind(depth: number): Piece {
    const { dice } = this;
    const one = dice.pick([() => this.literal(), () => this.set(), () => this.category()]);
    const body = dice.chance(40) ? this.alternation(depth) : one();
    return { pattern: `(?<${dice.pick(['=', '!'])}${body.pattern})`, sample: () => '' };
  }
}
