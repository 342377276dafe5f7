import type { OptionId } from './config-schema.ts';
import type { Place } from './finding.ts';

/** In what an operator's file is written. `jsonc` is JSON with comments and commas at the end. */
export const FILE_FORMATS = ['ini', 'env', 'yaml', 'toml', 'json', 'jsonc'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/**
 * What a setting says: a text, which the option reads by rules of its own; a value whose type the file tells, as JSON
 * has it; or, in a text, a value that JSON has no word for, such as a date of TOML.
 */
export type SettingValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'json'; readonly json: unknown }
  | { readonly kind: 'other'; readonly text: string };

/** One assignment in an operator's file. */
export interface Setting {
  /** Group and name as they are written. */
  readonly id: OptionId;
  readonly value: SettingValue;
  readonly place: Place;
}

/** What an operator's file sets, in its order; a name that is set again is there again. */
export interface OperatorFile {
  readonly file: string;
  readonly format: FileFormat;
  readonly settings: readonly Setting[];
  /** The groups that it names, in its order; one can be there several times. */
  readonly groups: readonly { readonly name: string; readonly place: Place }[];
}

/** What is to be done with one setting of an operator's file, so that it fits another release. */
export type Edit =
  | {
      readonly kind: 'rename';
      readonly setting: Setting;
      /** More than one where one former name set several options. */
      readonly to: readonly OptionId[];
      /** Where it stands if its group is the same; at the end of the group; before another setting. */
      readonly where: 'here' | 'end' | Setting;
    }
  | { readonly kind: 'comment-out'; readonly setting: Setting; readonly reason: string };

/** The text or the JSON of a value, for messages and comparisons. */
export const plainValue = (value: SettingValue): unknown => (value.kind === 'json' ? value.json : value.text);
