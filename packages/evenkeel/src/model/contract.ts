import type { Baseline } from './baseline.ts';
import type { ConfigSchema } from './config-schema.ts';
import type { FilterSet } from './filters.ts';
import type { Finding, Rule } from './finding.ts';
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
  readonly source: string;
}

/** What a release declares, as far as it was given. */
export interface ReleaseSnapshot {
  /** As the user named it: a folder, a git ref, a version. */
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

/**
 * A rule with its check. A check looks only at what it is given, and says nothing where its input is missing.
 * Rules are asked in passes (docs/decisions/0010): those of pass 0, the default, look at the contract alone; a later pass
 * is also given all that the passes before it found.
 */
export interface ContractRule extends Rule {
  readonly pass?: 0 | 1 | 2;
  readonly check: (contract: Contract, found: readonly Finding[]) => readonly Finding[];
}
