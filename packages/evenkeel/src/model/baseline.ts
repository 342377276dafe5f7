import type { Place } from './finding.ts';

/** A finding that was accepted, by whom, and until when. */
export interface AcceptedFinding {
  /** SHA-256, in hexadecimal, of the code and the subject. */
  readonly fingerprint: string;
  readonly code: string;
  readonly subject: string;
  readonly owner: string;
  /** The last day on which it is accepted: `2027-03-31`. */
  readonly expires: string;
  readonly reason: string;
  readonly place: Place;
}

/** The findings that a project accepts for now. */
export interface Baseline {
  /** The day of the check, as `2026-11-23`: rules ask no clock. */
  readonly today: string;
  readonly accepted: readonly AcceptedFinding[];
}
