import type { Precedence } from './lattice.ts';
import type { StateResult } from './lattice-verdict.ts';

/**
 * A line of the documented order, held against the states that it alone keeps an upgrade from. `needed`: one of them, or
 * a move to it, fails. `needless`: all pass, or there are none. `not known`: not all were reached.
 */
export interface RuleResult extends Precedence {
  readonly support: 'needed' | 'needless' | 'not known';
}

/** What the states say to which no documented order leads. A cell's verdict does not depend on them. */
export interface UndocumentedVerdict {
  readonly states: readonly StateResult[];
  readonly rules: readonly RuleResult[];
  /** Why nothing can be said; there are no states and rules then. */
  readonly doubt?: string;
}
