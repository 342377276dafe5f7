import type { Rule } from './finding.ts';

/** What `check` says of the releases, told beside what was run. */
export interface JudgedContract {
  readonly findings: readonly ContractFinding[];
  /** How many findings more there are. */
  readonly left: number;
  /** Why a part could not be judged, in words. */
  readonly unread: readonly string[];
}

/** A finding, with what explains it. */
export interface ContractFinding extends Rule {
  /** `file:line:column`. */
  readonly place: string;
  readonly subject: string;
  readonly message: string;
  readonly witness: string;
  readonly hint?: string;
}
