import { type OptionId, optionKey } from './config-schema.ts';
import type { FileFormat } from './operator-file.ts';

/** How the names in an operator's file are held against those of options. Names with the same key are the same. */
export interface Naming {
  readonly group: (name: string) => string;
  /** The key of a present name. */
  readonly present: (id: OptionId) => string;
  /** The key of a former name. */
  readonly former: (id: OptionId) => string;
}

/** Sections are the same whatever their case, but for `[DEFAULT]`, which is written so and not otherwise. */
const osloGroup = (group: string): string => (group === 'DEFAULT' ? group : group.toLowerCase());

/**
 * As oslo.config reads files: a present name counts letter by letter (`log-file` does not set `log_file`), former names
 * are taken with `-` and with `_`.
 */
export const OSLO_NAMING: Naming = {
  group: osloGroup,
  present: ({ group, name }) => `${osloGroup(group)}\0${name}`,
  former: ({ group, name }) => optionKey({ group: osloGroup(group), name }),
};

const letters = ({ group, name }: OptionId): string => `${group}\0${name}`;

/** Every letter counts, in former names too. */
const EXACT_NAMING: Naming = { group: (name) => name, present: letters, former: letters };

/** How names are compared in files of a format. */
export const namingOf = (format: FileFormat): Naming => (format === 'ini' ? OSLO_NAMING : EXACT_NAMING);
