import type { FilesColumn } from './cell.ts';
import type { VariantName } from './plan.ts';
import type { ReleaseName } from './release.ts';

/** A command that rootwrap was asked to run, once for all times. */
export interface AskedCommand {
  readonly argv: readonly string[];
  /** Was it let through each time? */
  readonly allowed: boolean;
  readonly times: number;
}

/** What was asked of rootwrap since the last look. */
export interface TakenRecord {
  readonly commands: readonly AskedCommand[];
  /** Lines that were too many, too long, or no record. */
  readonly left: number;
}

/** Commands of one program that filters refuse. */
export interface RefusedCommands {
  /** Whose code asks for them. */
  readonly release: ReleaseName;
  /** Whose filters refuse them. */
  readonly filters: VariantName;
  /** One of them. */
  readonly command: string;
  /** How many different ones there are. */
  readonly count: number;
  readonly instances: readonly string[];
}

/** What a column of the matrix would have refused, as far as the recorded commands tell. */
export interface ColumnPrivileges {
  readonly column: FilesColumn;
  readonly refused: readonly RefusedCommands[];
  /** Different commands of which it cannot be told. */
  readonly undecidable: number;
}

/** The recorded commands of a run, judged against the filters of both releases and their union. */
export interface Privileges {
  /** How many different commands each release's code asked for. */
  readonly recorded: Readonly<Record<ReleaseName, number>>;
  readonly columns: readonly ColumnPrivileges[];
  /** Lines of the record that were not looked at. */
  readonly left: number;
}
