import { type FailOn, type Finding, SEVERITIES } from '../model/finding.ts';
import { formatFindings } from './findings-format.ts';
import type { FindingsFormat } from './format-names.ts';

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
export async function writeFindings(
  findings: readonly Finding[],
  { failOn = 'error', format }: FindingsOptions,
  accepted = 0,
): Promise<number> {
  process.stdout.write(await formatFindings(format, findings, accepted));
  if (failOn === 'never') return 0;
  const isBad = findings.some(({ rule }) => SEVERITIES.indexOf(rule.severity) <= SEVERITIES.indexOf(failOn));
  return isBad ? 1 : 0;
}
