import type { Baseline } from './baseline.ts';
import type { ConfigSchema } from './config-schema.ts';
import type { FilterSet } from './filters.ts';
import type { FailOn, Finding, Rule } from './finding.ts';
import type { Migrations } from './migration.ts';
import type { OperatorFile } from './operator-file.ts';
import type { PlanException, ReleaseNotes } from './release-notes.ts';

/** How long a thing must have been deprecated before it may go. */
export interface DeprecationPolicy {
  readonly name: string;
  /** Releases in which it must have stood as deprecated, base among them. */
  readonly releases: number;
  /** Months that must lie between the release that deprecated it and target. */
  readonly months: number;
  /** Only a release that changes this part of the version may remove anything. */
  readonly removeOnlyIn?: 'major';
  /** Where the policy is written down. */
  readonly source?: string;
}

/** What a release declares, as far as it was given. */
export interface ReleaseSnapshot {
  /** What messages call it: its version; if that is not known, the file, folder or git ref that was named. */
  readonly label: string;
  readonly version?: string;
  /** `2024-10-02` */
  readonly date?: string;
  readonly config?: ConfigSchema;
  readonly migrations?: Migrations;
  /** Target's release notes that base does not have. */
  readonly notes?: ReleaseNotes;
  readonly filters?: FilterSet;
}

/** What two releases declare, and what lies at a site: all that the static rules look at. */
export interface Contract {
  readonly base: ReleaseSnapshot;
  readonly target: ReleaseSnapshot;
  readonly policy: DeprecationPolicy;
  /** Configuration files of a site, written for base. */
  readonly operatorFiles: readonly OperatorFile[];
  /** Those of the plan, when there is one. */
  readonly exceptions?: readonly PlanException[];
  readonly baseline?: Baseline;
}

/** Where a release is to be found, as the plan says it. */
export interface ReleaseSource {
  /** A schema file or a folder, relative to the plan; or a git ref. */
  readonly release: string;
  readonly version?: string;
  readonly date?: string;
}

/** Where all that the static rules look at is to be found, as far as the plan says so. */
export interface ContractSource {
  readonly base?: ReleaseSource;
  readonly target?: ReleaseSource;
  /** Paths in a release. */
  readonly config?: string;
  readonly filters?: string;
  readonly migrations?: string;
  readonly notes?: string;
  /** Absolute paths of configuration files of a site. */
  readonly files: readonly string[];
  /** A program reads them one over the other; else each is judged alone. */
  readonly layered: boolean;
  readonly policy?: DeprecationPolicy;
  readonly failOn?: FailOn;
  /** Absolute. */
  readonly baseline?: string;
}

/**
 * A rule with its check. A check looks only at what it is given, and says nothing where its input is missing.
 * Rules are asked in passes (docs/decisions/0010): those of pass 0, the default, look at the contract alone; a later pass
 * is also given all that the passes before it found.
 */
export interface ContractRule extends Rule {
  readonly pass?: 0 | 1 | 2;
  readonly check: (contract: Contract, found: readonly Finding[]) => readonly Finding[];
}
