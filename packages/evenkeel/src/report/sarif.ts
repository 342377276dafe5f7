import type { Finding, Rule, Severity } from '../model/finding.ts';
import { wellFormed } from './well-formed.ts';

/** SARIF's levels have the same names as ours. Source: SARIF 2.1.0, 3.27.10. */
const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'note' };

/** A character that may not stand in a path of a URI reference. Source: RFC 3986, 3.3. */
const NOT_IN_PATH = /[^A-Za-z0-9\-._~!$&'()*+,;=:@/]/g;

/** What SARIF needs to know besides the findings. */
export interface SarifFacts {
  readonly version: string;
  readonly rules: readonly Rule[];
  readonly fingerprintOf: (finding: Finding) => string;
}

/**
 * Findings as SARIF 2.1.0, for code scanning. `helpUri` must be absolute (3.49.12), and the pages have no address of their
 * own; so the help names them relative to the repository, as docs/findings/CODE.md.
 */
export function findingsSarif(findings: readonly Finding[], facts: SarifFacts): string {
  const driver = { name: 'evenkeel', semanticVersion: facts.version, rules: facts.rules.map(describe) };
  return sarifLog(
    driver,
    findings.map((finding) => resultOf(finding, facts)),
  );
}

/** A log of one run of a tool, as text. */
export function sarifLog(driver: object, results: readonly object[]): string {
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    // Columns are counted as JavaScript counts them.
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function describe({ code, title, why, remedy, severity }: Rule): object {
  const page = `docs/findings/${code}.md`;
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${remedy} See ${page}.`, markdown: `${remedy} See [${code}](${page}).` },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function resultOf(finding: Finding, { rules, fingerprintOf }: SarifFacts): object {
  const { rule, place, message, witness, hint, subject } = finding;
  const index = rules.findIndex(({ code }) => code === rule.code);
  return {
    ruleId: rule.code,
    ...(index >= 0 && { ruleIndex: index }),
    level: LEVELS[rule.severity],
    message: { text: `${message}${hint === undefined ? '' : `; ${hint}`} (${witness})` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(place.file) },
          region: { startLine: place.line, startColumn: place.column },
        },
        logicalLocations: [{ fullyQualifiedName: subject }],
      },
    ],
    partialFingerprints: { 'codeAndSubject/v1': fingerprintOf(finding) },
  };
}

/** A file as a URI reference. `v2.0:schema.json`, a file in git, is its path: a colon first would make it a scheme. */
export function uriOf(file: string): string {
  const [, inGit] = /^[^/:]+:(.+)$/.exec(file) ?? [];
  return wellFormed(inGit ?? file)
    .replaceAll('\\', '/')
    .replace(NOT_IN_PATH, (character) => encodeURIComponent(character));
}
