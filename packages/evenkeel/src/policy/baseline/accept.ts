import { createHash } from 'node:crypto';
import type { Baseline } from '../../model/baseline.ts';
import type { Finding } from '../../model/finding.ts';

/** What a finding is known by when lines move: SHA-256, in hexadecimal, of its code and its subject. */
export const fingerprintOf = ({ rule, subject }: Pick<Finding, 'rule' | 'subject'>): string =>
  createHash('sha256').update(`${rule.code}\0${subject}`).digest('hex');

/** What a baseline says of itself is never accepted by it. */
export const isAboutBaseline = ({ rule }: Finding): boolean => rule.code.startsWith('BASE');

/** Takes away the findings that a baseline accepts today. @returns the others, and how many were taken away */
export function acceptFindings(
  findings: readonly Finding[],
  baseline: Baseline | undefined,
): { readonly findings: readonly Finding[]; readonly accepted: number } {
  if (baseline === undefined) return { findings, accepted: 0 };
  const valid = baseline.accepted.filter(({ expires }) => expires >= baseline.today);
  const known = new Set(valid.map(({ fingerprint }) => fingerprint));
  const left = findings.filter((finding) => isAboutBaseline(finding) || !known.has(fingerprintOf(finding)));
  return { findings: left, accepted: findings.length - left.length };
}
