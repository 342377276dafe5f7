import { RegexRefusal } from './syntax.js';

/** The flags in force at a place of a pattern. */
export type Flags = {
  readonly ascii: boolean;
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly verbose: boolean;
};

export const NO_FLAGS: Flags = {
  ascii: false,
  ignoreCase: false,
  multiline: false,
  dotAll: false,
  verbose: false,
};

const FLAG_NAMES: Record<string, keyof Flags> = {
  a: 'ascii',
  i: 'ignoreCase',
  m: 'multiline',
  s: 'dotAll',
  x: 'verbose',
};

/** A pattern and how far it has been read, in UTF-16 units. */
export class Source {
  index = 0;
  readonly groupNames = new Set<string>();
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  done(): boolean {
    return this.index >= this.text.length;
  }

  at(expected: string): boolean {
    return this.text.startsWith(expected, this.index);
  }

  accept(expected: string): boolean {
    if (!this.at(expected)) return false;
    this.index += expected.length;
    return true;
  }

  /** Takes what a sticky expression matches here, or nothing. */
  take(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.index;
    const found = sticky.exec(this.text);
    if (found === null) return undefined;
    this.index += found[0].length;
    return found;
  }

  /** Takes one code point. */
  next(): number {
    const codePoint = this.text.codePointAt(this.index);
    if (codePoint === undefined) throw this.refusal('unexpected end of pattern');
    this.index += codePoint > 0xffff ? 2 : 1;
    return codePoint;
  }

  /** Skips white space and comments, as under `(?x)`. */
  skipVerbose(): void {
    for (;;) {
      this.take(/[ \t\n\r\v\f]+/y);
      if (!this.accept('#')) return;
      this.skipPast('\n');
      if (this.index > this.text.length) throw this.refusal('bad escape (end of pattern)');
    }
  }

  /**
   * Skips up to and with the first `end`; in comments too, Python takes a `\` and what follows it as one.
   * @returns false when there is none
   */
  skipPast(end: string): boolean {
    while (!this.done()) {
      if (this.accept(end)) return true;
      this.index += this.at('\\') ? 2 : 1;
    }
    return false;
  }

  /** @throws RegexRefusal as Python does for flags that cannot be together */
  withFlags(flags: Flags, on: string, off: string): Flags {
    if (on.includes('L')) throw this.refusal("bad inline flags: cannot use 'L' flag with a str pattern");
    if (on.includes('a') && on.includes('u'))
      throw this.refusal("bad inline flags: flags 'a', 'u' and 'L' are incompatible");
    if ([...off].some((flag) => on.includes(flag)))
      throw this.refusal('bad inline flags: flag turned on and off');
    const changed: { -readonly [Name in keyof Flags]: boolean } = { ...flags };
    if (on.includes('u')) changed.ascii = false;
    for (const flag of on) if (FLAG_NAMES[flag] !== undefined) changed[FLAG_NAMES[flag]] = true;
    for (const flag of off) if (FLAG_NAMES[flag] !== undefined) changed[FLAG_NAMES[flag]] = false;
    return changed;
  }

  refusal(reason: string): RegexRefusal {
    return new RegexRefusal(reason, this.index);
  }
}
