/** One line of an INI file. `text` and `end` together are its very characters. */
export interface IniLine {
  readonly kind: 'blank' | 'comment' | 'section' | 'setting' | 'continuation' | 'wrong';
  readonly text: string;
  /** `\n`, `\r\n`, `\r`, or nothing after the last line. */
  readonly end: string;
}

/** An assignment: the lines that it takes, and what they say. */
export interface IniSetting {
  readonly section: string;
  readonly key: string;
  /** Without the quotes around it; lines of a continued value are parted by `\n`. */
  readonly value: string;
  /** The index of its first line, and how many lines it takes. */
  readonly first: number;
  readonly count: number;
  /** Where the key begins in the first line. */
  readonly keyAt: number;
}

/** A file with all of its characters, and what oslo.config would see in it. */
export interface IniDocument {
  readonly file: string;
  readonly lines: readonly IniLine[];
  /** In the order of the file; one name can stand several times. */
  readonly sections: readonly { readonly name: string; readonly line: number }[];
  readonly settings: readonly IniSetting[];
}

/** Some lines of a text in place of others. Lines carry their ends. */
export interface LineChange {
  /** The index of the first line that goes, or before which lines are put. */
  readonly at: number;
  readonly removed: number;
  readonly added: readonly string[];
}
