import type { Finding } from '../model/finding.ts';
import { fingerprintOf } from '../policy/baseline/accept.ts';
import { RULES } from '../policy/rules.ts';
import { findingsJson, findingsText } from '../report/findings.ts';
import { findingsJunit } from '../report/findings-junit.ts';
import { findingsMarkdown } from '../report/findings-markdown.ts';
import { findingsSarif } from '../report/sarif.ts';
import { VERSION } from './version.ts';

const FORMATS = {
  text: findingsText,
  json: findingsJson,
  sarif: (findings: readonly Finding[]) =>
    findingsSarif(findings, { version: VERSION, rules: RULES, fingerprintOf }),
  junit: (findings: readonly Finding[]) => findingsJunit(findings, RULES),
  markdown: findingsMarkdown,
} as const;

export type FindingsFormat = keyof typeof FORMATS;
export const FINDINGS_FORMATS: readonly string[] = Object.keys(FORMATS);

/** Findings in a format; `accepted` is how many a baseline took away. */
export const formatFindings = (
  format: FindingsFormat,
  findings: readonly Finding[],
  accepted: number,
): string => FORMATS[format](findings, accepted);
