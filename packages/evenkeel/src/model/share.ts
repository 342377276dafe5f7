/** A part of a plan that one of several machines takes. */
export interface Share {
  /** From 1. */
  readonly index: number;
  readonly of: number;
  /** The runs that it takes; others of the plan are left to the other shares. */
  readonly runs: readonly string[];
}

/** `share 2 of 4`, as people call it. */
export const shareInWords = ({ index, of }: Pick<Share, 'index' | 'of'>): string => `share ${index} of ${of}`;
