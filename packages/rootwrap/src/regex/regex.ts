import { inClass, inSet } from './charset.js';
import { parseRegex } from './parse.js';
import { compileProgram, type Instruction, type Program } from './program.js';
import { RegexRefusal } from './syntax.js';

/** A compiled Python regular expression. */
export type Regex = { readonly pattern: string; readonly program: Program };

/** Where a match must end; `or-newline` admits a line feed after it. */
export type MatchEnd = 'anywhere' | 'end' | 'or-newline';

/** Work that questions may share; one step takes some ten nanoseconds. */
export type StepBudget = { left: number };

/** Steps for one question, or for several that share them: some tenths of a second. */
export const stepBudget = (): StepBudget => ({ left: 2_000_000 });

/**
 * Compiles a Python regular expression.
 * @returns the expression, or the reason why it is refused
 */
export function compileRegex(pattern: string): Regex | { readonly refused: string } {
  try {
    return { pattern, program: compileProgram(parseRegex(pattern)) };
  } catch (error) {
    if (error instanceof RegexRefusal) return { refused: error.message };
    throw error;
  }
}

/**
 * Does the expression match the text from its start?
 * Takes time proportional to text × expression (squared with lookarounds), never exponential: a place in the
 * expression is tried at most once at a place in the text. R. Cox, "Regular Expression Matching in the Wild" (2010).
 * @param end `end`: as `re.fullmatch`; `anywhere`: as `re.match`
 * @param budget is used up by the question
 * @returns `undecided` when the budget does not suffice
 */
export function matchRegex(
  regex: Regex,
  text: string,
  end: MatchEnd,
  budget: StepBudget = stepBudget(),
): boolean | 'undecided' {
  const codePoints = Array.from(text, (char) => char.codePointAt(0) ?? 0);
  try {
    return new Matcher(codePoints, budget).run(regex.program, 0, end) !== undefined;
  } catch (error) {
    if (error instanceof OutOfSteps) return 'undecided';
    throw error;
  }
}

class OutOfSteps extends Error {}

class BitSet {
  private readonly bytes: Uint8Array;

  constructor(size: number) {
    this.bytes = new Uint8Array(Math.floor(size / 8) + 1);
  }

  /** @returns false when it was there already */
  add(index: number): boolean {
    const byte = this.bytes[index >>> 3] ?? 0;
    const bit = 1 << (index & 7);
    this.bytes[index >>> 3] = byte | bit;
    return (byte & bit) === 0;
  }
}

class Matcher {
  private readonly text: readonly number[];
  private readonly budget: StepBudget;
  private readonly inner = new Map<Program, Map<number, number | undefined>>();

  constructor(text: readonly number[], budget: StepBudget) {
    this.text = text;
    this.budget = budget;
  }

  /** Where the first way that Python would find ends; undefined when there is none. */
  run(program: Program, from: number, end: MatchEnd): number | undefined {
    const width = this.text.length - from + 1;
    this.spend(Math.floor((program.length * width) / 256));
    const visited = new BitSet(program.length * width);
    const stack = [0, from];
    while (stack.length > 0) {
      const position = stack.pop() ?? 0;
      const counter = stack.pop() ?? 0;
      if (!visited.add(counter * width + position - from)) continue;
      const instruction = program[counter];
      this.spend(instruction?.op === 'char' ? 1 + (instruction.set.items.length >>> 3) : 1);
      if (instruction?.op === 'match' && this.mayEnd(end, position)) return position;
      if (instruction !== undefined) this.advance(instruction, counter, position, stack);
    }
    return undefined;
  }

  private mayEnd(end: MatchEnd, position: number): boolean {
    const last = this.text.length;
    if (end === 'anywhere' || position === last) return true;
    return end === 'or-newline' && position === last - 1 && this.text[position] === 10;
  }

  /** Puts what comes after an instruction on the stack, what is to be tried first on top. */
  private advance(instruction: Instruction, counter: number, position: number, stack: number[]): void {
    switch (instruction.op) {
      case 'match':
        return;
      case 'split':
        stack.push(instruction.second, position, instruction.first, position);
        return;
      case 'jump':
        stack.push(instruction.to, position);
        return;
      default: {
        const next = this.step(instruction, position);
        if (next !== undefined) stack.push(counter + 1, next);
      }
    }
  }

  /** Counts work; the cell table of a hostile text and pattern is bounded by it too. */
  private spend(steps: number): void {
    this.budget.left -= steps;
    if (this.budget.left < 0) throw new OutOfSteps();
  }

  private step(
    instruction: Exclude<Instruction, { op: 'match' | 'split' | 'jump' }>,
    position: number,
  ): number | undefined {
    switch (instruction.op) {
      case 'char': {
        const codePoint = this.text[position];
        return codePoint !== undefined && inSet(instruction.set, codePoint) ? position + 1 : undefined;
      }
      case 'position':
        return this.isAt(instruction.at, instruction.ascii, position) ? position : undefined;
      case 'atomic':
        return this.runInner(instruction.program, position);
      case 'look': {
        const start = position - instruction.back;
        const found = start >= 0 && this.runInner(instruction.program, start) !== undefined;
        return found !== instruction.negative ? position : undefined;
      }
    }
  }

  private runInner(program: Program, from: number): number | undefined {
    const known = this.inner.get(program) ?? new Map<number, number | undefined>();
    this.inner.set(program, known);
    if (!known.has(from)) known.set(from, this.run(program, from, 'anywhere'));
    return known.get(from);
  }

  private isAt(
    at: Extract<Instruction, { op: 'position' }>['at'],
    ascii: boolean,
    position: number,
  ): boolean {
    const last = this.text.length;
    const isWord = (index: number) =>
      index >= 0 && index < last && inClass('word', ascii, this.text[index] ?? 0);
    switch (at) {
      case 'start':
        return position === 0;
      case 'end':
        return position === last;
      case 'end-or-newline':
        return position === last || (position === last - 1 && this.text[position] === 10);
      case 'line-start':
        return position === 0 || this.text[position - 1] === 10;
      case 'line-end':
        return position === last || this.text[position] === 10;
      case 'word':
        return isWord(position - 1) !== isWord(position);
      case 'not-word':
        return last > 0 && isWord(position - 1) === isWord(position);
    }
  }
}
