import { describe, expect, test } from 'vitest';
import type { FileFormat } from '../../../src/model/operator-file.ts';
import { changedText } from '../../../src/read/config/ini-edit.ts';
import { fixedFile, jsonSchema } from '../../support/data-files.ts';

const any = {};
const base = jsonSchema({
  old: any,
  gone: { deprecated: true, 'x-deprecated-reason': 'use\n[new] thing' },
  moved: any,
  OLD: any,
  labels: { type: 'object' },
  db: { properties: { old: any, gone: any, top: any } },
});
const target = jsonSchema({
  new: { 'x-renamed-from': 'old' },
  top: { 'x-renamed-from': 'db.top' },
  'x y': { 'x-renamed-from': 'OLD' },
  tags: { type: 'object', 'x-renamed-from': 'labels' },
  db: {
    properties: {
      new: { 'x-renamed-from': 'old' },
      deep: { properties: { moved: { 'x-renamed-from': '.moved' } } },
    },
  },
});
const fixed = (format: FileFormat, text: string) => fixedFile(format, text, base, target);
const WHY = 'removed in N+1: use [new] thing';

describe('what becomes of a file', () => {
  test.each<[string, FileFormat, string, string]>([
    ['a key is renamed in its quotes', 'yaml', '"old" : 1\n', '"new" : 1\n'],
    ['a name that needs quotes gets them', 'yaml', 'OLD: 1', '"x y": 1'],
    ['case counts', 'yaml', 'Old: 1\nGone: 1\n', 'Old: 1\nGone: 1\n'],
    ['a key in a flow mapping is renamed', 'yaml', 'db: {old: 1, b: 2} # c\n', 'db: {new: 1, b: 2} # c\n'],
    [
      'what went is commented out',
      'yaml',
      'gone: # c\n  - 1\n\n  - 2\nkept: 1',
      `# evenkeel: ${WHY}\n#gone: # c\n#  - 1\n\n#  - 2\nkept: 1`,
    ],
    [
      'the last member leaves a mapping',
      'yaml',
      'db: # c\r\n  gone: 1\r\nkept: 1\r\n',
      'db: {} # c\r\n  # evenkeel: removed in N+1: no reason is given\r\n  #gone: 1\r\nkept: 1\r\n',
    ],
    ['the last one of all too', 'yaml', '\ufeffgone: 1', `\ufeff# evenkeel: ${WHY}\n#gone: 1\n{}`],
    [
      'what moves goes to the end of its group',
      'yaml',
      'moved: |\n  a\n   b\n\ndb:\n    deep:\n        x: 1\n    y: 2\n',
      '\ndb:\n    deep:\n        x: 1\n        moved: |\n          a\n           b\n    y: 2\n',
    ],
    [
      'or into an empty group',
      'yaml',
      'moved: 1\ndb:\n  # deep: 3\n',
      'db:\n  deep:\n    moved: 1\n  # deep: 3\n',
    ],
    ['or below a new one', 'yaml', 'a: 1\nmoved: 1 # c', 'a: 1\ndb:\n  deep:\n    moved: 1 # c'],
    [
      'a table is renamed with all that is in it',
      'toml',
      '[labels]\na=1\n[x]\n[labels.b]\nc=1\n',
      '[tags]\na=1\n[x]\n[tags.b]\nc=1\n',
    ],
    ['dotted keys are renamed', 'toml', 'labels.a = 1\nlabels.b = 2\n', 'tags.a = 1\ntags.b = 2\n'],
    ['a key in an inline table is renamed', 'toml', 'db = { old = 1, x = 2 }\n', 'db = { new = 1, x = 2 }\n'],
    [
      'lines of TOML are commented out',
      'toml',
      '\ufeffgone = [ # c\n  1,\n\n]\n',
      `\ufeff# evenkeel: ${WHY}\n#gone = [ # c\n#  1,\n\n#]\n`,
    ],
    [
      'what moves goes to its table',
      'toml',
      'moved = 1 # c\n\n[db.deep]\n# none\n[x]\n',
      '\n[db.deep]\nmoved = 1 # c\n# none\n[x]\n',
    ],
    ['or behind dotted keys', 'toml', 'moved = 1\ndb.deep.x = 2', 'db.deep.x = 2\ndb.deep.moved = 1'],
    ['or into a new table', 'toml', 'moved = 1\r\n', '\r\n[db.deep]\r\nmoved = 1\r\n'],
    [
      'what leaves its table goes before all of them',
      'toml',
      '\ufeff# c\r\n[db]\r\ntop = 1\r\n',
      '\ufefftop = 1\r\n# c\r\n[db]\r\n',
    ],
    ['a member of JSON is renamed', 'json', '{"old":1,"a":{}}', '{"new":1,"a":{}}'],
    [
      'the last one is taken out with the comma before it',
      'json',
      '{\n  "a": 1,\n  "gone": 2\n}\n',
      '{\n  "a": 1\n}\n',
    ],
    ['the first one with the comma behind it', 'json', '{ "gone": 2, "a": 1 }', '{ "a": 1 }'],
    ['the only one', 'json', '{\n  "gone": 2\n}', '{\n}'],
    [
      'comments of JSON stay',
      'jsonc',
      '{\n  "a": 1, // one\n  // two\n  "gone": 2 // three\n}',
      '{\n  "a": 1 // one\n  // two\n  // three\n}',
    ],
    [
      'what moves in JSON goes to the end',
      'json',
      '{"moved": [1,\n2], "db": {"x": 1}}',
      '{"db": {"x": 1, "deep": { "moved": [1,\n2] }}}',
    ],
    ['a name of .env is renamed', 'env', '# c\nexport old="a\nb" # d\n', '# c\nexport new="a\nb" # d\n'],
    [
      'lines of .env are commented out',
      'env',
      '\ufeffgone="a\r\nb"\r\nX=1',
      `\ufeff# evenkeel: ${WHY}\r\n#gone="a\r\n#b"\r\nX=1`,
    ],
    ['what moves into a group has no place in .env', 'env', 'moved=1\nOLD=1\n', 'moved=1\nOLD=1\n'],
  ])('%s (%s)', (_, format, before, after) => {
    const { file, text, changes, refused } = fixed(format, before);
    expect({ text, refused }).toEqual({ text: after, refused: [] });
    expect(changedText(file, changes)).toBe(after);
    expect(fixed(format, after).text).toBe(after);
  });

  test('what was taken out without a trace is told', () => {
    expect(fixed('json', '{"a": 1,\n "gone": 2}').takenOut).toEqual([
      { file: 'site', line: 2, column: 2, message: `gone is taken out: ${WHY}` },
    ]);
    expect(fixed('yaml', 'gone: 1\n').takenOut).toEqual([]);
  });
});

describe('what cannot be changed safely is left, and told with its place', () => {
  test.each<[string, FileFormat, string, RegExp, number]>([
    [
      'a member of a flow mapping',
      'yaml',
      '{gone: 1, a: 2}',
      /^gone is left as it is: it stands in a flow mapping/,
      1,
    ],
    [
      'what comes by a merge key',
      'yaml',
      'd: &d\n  gone: 1\ndb:\n  <<: *d\n  x: 1\n',
      /^\[db\] gone is left as it is: it comes by a merge key/,
      2,
    ],
    [
      'what stands behind an alias',
      'yaml',
      'd: &d\n  old: 1\ndb: *d\n',
      /^\[db\] old is left as it is: it stands behind the alias \*d/,
      2,
    ],
    [
      'what others refer to',
      'yaml',
      'db: &d\n  old: 1\nd: *d\n',
      /^\[db\] old .* without another setting being changed too$/,
      2,
    ],
    [
      'an anchor that is used',
      'yaml',
      'gone: &g 1\nx: *g\n',
      /^gone .* would leave a file that cannot be read$/,
      1,
    ],
    ['an explicit key', 'yaml', '? gone\n: 1\n', /^gone .* shares a line/, 1],
    [
      'a part of an inline table',
      'toml',
      'db = { gone = 1 }\n',
      /^\[db\] gone .* stands in an inline table/,
      1,
    ],
    [
      'what would go into an inline table',
      'toml',
      'moved = 1\ndb = { x = 1 }\n',
      /^moved .* would have to go into an inline table/,
      1,
    ],
    [
      'what would go into a value',
      'json',
      '{"moved": 1, "db": 2}',
      /^moved .* would take the place of something that is set already/,
      1,
    ],
  ])('%s', (_, format, text, message, line) => {
    const made = fixed(format, text);
    expect(made.text).toBe(text);
    expect(made.changes).toEqual([]);
    expect(made.refused).toMatchObject([
      { file: 'site', line, message: expect.stringMatching(message), hint: 'change it by hand' },
    ]);
  });

  test('the others are changed all the same', () => {
    const made = fixed('yaml', 'old: 1\ndb: {gone: 1, old: 2}\n');
    expect(made.text).toBe('new: 1\ndb: {gone: 1, new: 2}\n');
    expect([made.made, made.refused.length]).toEqual([2, 1]);
  });

  test('more edits than one run can read the file for', () => {
    const names = Array.from({ length: 300 }, (_, index) => `n${index}`);
    const many = jsonSchema(Object.fromEntries(names.map((name) => [name, any])));
    const members = [...names.map((name) => `"${name}": 1`), `"pad": "${'x'.repeat(200_000)}"`];
    const text = `{\n${members.join(',\n')}\n}\n`;
    const first = fixedFile('json', text, many, target);
    expect(first.made).toBeGreaterThan(50);
    expect(first.refused.length).toBe(300 - first.made);
    expect(first.refused[0]?.message).toContain('run the command again');
    expect(fixedFile('json', first.text, many, target).made).toBeGreaterThan(50);
  });
});
