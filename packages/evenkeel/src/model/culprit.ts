/** What kind of thing makes an upgrade fail. */
export type CulpritClass =
  | 'option-removed'
  | 'option-changed'
  | 'default-changed'
  | 'privilege'
  | 'schema'
  | 'data-format'
  | 'wire-protocol'
  | 'missing-step'
  | 'not-ready'
  | 'lost-resource'
  | 'unknown';

/** A run that differs from the failing one in one thing. */
export interface Experiment {
  /** What is different in it, in words. */
  readonly change: string;
  /** `gets-past`: this failure is not there, and a later or another one is. */
  readonly outcome: 'passes' | 'fails' | 'gets-past';
  /** A run that showed it. */
  readonly run: string;
  /** How often it was made, where that is more than once; each time it ended so. */
  readonly times?: number;
}

/** How often runs that are the same failed. */
export interface FailureRate {
  readonly failed: number;
  readonly of: number;
}

/** Why a cell fails, found by running again with one thing changed. */
export interface Culprit {
  readonly class: CulpritClass;
  /** In a sentence: the smallest change that makes it pass, or what was seen. */
  readonly because: string;
  /** Options of an operator's file, when one was edited to mend it. */
  readonly options?: readonly string[];
  /** Those that the answer rests on; runs that the cells needed anyway are among them. */
  readonly experiments: readonly Experiment[];
  /** The one service that has to stay at base for it to pass, where there are several. */
  readonly service?: string;
  /** How often the failing run was made, and how often it failed; with longer waits counts too. */
  readonly repeated?: FailureRate;
  /** Why not all experiments were made: this is the best answer so far. */
  readonly cut?: string;
}

/** How an option differs between the two variants of a file. Values are not told: one may be a secret. */
export interface OptionChange {
  readonly option: string;
  readonly how: 'removed' | 'added' | 'changed';
  /** It was not set before, and its default is another one in target, as the contract says. */
  readonly isChangedDefault?: true;
}
