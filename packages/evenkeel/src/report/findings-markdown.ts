import { type Finding, SEVERITIES } from '../model/finding.ts';
import { printable } from '../model/printable.ts';
import { countsInWords } from './findings.ts';

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

/** A text that means nothing to Markdown or HTML, in one line. A zero-width space takes the power to call people from `@`. */
const cell = (text: string): string =>
  printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u200b')
    .replace(/[\\`*_~[\]|#!]/g, '\\$&');
