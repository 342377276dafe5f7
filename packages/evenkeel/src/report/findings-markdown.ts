import { type Finding, SEVERITIES } from '../model/finding.ts';
import { countsInWords } from './findings.ts';
import { inMarkdown as cell } from './markdown-words.ts';

/** Findings as a Markdown table, for the comment of a pull request; the worst first. */
export function findingsMarkdown(findings: readonly Finding[], accepted = 0): string {
  const counts = countsInWords(findings, accepted);
  if (findings.length === 0) return `**evenkeel check**: ${counts}\n`;
  const inOrder = SEVERITIES.flatMap((severity) => findings.filter(({ rule }) => rule.severity === severity));
  const rows = inOrder.map(({ rule, place, message, witness, hint }) => {
    const words = hint === undefined ? message : `${message}; ${hint}`;
    const where = `${place.file}:${place.line}:${place.column}`;
    return `| ${rule.severity} | ${rule.code} | ${cell(words)}<br>${cell(witness)} | ${cell(where)} |\n`;
  });
  return `**evenkeel check**: ${counts}\n\n| severity | rule | finding | where |\n|---|---|---|---|\n${rows.join('')}`;
}
