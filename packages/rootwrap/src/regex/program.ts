import { type CharSet, type Position, type RegexNode, RegexRefusal, widthOf } from './syntax.js';

/** One step. `split` tries `first`, then `second`; all others go on with the next one. */
export type Instruction =
  | { readonly op: 'char'; readonly set: CharSet }
  | { readonly op: 'position'; readonly at: Position; readonly ascii: boolean }
  | { readonly op: 'look'; readonly back: number; readonly negative: boolean; readonly program: Program }
  | { readonly op: 'atomic'; readonly program: Program }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { readonly op: 'match' };

export type Program = readonly Instruction[];

/** Bounds memory on a hostile pattern: repeats are written out. */
const MAX_INSTRUCTIONS = 20_000;
/** Bounds time on one: a repeat of nothing is written out without an instruction. */
const MAX_VISITS = 500_000;

/** @throws RegexRefusal when the pattern, its repeats written out, is too large */
export function compileProgram(node: RegexNode): Program {
  return new Compiler({ instructions: MAX_INSTRUCTIONS, visits: MAX_VISITS }).compile(node);
}

type Budget = { instructions: number; visits: number };

class Compiler {
  private readonly code: Instruction[] = [];
  private readonly budget: Budget;

  constructor(budget: Budget) {
    this.budget = budget;
  }

  compile(node: RegexNode): Program {
    this.emit(node);
    this.push({ op: 'match' });
    return this.code;
  }

  private push<T extends Instruction>(instruction: T): T {
    this.spend('instructions');
    this.code.push(instruction);
    return instruction;
  }

  private spend(what: keyof Budget): void {
    this.budget[what] -= 1;
    if (this.budget[what] < 0) throw new RegexRefusal('too large with its repeats written out', 0);
  }

  private emit(node: RegexNode): void {
    this.spend('visits');
    switch (node.kind) {
      case 'char':
        this.push({ op: 'char', set: node.set });
        return;
      case 'position':
        this.push({ op: 'position', at: node.at, ascii: node.ascii });
        return;
      case 'sequence':
        for (const part of node.parts) this.emit(part);
        return;
      case 'alternation':
        this.emitAlternation(node.branches);
        return;
      case 'repeat':
        this.emitRepeat(node.body, node.min, node.max, node.lazy);
        return;
      case 'atomic':
        this.push({ op: 'atomic', program: new Compiler(this.budget).compile(node.body) });
        return;
      case 'look': {
        const back = node.behind ? widthOf(node.body).min : 0;
        const program = new Compiler(this.budget).compile(node.body);
        this.push({ op: 'look', back, negative: node.negative, program });
      }
    }
  }

  private emitAlternation(branches: readonly RegexNode[]): void {
    const ends: { to: number }[] = [];
    for (const [index, branch] of branches.entries()) {
      if (index === branches.length - 1) {
        this.emit(branch);
        break;
      }
      const split = this.push({ op: 'split', first: this.code.length + 1, second: 0 });
      this.emit(branch);
      ends.push(this.push({ op: 'jump', to: 0 }));
      split.second = this.code.length;
    }
    for (const end of ends) end.to = this.code.length;
  }

  private emitRepeat(body: RegexNode, min: number, max: number, lazy: boolean): void {
    for (let count = 0; count < min; count += 1) this.emit(body);
    if (max === Number.POSITIVE_INFINITY) {
      const split = this.pushSplit();
      this.emit(body);
      this.push({ op: 'jump', to: split.at });
      this.aim(split.node, split.at + 1, lazy);
      return;
    }
    const splits = [];
    for (let count = min; count < max; count += 1) {
      splits.push(this.pushSplit());
      this.emit(body);
    }
    for (const { node, at } of splits) this.aim(node, at + 1, lazy);
  }

  private pushSplit(): { node: { first: number; second: number }; at: number } {
    const at = this.code.length;
    return { node: this.push({ op: 'split', first: 0, second: 0 }), at };
  }

  private aim(split: { first: number; second: number }, body: number, lazy: boolean): void {
    const end = this.code.length;
    split.first = lazy ? end : body;
    split.second = lazy ? body : end;
  }
}
