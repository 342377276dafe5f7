import type { Place } from './finding.ts';

/** The kinds of filters that rootwrap knows. */
export type FilterKind =
  | 'CommandFilter'
  | 'RegExpFilter'
  | 'PathFilter'
  | 'KillFilter'
  | 'ReadFileFilter'
  | 'IpFilter'
  | 'EnvFilter'
  | 'IpNetnsExecFilter'
  | 'ChainingRegExpFilter';

/** One line of a filter file: command lines that may be run as another user. */
export interface PrivilegeFilter {
  readonly name: string;
  readonly class: FilterKind;
  /** The program that it is about. */
  readonly exec: string;
  readonly runAs: string;
  readonly args: readonly string[];
  readonly place: Place;
}

/** All filters of a release, in the order in which they are tried. */
export interface FilterSet {
  /** As the user named the folder. */
  readonly folder: string;
  readonly filters: readonly PrivilegeFilter[];
  /** Lines without effect: rootwrap does not know their class, or another line has taken their name. */
  readonly passedOver: readonly PassedOver[];
}

export interface PassedOver {
  readonly place: Place;
  readonly why: string;
}

/** What becomes of a filter that lies at a site when target's filters take the place of all that lie there. */
export interface FilterFate {
  readonly filter: PrivilegeFilter;
  /** `missing`: target has it, and the site does not admit what it does. */
  readonly fate: 'stays' | 'may-go' | 'lost' | 'undecided' | 'missing';
  /** Which release has it word for word; target when both have. */
  readonly from: 'base' | 'target' | 'neither';
  readonly why: string;
  /** The shortest command line that is refused then; of a missing filter, that is refused now. */
  readonly refused?: string;
}

/** Whether words of a recorded command are hidden (`record_redact` in rootwrap.conf). */
export function hasHiddenWords(argv: readonly string[]): boolean {
  return argv.some((word) => word === '***' || word.endsWith('=***'));
}

/** A command line that rootwrap was asked to run. */
export interface RecordedCommand {
  readonly argv: readonly string[];
  /** Was it let through then? */
  readonly allowed: boolean;
  /** Are words hidden (`redact` in rootwrap.conf)? */
  readonly redacted: boolean;
  readonly place: Place;
}
