import { type Finding, formatFinding, SEVERITIES } from '../model/finding.ts';

/** Findings for people: one or two lines each, then how many of which kind, and how many a baseline accepts. */
export function findingsText(findings: readonly Finding[], accepted = 0): string {
  const lines = findings.map((finding) => `${formatFinding(finding)}\n`);
  return `${lines.join('')}${countsInWords(findings, accepted)}\n`;
}

/** `1 error, 2 warnings, 0 notes`, and `, 3 accepted` when there are any. */
export function countsInWords(findings: readonly Finding[], accepted: number): string {
  const counts = SEVERITIES.map((severity) => {
    const count = findings.filter(({ rule }) => rule.severity === severity).length;
    return `${count} ${severity}${count === 1 ? '' : 's'}`;
  });
  return [...counts, ...(accepted > 0 ? [`${accepted} accepted`] : [])].join(', ');
}

/** Findings for programs; the format is described in docs/report-format.md. */
export function findingsJson(findings: readonly Finding[], accepted = 0): string {
  const shown = findings.map(({ rule, place, subject, message, witness, hint }) => ({
    code: rule.code,
    severity: rule.severity,
    subject,
    message,
    witness,
    ...(hint !== undefined && { hint }),
    ...place,
  }));
  const report = { format: 'evenkeel-findings', version: 1, accepted, findings: shown };
  return `${JSON.stringify(report, null, 2)}\n`;
}
