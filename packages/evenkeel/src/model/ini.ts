import type { Line } from './lines.ts';

/** One line of an INI file. */
export interface IniLine extends Line {
  readonly kind: 'blank' | 'comment' | 'section' | 'setting' | 'continuation' | 'wrong';
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

/**
 * A file with all of its characters, and what its reader would see in it: oslo.config, or, for a `.env` file, which has
 * no sections, dotenv.
 */
export interface IniDocument {
  readonly file: string;
  readonly lines: readonly IniLine[];
  /** In the order of the file; one name can stand several times. */
  readonly sections: readonly { readonly name: string; readonly line: number }[];
  readonly settings: readonly IniSetting[];
}
