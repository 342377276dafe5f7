import type { Failure, LogLine } from '../model/event.ts';
import type { ReleaseName } from '../model/release.ts';

/** Words that lines about failures have in the logs of common software. */
const ERROR_LIKE =
  /\b(error|err|fatal|panic|exception|fail(ed|ure|s)?|refus\w*|unknown|invalid|incompatible|mismatch|unable|cannot|can't|not found|does not exist|missing|breaking)\b/i;

const MAX_LINES = 20;
const MAX_LINE = 600;

/**
 * The lines worth showing, at most 20, the most telling first: lines that look like errors, then the rest; within
 * those, unindented lines (the others belong to a stack or a dump) and the lines of the instance that failed.
 */
export function pickEvidence(lines: readonly LogLine[], instance?: string): LogLine[] {
  const score = ({ source, text }: LogLine): number =>
    (ERROR_LIKE.test(text) ? 4 : 0) + (/^\s/.test(text) ? 0 : 2) + (source === instance ? 1 : 0);
  return lines
    .filter((line) => line.text.trim() !== '')
    .sort((a, b) => score(b) - score(a))
    .slice(0, MAX_LINES)
    .map(({ source, text }) => ({
      source,
      text: text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)}…` : text,
    }));
}

/** The details of a failure, as far as they are known where it is found. */
export interface FailureDetails {
  readonly instance?: string;
  readonly release?: ReleaseName;
  readonly request?: string;
  readonly answer?: string;
}

/** A step of the plan failed: the tested system did something that it should not have done. */
export class StepFailure extends Error {
  constructor(
    message: string,
    readonly details: FailureDetails = {},
  ) {
    super(message);
  }

  /** The failure as the journal keeps it. */
  toFailure(log: readonly LogLine[]): Failure {
    return { message: this.message, ...this.details, log: pickEvidence(log, this.details.instance) };
  }
}
