import type { OptionId } from './config-schema.ts';
import type { Place } from './finding.ts';

/** One assignment in an operator's file. */
export interface Setting {
  /** Group and name as they are written. */
  readonly id: OptionId;
  /** The text of the value, without quotes around it. */
  readonly value: string;
  readonly place: Place;
}

/** What an operator's file sets, in its order; a name that is set again is there again. */
export interface OperatorFile {
  readonly file: string;
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

/** Sections are the same whatever their case, but for `[DEFAULT]`, which is written so and not otherwise. */
export const groupKey = (group: string): string => (group === 'DEFAULT' ? group : group.toLowerCase());
