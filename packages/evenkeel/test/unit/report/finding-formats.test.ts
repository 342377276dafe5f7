import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/model/finding.ts';
import { fingerprintOf } from '../../../src/policy/baseline/accept.ts';
import { RULES } from '../../../src/policy/rules.ts';
import { findingsJunit } from '../../../src/report/findings-junit.ts';
import { findingsMarkdown } from '../../../src/report/findings-markdown.ts';
import { findingsSarif } from '../../../src/report/sarif.ts';
import { xmlFault } from '../../support/xml.ts';

const ruleOf = (code: string) => RULES.find((rule) => rule.code === code) ?? expect.fail(code);
const NASTY = 'a|b <script> ]]> & `x` @team \u0007\ud800\uffff\n# *y*';
const FINDINGS: readonly Finding[] = [
  {
    rule: ruleOf('CFG106'),
    place: { file: 'v2.0:my schema.json', line: 3, column: 5 },
    subject: 'port',
    message: 'the default of port changed',
    witness: '80, then 81',
  },
  {
    rule: ruleOf('CFG101'),
    place: { file: 'one/x.json', line: 1, column: 1 },
    subject: NASTY,
    message: NASTY,
    witness: NASTY,
    hint: NASTY,
  },
];

interface Sarif {
  readonly version: string;
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly Described[] } };
      readonly results: readonly Result[];
    },
  ];
}
interface Described {
  readonly id: string;
  readonly help: { readonly markdown: string };
  readonly defaultConfiguration: { readonly level: string };
}
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly [
    {
      readonly physicalLocation: {
        readonly artifactLocation: { readonly uri: string };
        readonly region: { readonly startLine: number; readonly startColumn: number };
      };
    },
  ];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

describe('SARIF', () => {
  const sarif = (findings: readonly Finding[]): Sarif =>
    JSON.parse(findingsSarif(findings, { version: '1.2.3', rules: RULES, fingerprintOf })) as Sarif;

  test('has every rule, with its level and its page', () => {
    const { version, runs } = sarif([]);
    expect([version, runs.length, runs[0].results]).toEqual(['2.1.0', 1, []]);
    expect(runs[0].tool.driver.rules.map(({ id }) => id)).toEqual(RULES.map(({ code }) => code));
    for (const { id, help, defaultConfiguration } of runs[0].tool.driver.rules) {
      expect(help.markdown).toContain(`(docs/findings/${id}.md)`);
      expect(['error', 'warning', 'note']).toContain(defaultConfiguration.level);
    }
  });

  test('has a result for each finding, with what SARIF requires of it', () => {
    const [{ results, tool }] = sarif(FINDINGS).runs;
    expect(results.map(({ ruleId }) => ruleId)).toEqual(['CFG106', 'CFG101']);
    for (const { ruleId, ruleIndex, level, message, locations, partialFingerprints } of results) {
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      expect(level).toBe(ruleOf(ruleId).severity);
      expect(message.text).not.toBe('');
      const { artifactLocation, region } = locations[0].physicalLocation;
      expect(new URL(artifactLocation.uri, 'file:///repo/').href).toBe(
        `file:///repo/${artifactLocation.uri}`,
      );
      expect(Math.min(region.startLine, region.startColumn)).toBeGreaterThan(0);
      expect(Object.values(partialFingerprints)).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    }
    expect(results[0]?.locations[0].physicalLocation.artifactLocation.uri).toBe('my%20schema.json');
  });
});

describe('JUnit', () => {
  test('has a case for each rule, and fails those that found something', () => {
    const xml = findingsJunit(FINDINGS, RULES);
    expect(xmlFault(xml)).toBeUndefined();
    expect(xml.match(/<testcase /g)?.length).toBe(RULES.length);
    expect(xml.match(/<failure /g)?.length).toBe(2);
    expect(xml).toContain('warning: 1 finding: the default of port changed');
    expect(xml).toContain('80, then 81');
  });
});

describe('Markdown', () => {
  test('is a table with the worst first', () => {
    const lines = findingsMarkdown(FINDINGS, 3).trimEnd().split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toBe('**evenkeel check**: 1 error, 1 warning, 0 notes, 3 accepted');
    expect(lines[5]).toBe(
      '| warning | CFG106 | the default of port changed<br>80, then 81 | v2.0:my schema.json:3:5 |',
    );
  });

  test('lets nothing of a message act', () => {
    const row = findingsMarkdown(FINDINGS).split('\n')[4] ?? '';
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
    expect(row).not.toMatch(/<(?!br>)|(?<!\\)[`*#]|@team/);
    expect(row).not.toContain('\u0007');
  });

  test('says in one line that nothing was found', () => {
    expect(findingsMarkdown([])).toBe('**evenkeel check**: 0 errors, 0 warnings, 0 notes\n');
  });
});
