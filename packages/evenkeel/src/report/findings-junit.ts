import junit, { type Builder } from 'junit-report-builder';
import { type Finding, formatFinding, type Rule } from '../model/finding.ts';
import { wellFormed } from './well-formed.ts';

/** Findings as JUnit XML: a test case for each rule, which fails by each of its findings, whatever their severity. */
export function findingsJunit(findings: readonly Finding[], rules: readonly Rule[]): string {
  // The package's types describe an ES module with a default export; what Node loads is that export itself.
  const builder = (junit as unknown as Builder).newBuilder();
  const suite = builder.testSuite().name('evenkeel check');
  for (const rule of rules) {
    const test = suite.testCase().className('evenkeel.check').name(`${rule.code} ${rule.title}`);
    const own = findings.filter((finding) => finding.rule.code === rule.code);
    if (own.length === 0) continue;
    const count = own.length === 1 ? '1 finding' : `${own.length} findings`;
    test.failure(`${rule.severity}: ${count}: ${text(own[0]?.message ?? '')}`, rule.code);
    test.standardOutput(own.map((finding) => text(formatFinding(finding))).join('\n'));
  }
  return builder.build();
}

/** The builder closes a CDATA section only once; XML 1.0 knows no halves of pairs, and not these two characters. */
const text = (words: string): string =>
  wellFormed(words)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll(']]>', ']] >');
