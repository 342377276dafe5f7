import type { Place } from './finding.ts';

/** An option by group and name; programs without groups have all in `''`. */
export interface OptionId {
  readonly group: string;
  readonly name: string;
}

export type OptionKind =
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'list'
  | 'multi'
  | 'dict'
  | 'port'
  | 'other';

/** What values an option takes. `null` among the choices: it may be left unset. */
export interface OptionType {
  readonly kind: OptionKind;
  /** The type as the schema writes it. */
  readonly written: string;
  readonly choices?: readonly (string | number | boolean | null)[];
  readonly min?: number;
  readonly max?: number;
  /** Whether a value that is there and null is taken; not there where the schema's form cannot say. */
  readonly nullable?: boolean;
}

/** An option that a release declares. */
export interface ConfigOption {
  readonly id: OptionId;
  readonly type: OptionType;
  /** JSON; `null` and absent are the same: unset. */
  readonly default: unknown;
  /** What documents show in place of the default, mostly because that is made on the machine: its name, its address. */
  readonly sample?: unknown;
  /** Which part of the program, or which library, declares it. */
  readonly namespace?: string;
  readonly required: boolean;
  readonly secret: boolean;
  /** Former names that are still read. */
  readonly aliases: readonly OptionId[];
  readonly deprecation?: {
    readonly since?: string;
    readonly reason?: string;
    readonly removedIn?: string;
  };
  readonly place: Place;
}

/** All options that a release declares. */
export interface ConfigSchema {
  readonly file: string;
  readonly options: readonly ConfigOption[];
  /** Every value is written as text, which its type then reads: a list with commas, as INI files have it. */
  readonly isText?: boolean;
  /** It was made without any texts for people: nothing follows from a reason that is not there. */
  readonly isWordless?: boolean;
  /** The parts of the program, and libraries, that were asked for their options, when the schema says so. */
  readonly namespaces?: readonly string[];
}

/** `[group] name`, or the name alone. */
export const formatOption = ({ group, name }: OptionId): string =>
  group === '' ? name : `[${group}] ${name}`;

/** Names are compared with `-` and `_` as the same, as oslo.config does between files and command line. */
export const optionKey = ({ group, name }: OptionId): string => `${group}\0${name.replaceAll('-', '_')}`;

/** The group of what stands at a path of names: these with dots between them, and quotes around one that has a dot. */
export const groupOf = (path: readonly string[]): string =>
  path.map((name) => (/["\\.]|^$/.test(name) ? JSON.stringify(name) : name)).join('.');

/** The path that a group stands for. */
export function pathOf(group: string): string[] {
  const parts = group.match(/"(?:[^"\\]|\\.)*"|[^.]+/g) ?? [];
  return parts.map((part) => (part.startsWith('"') ? unquoted(part) : part));
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
