/** A line of a text. `text` and `end` together are its very characters. */
export interface Line {
  readonly text: string;
  /** `\n`, `\r\n`, `\r`, or nothing after the last line. */
  readonly end: string;
}

/** Some lines of a text in place of others. Lines carry their ends. */
export interface LineChange {
  /** The index of the first line that goes, or before which lines are put. */
  readonly at: number;
  readonly removed: number;
  readonly added: readonly string[];
}
