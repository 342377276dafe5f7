import { type Finding, formatFinding, SEVERITIES } from '../model/finding.ts';

/** Findings for people: one or two lines each, then how many of which kind. */
export function findingsText(findings: readonly Finding[]): string {
  const lines = findings.map((finding) => `${formatFinding(finding)}\n`);
  const counts = SEVERITIES.map((severity) => {
    const count = findings.filter(({ rule }) => rule.severity === severity).length;
    return `${count} ${severity}${count === 1 ? '' : 's'}`;
  });
  return `${lines.join('')}${counts.join(', ')}\n`;
}

/** Findings for programs; the format is described in docs/report-format.md. */
export function findingsJson(findings: readonly Finding[]): string {
  const shown = findings.map(({ rule, place, subject, message, witness, hint }) => ({
    code: rule.code,
    severity: rule.severity,
    subject,
    message,
    witness,
    ...(hint !== undefined && { hint }),
    ...place,
  }));
  return `${JSON.stringify({ format: 'evenkeel-findings', version: 1, findings: shown }, null, 2)}\n`;
}
