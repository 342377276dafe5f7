import type { Finding } from '../model/finding.ts';
import { fingerprintOf } from '../policy/baseline/accept.ts';
import { RULES } from '../policy/rules.ts';
import { findingsJson, findingsText } from '../report/findings.ts';
import { findingsMarkdown } from '../report/findings-markdown.ts';
import { findingsSarif } from '../report/sarif.ts';
import type { FindingsFormat } from './format-names.ts';
import { VERSION } from './version.ts';

type Formatter = (findings: readonly Finding[], accepted: number) => string | Promise<string>;

const FORMATS: Readonly<Record<FindingsFormat, Formatter>> = {
  text: findingsText,
  json: findingsJson,
  sarif: (findings) => findingsSarif(findings, { version: VERSION, rules: RULES, fingerprintOf }),
  // its library takes longer to load than most checks take
  junit: async (findings) => (await import('../report/findings-junit.ts')).findingsJunit(findings, RULES),
  markdown: findingsMarkdown,
};

/** Findings in a format; `accepted` is how many a baseline took away. */
export const formatFindings = async (
  format: FindingsFormat,
  findings: readonly Finding[],
  accepted: number,
): Promise<string> => FORMATS[format](findings, accepted);
