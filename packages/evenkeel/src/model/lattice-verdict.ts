import type { LatticeElement, LatticeState, Order, Precedence } from './lattice.ts';

/** What came of one state. `not reached`: no run that passed so far led to it. */
export type StateOutcome = 'passed' | 'failed' | 'not reached';

/** Whether one can go back from a state. `shown`: base was started once more in it, on what target left there. */
export type WayBack = 'works' | 'shown' | 'fails' | 'not tried';

export interface StateResult {
  readonly state: LatticeState;
  /** `api 1 of 2 at target, worker 0 of 1 at target`. */
  readonly words: string;
  readonly outcome: StateOutcome;
  readonly back: WayBack;
}

/** One move that was made, and how the state that it led to did. */
export interface EdgeResult {
  readonly from: LatticeState;
  readonly to: LatticeState;
  /** What moved. */
  readonly element: string;
  readonly passed: boolean;
  readonly run: string;
}

/** Elements with at least one instance at a release, together. */
export interface Combination {
  readonly element: string;
  readonly at: 'base' | 'target';
}

/** What the runs of a rolling cell say of its mixed states. */
export interface LatticeVerdict {
  readonly elements: readonly LatticeElement[];
  /** The orders that the plan allows. */
  readonly documented: readonly Precedence[];
  readonly states: readonly StateResult[];
  readonly edges: readonly EdgeResult[];
  /** A way through passing states alone, from all-base to all-target; one on which the way back lasts longest. */
  readonly safeOrder?: Order;
  /** What holds in each safe order, and is not among the documented. */
  readonly rules: readonly Precedence[];
  /** Whether every order that keeps to the rules is safe. */
  readonly rulesSuffice: boolean;
  /** When states failed: moves from states that passed that no run made; then there may be more safe orders than are known. */
  readonly untried?: number;
  /** The smallest combination that failing states have, as many of them as possible, and no passing one. */
  readonly failing?: readonly Combination[];
  /** The last state of the safe order from which base still works; absent when that is so from all-target too, or without a safe order. */
  readonly lastWayBack?: LatticeState;
}
