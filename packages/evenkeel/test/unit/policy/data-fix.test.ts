import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse as parseJsonc } from 'jsonc-parser';
import { afterAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { FileFormat } from '../../../src/model/operator-file.ts';
import { POLICIES } from '../../../src/model/policies.ts';
import { LINT_RULES } from '../../../src/policy/operator/rules.ts';
import { judgeContract } from '../../../src/policy/rules.ts';
import { changedText } from '../../../src/read/config/ini-edit.ts';
import { unifiedDiff } from '../../../src/report/unified-diff.ts';
import {
  anyData,
  anyStyle,
  type Data,
  jsoncText,
  jsonText,
  tomlText,
  yamlText,
} from '../../support/arbitrary-data.ts';
import { fixedFile, jsonSchema, opened } from '../../support/data-files.ts';
import { whyNoToml, withTomllib } from '../../support/toml-peer.ts';

const any = {};
const was = (name: string | string[]) => ({ 'x-renamed-from': name });
const base = jsonSchema({
  kept: any,
  old: any,
  gone: { 'x-deprecated-reason': 'no use', deprecated: true },
  moved: any,
  labels: { type: 'object' },
  a: { properties: { old: any, gone: any, own: any, b: { properties: { old: any, gone: any, deep: any } } } },
  c: { properties: { own: any } },
  d: { properties: { gone: any } },
});
const target = jsonSchema({
  kept: any,
  new: was('old'),
  tags: { type: 'object', ...was('labels') },
  a: { properties: { new: was('old'), own: any, b: { properties: { deep: any } } } },
  c: { properties: { own: any, moved: was('.moved'), fresh: was('a.b.old') } },
});

/** What the releases above say, in plain words: by path, where it goes, or that it goes away. */
const FATES: [string, string | undefined][] = [
  ['old', 'new'],
  ['gone', undefined],
  ['moved', 'c.moved'],
  ['labels', 'tags'],
  ['a.old', 'a.new'],
  ['a.gone', undefined],
  ['a.b.old', 'c.fresh'],
  ['a.b.gone', undefined],
  ['d.gone', undefined],
];

const isMapping = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a file should say when it is fixed, but for the settings that are left for people. */
function wanted(data: Data, left: ReadonlySet<string>): Data {
  const result = structuredClone(data);
  for (const [from, to] of FATES) {
    if (left.has(from)) continue;
    const keys = from.split('.');
    const holder = keys
      .slice(0, -1)
      .reduce<unknown>((at, key) => (isMapping(at) ? at[key] : undefined), result);
    const name = keys.at(-1) ?? '';
    if (!isMapping(holder) || !(name in holder)) continue;
    const value = holder[name];
    delete holder[name];
    const path = to?.split('.') ?? [];
    const [last = ''] = path.slice(-1);
    if (to === undefined) continue;
    let place: Data = result;
    for (const key of path.slice(0, -1)) {
      place[key] ??= {};
      place = place[key] as Data;
    }
    // a present name that is set counts: the former one is taken out
    if (!(last in place)) place[last] = value;
  }
  return result;
}

const leftOver = (refused: readonly { message: string }[]): Set<string> =>
  new Set(
    refused.map(({ message }) => {
      const [, group, name] = /^(?:\[(.*?)\] )?(.*?) is left as it is/.exec(message) ?? [];
      return group === undefined ? (name ?? '') : `${group}.${name}`;
    }),
  );

/** Mappings that have nothing in them left out: a table of TOML may be there by its members alone. */
function pruned(value: unknown): unknown {
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, pruned(item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => !isMapping(item) || Object.keys(item).length > 0));
}

const FORMATS: [
  string,
  FileFormat,
  (data: Data, style: readonly number[]) => string,
  (text: string) => unknown,
][] = [
  ['YAML in blocks', 'yaml', (data, style) => yamlText(data, style, false), (text) => parseYaml(text)],
  [
    'YAML with flow mappings',
    'yaml',
    (data, style) => yamlText(data, style, true),
    (text) => parseYaml(text),
  ],
  ['JSON', 'json', jsonText, (text) => JSON.parse(text.replace(/^\ufeff/, ''))],
  ['JSON with comments', 'jsonc', jsoncText, (text) => parseJsonc(text.replace(/^\ufeff/, ''))],
];
const RUNS = { numRuns: 150 };

test('what goes to the end of YAML does not go before what was taken out of its last group', () => {
  const text = "moved: []\na:\n  b:\n    old: |\n      a\n      b\nd:\n    gone: ''\n";
  const fixed = fixedFile('yaml', text, base, target);
  expect(fixed.refused).toEqual([]);
  expect(parseYaml(fixed.text)).toEqual({ a: { b: {} }, d: {}, c: { moved: [], fresh: 'a\nb\n' } });
});

describe.each(FORMATS)('%s, whatever it says', (title, format, write, read) => {
  const fix = (text: string) => fixedFile(format, text, base, target);

  test('is written by the test as it is meant', () => {
    fc.assert(
      fc.property(anyData, anyStyle, (data, style) => {
        expect(read(write(data, style))).toEqual(data);
      }),
      RUNS,
    );
  });

  test('stays as it is when nothing is to be changed', () => {
    fc.assert(
      fc.property(anyData, anyStyle, (data, style) => {
        const text = write(data, style);
        const file = opened(format, text, base, target);
        expect(file.lines.map((line) => line.text + line.end).join('')).toBe(text);
        expect(file.rewrite([])).toMatchObject({ text, changes: [] });
      }),
      RUNS,
    );
  });

  test('fixed, says the same to a plain reader, but for the renames and removals', () => {
    fc.assert(
      fc.property(anyData, anyStyle, (data, style) => {
        const { file, text, changes, refused } = fix(write(data, style));
        expect(changedText(file, changes)).toBe(text);
        const left = leftOver(refused);
        expect(read(text)).toEqual(wanted(data, left));
        if (title !== 'YAML with flow mappings') expect([...left]).toEqual([]);
      }),
      RUNS,
    );
  });

  test('a second run changes nothing', () => {
    fc.assert(
      fc.property(anyData, anyStyle, (data, style) => {
        const { text } = fix(write(data, style));
        expect(fix(text)).toMatchObject({ text, changes: [] });
      }),
      RUNS,
    );
  });

  test('its comments, line ends and other lines stay', () => {
    // a comment in a list goes with the list
    const kept = format === 'jsonc' ? /strange|deep|own/ : /a comment|strange|deep|own/;
    const others = (text: string) => text.split('\n').filter((line) => kept.test(line) && !/[{[]/.test(line));
    const plain = (text: string) => others(text).map((line) => line.replace(/,|\s+$/g, ''));
    fc.assert(
      fc.property(anyData, anyStyle, (data, style) => {
        const text = write(data, style);
        const { text: after } = fix(text);
        expect(plain(after)).toEqual(plain(text));
        expect(after.startsWith('\ufeff')).toBe(text.startsWith('\ufeff'));
        if (!text.includes('\r')) expect(after).not.toContain('\r');
        else if (text.includes('\n')) expect(after.replaceAll('\r\n', '')).not.toContain('\n');
      }),
      RUNS,
    );
  });

  test('lint has nothing to say of the names that were fixed', () => {
    const [policy] = POLICIES;
    if (policy === undefined) throw new Error('no policy');
    fc.assert(
      fc.property(anyData, anyStyle, (data, style) => {
        const { text, refused } = fix(write(data, style));
        const { settings } = opened(format, text, target);
        const contract = { base: { label: 'N' }, target: { label: 'N+1', config: target }, policy };
        const names = judgeContract({ ...contract, operatorFiles: [settings] }, LINT_RULES).filter(
          ({ rule }) => ['OPR101', 'OPR103', 'OPR104'].includes(rule.code),
        );
        const subjects = names.map(({ subject }) => subject.replace(/^\[(.*)\] /, '$1.'));
        const own = subjects.filter((subject) => !['strange', 'dotted.name'].includes(subject));
        // target knows no group d: that is a note
        const left = [...leftOver(refused)].filter((subject) => subject !== 'd.gone');
        expect(own.toSorted()).toEqual(left.toSorted());
      }),
      { numRuns: 100 },
    );
  });
});

describe('TOML, read by Python, whatever it says', () => {
  const samples = fc.sample(fc.tuple(anyData, anyStyle, fc.boolean()), { numRuns: 500, seed: 4 });
  const cases = samples.map(([data, style, inline]) => ({
    data,
    inline,
    text: tomlText(data, style, inline),
  }));
  const fix = (text: string) => fixedFile('toml', text, base, target);

  test('says the same when it is fixed, but for the renames and removals', ({ skip }) => {
    if (whyNoToml !== undefined) skip(whyNoToml);
    const before = withTomllib(cases.map(({ text }) => text));
    expect(before.map(pruned)).toEqual(cases.map(({ data }) => pruned(data)));
    const fixed = cases.map(({ text }) => fix(text));
    const after = withTomllib(fixed.map(({ text }) => text));
    for (const [index, { data, inline, text }] of cases.entries()) {
      const left = leftOver(fixed[index]?.refused ?? []);
      const said = { text, says: pruned(after[index]) };
      expect(said).toEqual({ text, says: pruned(wanted(data, left)) });
      if (!inline) expect({ text, left: [...left] }).toEqual({ text, left: [] });
    }
  });

  test('a second run changes nothing, and no edit is the identity', () => {
    for (const { text } of cases) {
      const { text: after } = fix(text);
      expect(fix(after)).toMatchObject({ text: after, changes: [] });
      expect(opened('toml', text, base, target).rewrite([]).text).toBe(text);
    }
  });
});

describe('the patch', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-data-patch-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is what patch(1) needs to make the same file', ({ skip }) => {
    if (spawnSync('patch', ['--version']).error !== undefined) skip('patch is not installed');
    const file = join(folder, 'site.yaml');
    fc.assert(
      fc.property(anyData, anyStyle, fc.boolean(), (data, style, isYaml) => {
        const text = isYaml ? yamlText(data, style, true) : jsonText(data, style);
        const { file: open, text: after, changes } = fixedFile(isYaml ? 'yaml' : 'json', text, base, target);
        const patch = unifiedDiff('site.yaml', open.lines, changes);
        writeFileSync(file, text);
        if (patch === '') return text === after;
        const end = spawnSync('patch', ['--binary', '-s', '-p0'], {
          cwd: folder,
          input: patch,
          encoding: 'utf8',
        });
        expect(end.stdout + end.stderr).toBe('');
        return readFileSync(file, 'utf8') === after;
      }),
      { numRuns: 100 },
    );
  });
});
