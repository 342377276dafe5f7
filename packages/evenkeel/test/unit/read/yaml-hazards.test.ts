import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { formatIssue } from '../../../src/model/issue.ts';
import { evenkeel } from '../../support/cli.ts';
import { aliasBomb } from '../../support/hazards.ts';
import { FULL_PLAN, issuesOf, modelOf, SMALL_PLAN } from '../../support/model.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-hazards-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The place and the words of the only issue of a text. */
function onlyIssue(text: string): string {
  const issues = issuesOf(text, {});
  expect(issues).toHaveLength(1);
  const [{ line, column, message } = { line: 0, column: 0, message: '' }] = issues;
  return `${line}:${column} ${message}`;
}

/** What the command line says to a file of these bytes. */
function answerTo(bytes: Uint8Array | string): { exitCode: number | null; stderr: string } {
  writeFileSync(join(folder, 'plan.yaml'), bytes);
  return evenkeel(['run', 'plan.yaml', '--dry-run'], folder, 10_000);
}

describe('texts that hold no plan', () => {
  test.each([
    ['nothing', ''],
    ['white space', ' \n\n \n'],
    ['a comment', '# later\n'],
  ])('%s is empty', (_, text) => {
    expect(onlyIssue(text)).toMatch(/^1:1 the file is empty/);
  });

  test.each(['~', '42', 'plan', '[]', '- version: 1', '"a plan"', 'true'])('%s is no mapping', (text) => {
    expect(onlyIssue(text)).toMatch(/^1:1 the plan should be a mapping/);
  });
});

describe('hazards of YAML', () => {
  test('a byte order mark is no mistake, and moves no place', () => {
    expect(modelOf(`\uFEFF${SMALL_PLAN}`, {}).name).toBe('small');
    const [issue] = issuesOf(`\uFEFF${SMALL_PLAN.replace('service: api', 'service: apo')}`, {});
    expect(issue).toMatchObject({ line: 12, column: 14 });
  });

  test('Windows line ends are no mistake', () => {
    expect(modelOf(SMALL_PLAN.replaceAll('\n', '\r\n'), {}).name).toBe('small');
  });

  test('a tab as indentation is reported where it stands', () => {
    expect(issuesOf(SMALL_PLAN.replace('  base:', '\tbase:'), {})[0]).toMatchObject({
      line: 4,
      column: 1,
      message: expect.stringMatching(/tab/i),
    });
  });

  test('a key that stands twice is reported where it stands again', () => {
    expect(onlyIssue(`${SMALL_PLAN}name: again\n`)).toMatch(/^17:1 .*stands here twice/);
  });

  test('a second document is reported', () => {
    expect(issuesOf(`${SMALL_PLAN}---\n${SMALL_PLAN}`, {})[0]).toMatchObject({ line: 17, column: 1 });
  });

  test('an unclosed quote is reported', () => {
    expect(issuesOf(`${SMALL_PLAN}migrate: "unclosed\n`, {}).length).toBeGreaterThan(0);
  });

  test('a NUL byte is reported', () => {
    expect(onlyIssue(`${SMALL_PLAN}\0`)).toMatch(/NUL/);
  });

  test('an alias without its anchor is reported', () => {
    expect(onlyIssue(SMALL_PLAN.replace('service: api', 'service: *none'))).toMatch(/none/);
  });

  test('an alias that refers to what it stands in is reported', () => {
    expect(onlyIssue('version: 1\nservices: &all\n  api: *all\n')).toMatch(/^3:8 .*refers to itself/);
    expect(onlyIssue('a: &a [1, *a]\n')).toMatch(/refers to itself/);
  });

  test('an alias that stands for a value is read as the value', () => {
    const text = SMALL_PLAN.replace('service: api', 'service: &one api').replace(
      '{ service: api',
      '{ service: *one',
    );
    expect(modelOf(text, {}).probes[0]?.service).toBe('api');
  });

  test('2 MiB are too much', () => {
    expect(onlyIssue(`${FULL_PLAN}${'# more\n'.repeat(300_000)}`)).toMatch(/^1:1 .*larger than 1 MiB/);
  });

  test.each([
    ['lists', `a: ${'['.repeat(100_000)}`],
    ['closed lists', `a: ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['mappings', '{a: '.repeat(100_000)],
    ['block lists', `${'- '.repeat(100_000)}x`],
    ['fifty levels', `${'{a: '.repeat(50)}1${'}'.repeat(50)}`],
  ])('%s nested without end are an issue', (_, text) => {
    const issues = issuesOf(text, {});
    expect(issues.length).toBeGreaterThan(0);
    expect(issues[0]).toMatchObject({ line: 1 });
  });

  test.each([
    ['a mapping as a key', '? { a: b }\n: c\n'],
    ['a list as a key', '? [x]\n: 1\n'],
    ['an unknown tag', 'version: !thing 1\n'],
    ['a key named __proto__', '__proto__: { version: 1 }\nconstructor: 2\n'],
    ['a merge key', `${SMALL_PLAN}<<: { name: other }\n`],
    ['numbers without an end', 'version: .inf\nname: .nan\n'],
  ])('%s is an issue', (_, text) => {
    expect(issuesOf(text, {}).length).toBeGreaterThan(0);
  });
});

describe('odd Unicode', () => {
  test('is kept in texts', () => {
    const label = 'v1\u{1F680}\u202E\u0301';
    expect(modelOf(SMALL_PLAN.replace('1.0.0', label), {}).releases.base.label).toBe(label);
  });

  test.each([
    ['a Cyrillic letter', 'services', 's\u0435rvices'],
    ['a space of no width', 'probes', 'pro\u200Bbes'],
    ['an accent of its own', 'resources', 'r\u0065\u0301sources'],
  ])('%s in a key is an unknown key, and the right one is named', (_, right, wrong) => {
    const text = SMALL_PLAN.replace(`\n${right}:`, `\n${wrong}:`);
    expect(issuesOf(text, {})).toContainEqual(
      expect.objectContaining({
        message: expect.stringContaining(wrong),
        hint: expect.stringContaining(`"${right}"`),
      }),
    );
  });
});

describe('control characters', () => {
  test.each([
    ['a line end', '"no\\nte"'],
    ['an escape sequence', '"no\\e[31mte"'],
    ['a separator of lines', '"no\\Lte"'],
  ])('%s in a key or a name does not reach the terminal', (_, word) => {
    const [unknown] = issuesOf(`${SMALL_PLAN}${word}: 1\n`, {});
    const [name] = issuesOf(SMALL_PLAN.replace('  note:', `  ${word}:`), {});
    for (const issue of [unknown, name]) {
      const printed = issue === undefined ? '' : formatIssue(issue);
      expect(printed).toMatch(/no.*te/);
      expect(printed).not.toMatch(/[\p{Cc}\p{Zl}]/u);
    }
  });
});

describe('bytes, as the command line reads them', () => {
  test.each([
    ['Latin-1', Buffer.from('name: caf\u00e9\n', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFFversion: 1\n', 'utf16le')],
    ['a cut-off character', Buffer.from([0x61, 0x3a, 0x20, 0xe2, 0x82])],
  ])('%s is not UTF-8', (_, bytes) => {
    const { exitCode, stderr } = answerTo(bytes);
    expect(stderr).toMatch(/^plan\.yaml:1:1: the file is not UTF-8/);
    expect(exitCode).toBe(2);
  });

  test('an alias bomb is refused, and not unfolded', () => {
    const { exitCode, stderr } = answerTo(aliasBomb(9, 9));
    expect(stderr).toMatch(/^plan\.yaml:\d+:\d+: /);
    expect(exitCode).toBe(2);
  });

  test('ninety thousand keys are refused, and not compared with each other', () => {
    const keys = Array.from({ length: 90_000 }, (_, index) => `k${index}: v`);
    const { exitCode, stderr } = answerTo(keys.join('\n'));
    expect(stderr).toMatch(/^plan\.yaml:\d+:\d+: /);
    expect(exitCode).toBe(2);
  });
});
