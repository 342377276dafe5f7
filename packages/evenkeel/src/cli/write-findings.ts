import { type FailOn, type Finding, SEVERITIES } from '../model/finding.ts';
import { type FindingsFormat, formatFindings } from './findings-format.ts';

/** How findings are shown, and when they make a command fail. */
export interface FindingsOptions {
  /** Absent: `error`. */
  readonly failOn?: FailOn;
  readonly format: FindingsFormat;
}

/**
 * Prints findings.
 * @param accepted how many a baseline took away
 * @returns the exit code: 1 when one is as bad as `failOn`
 */
export function writeFindings(
  findings: readonly Finding[],
  { failOn = 'error', format }: FindingsOptions,
  accepted = 0,
): number {
  process.stdout.write(formatFindings(format, findings, accepted));
  if (failOn === 'never') return 0;
  const isBad = findings.some(({ rule }) => SEVERITIES.indexOf(rule.severity) <= SEVERITIES.indexOf(failOn));
  return isBad ? 1 : 0;
}
