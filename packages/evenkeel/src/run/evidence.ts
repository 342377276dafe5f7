import type { Failure, LogLine } from '../model/event.ts';
import type { ReleaseName } from '../model/release.ts';

/** How common software marks a line as an error. */
const ERROR = /\b(ERROR|FATAL|CRIT|CRITICAL|PANIC)\b|\b\w*(Error|Exception)\b|^(error|fatal|panic)\b/;

/** Words that lines about trouble have without being so marked. */
const TROUBLE =
  /\b(fail(ed|ure|s)?|refus\w*|unknown|invalid|incompatible|mismatch|unable|cannot|can't|not found|does not exist|missing|breaking)\b/i;

const MAX_LINES = 20;
const MAX_LINE = 600;

/**
 * The lines worth showing, at most 20, the most telling first: those marked as errors, those about trouble, the rest;
 * lines of the instance that failed count more, indented ones (they belong to a stack or a dump) less.
 * Of lines that differ only in numbers, the first.
 */
export function pickEvidence(lines: readonly LogLine[], instance?: string): LogLine[] {
  const score = ({ source, text }: LogLine): number =>
    (ERROR.test(text) ? 8 : 0) +
    (TROUBLE.test(text) ? 4 : 0) +
    (/^\s/.test(text) ? 0 : 2) +
    (source === instance ? 5 : 0);
  return withoutRepeats(lines)
    .filter((line) => line.text.trim() !== '')
    .sort((a, b) => score(b) - score(a))
    .slice(0, MAX_LINES)
    .map(({ source, text }) => ({
      source,
      text: text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)}…` : text,
    }));
}

function withoutRepeats(lines: readonly LogLine[]): LogLine[] {
  const seen = new Set<string>();
  return lines.filter(({ source, text }) => {
    const shape = `${source} ${text.replace(/\d+/g, '#')}`;
    return !seen.has(shape) && seen.add(shape);
  });
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
