import { type Finding, SEVERITIES, type Severity } from '../model/finding.ts';
import { findingsJson, findingsText } from '../report/findings.ts';

/** How findings are shown, and when they make a command fail. */
export interface FindingsOptions {
  readonly failOn: Severity | 'never';
  readonly format: 'text' | 'json';
}

/** Prints findings. @returns the exit code: 1 when one is as bad as `failOn` */
export function writeFindings(findings: readonly Finding[], { failOn, format }: FindingsOptions): number {
  process.stdout.write(format === 'json' ? findingsJson(findings) : findingsText(findings));
  if (failOn === 'never') return 0;
  const isBad = findings.some(({ rule }) => SEVERITIES.indexOf(rule.severity) <= SEVERITIES.indexOf(failOn));
  return isBad ? 1 : 0;
}
