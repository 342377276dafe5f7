import { describe, expect, test } from 'vitest';
import type { FileFormat } from '../../../src/model/operator-file.ts';
import { formatOfName } from '../../../src/read/config/file-format.ts';
import { jsonSchema, mistakes, opened } from '../../support/data-files.ts';

const schema = jsonSchema({
  server: { properties: { port: { type: 'integer' }, tls: { properties: { on: {} } } } },
  labels: { type: 'object' },
  routes: { type: 'array' },
});

/** `group/name line:column value` of each setting. */
const settingsOf = (format: FileFormat, text: string) =>
  opened(format, text, schema).settings.settings.map(
    ({ id, place, value }) =>
      `${id.group}/${id.name} ${place.line}:${place.column} ${value.kind === 'json' ? JSON.stringify(value.json) : `${value.kind} ${value.text}`}`,
  );

describe('the format', () => {
  test.each<[string, FileFormat]>([
    ['site.yaml', 'yaml'],
    ['a/b.YML', 'yaml'],
    ['x.toml', 'toml'],
    ['x.json', 'json'],
    ['x.jsonc', 'jsonc'],
    ['.env', 'env'],
    ['etc/.env.production', 'env'],
    ['prod.env', 'env'],
    ['nova.conf', 'ini'],
    ['.environment', 'ini'],
    ['env', 'ini'],
    ['.env/nova', 'ini'],
  ])('of %s is %s', (name, format) => expect(formatOfName(name)).toBe(format));
});

describe('what a file sets', () => {
  test('in YAML: paths are groups, an option with members and a list are one value', () => {
    const text = [
      '# top',
      'server:',
      '  port: 80',
      '  tls: {on: "yes"}',
      'labels: {a: 1}',
      'routes:',
      '  - {to: x}',
      'own:',
      '  deep: {er: ~}',
    ].join('\n');
    expect(settingsOf('yaml', text)).toEqual([
      'server/port 3:3 80',
      'server.tls/on 4:9 "yes"',
      '/labels 5:1 {"a":1}',
      '/routes 6:1 [{"to":"x"}]',
      'own.deep/er 9:10 null',
    ]);
  });

  test('in YAML: what aliases and merge keys bring, where it is written', () => {
    expect(settingsOf('yaml', 'base: &b\n  port: 1\n  own: 2\nserver:\n  <<: *b\n  port: 3\n')).toEqual([
      'base/port 2:3 1',
      'base/own 3:3 2',
      'server/port 6:3 3',
      'server/own 3:3 2',
    ]);
  });

  test('in YAML: a group with nothing in it sets nothing', () => {
    expect(settingsOf('yaml', 'server:\n  # port: 1\n')).toEqual([]);
  });

  test.each([
    ['yes', 'other yes'],
    ['010_000', 'other 010_000'],
    ['2001-01-01', 'other 2001-01-01'],
    ['!vault secret', 'other secret'],
    ['"yes"', '"yes"'],
    ['1.0', '1'],
    ['0x10', '16'],
    ['~', 'null'],
    ['v1', '"v1"'],
  ])('in YAML: what versions of it, or tags, read otherwise is not JSON: %s', (written, value) => {
    expect(settingsOf('yaml', `a: ${written}`)).toEqual([`/a 1:1 ${value}`]);
  });

  test('in TOML: tables, dotted keys, inline tables, arrays of tables, dates', () => {
    const text = [
      'labels.a = 1',
      'day = 1979-05-27',
      '[server]',
      'port = 0x50',
      'tls = { on = true }',
      '[[routes]]',
      'to = "x"',
      '[routes.more]',
      'at = 07:32:00',
    ].join('\n');
    expect(settingsOf('toml', text)).toEqual([
      '/labels 1:1 {"a":1}',
      '/day 2:1 other 1979-05-27',
      'server/port 4:1 80',
      'server.tls/on 5:9 true',
      '/routes 6:1 [{"to":"x","more":{"at":"07:32:00"}}]',
    ]);
  });

  test('in JSON: $schema is for editors', () => {
    expect(settingsOf('json', '\ufeff{"$schema": "x",\r\n "server": {"port": 1e3}}')).toEqual([
      'server/port 2:13 1000',
    ]);
  });

  test('in JSON with comments', () => {
    expect(settingsOf('jsonc', '{ // one\n "a": 1, /* two */\n}')).toEqual(['/a 2:2 1']);
  });

  test('a name with a dot is not a path', () => {
    expect(settingsOf('json', '{"a.b": {"c": 1}, "d.e": 2}')).toEqual(['"a.b"/c 1:10 1', '/d.e 1:19 2']);
  });

  test.each<FileFormat>(['yaml', 'toml', 'env', 'ini'])('an empty file in %s sets nothing', (format) => {
    expect(settingsOf(format, '')).toEqual([]);
    expect(settingsOf(format, '# only this\n')).toEqual([]);
  });
});

describe('what is wrong is told with its place', () => {
  test.each<[string, FileFormat, string, RegExp]>([
    ['a key twice', 'yaml', 'a: 1\nb:\n  c: 1\n  c: 2\n', /^4:3: the key "c" stands here twice/],
    ['a key twice', 'json', '{"a": 1,\n "a": 2}', /^2:2: the key "a" stands here twice/],
    ['a key twice', 'toml', 'a = 1\nb = 2\na = 3\n', /^3:1: not TOML: /],
    ['a table twice', 'toml', '[a]\n[b]\n[a]\n', /^3:2: not TOML: /],
    ['cut off', 'json', '{"a": ', /^1:7: not JSON: /],
    ['cut off', 'toml', 'a = "x\n', /^1:7: not TOML: /],
    ['cut off', 'yaml', 'a: "x\n', /^\d:\d+: /],
    ['a comment in JSON', 'json', '{\n // no\n}', /^2:2: not JSON: /],
    ['a list', 'json', '[1]', /^1:1: the file should be an object/],
    ['a list', 'yaml', '- 1', /^1:1: the file should be a mapping/],
    ['two documents', 'yaml', 'a: 1\n---\nb: 1\n', /^2:1: /],
    ['a mapping as a key', 'yaml', '? {a: b}\n: c\n', /^1:3: a key should be a plain name/],
    ['an alias of nothing', 'yaml', 'a: *b\n', /^1:4: /],
    ['a merge of nothing', 'yaml', 'a:\n  <<: 3\n', /^2:7: a merge key/],
    ['aliases by the billion', 'yaml', bomb(), /^\d+:\d+: more than 50000 values/],
    ['brackets without end', 'yaml', `a: ${'['.repeat(100_000)}`, /^1:\d+: nested too deeply/],
    ['brackets without end', 'json', '{"a":'.repeat(100_000), /^1:\d+: nested too deeply/],
    ['brackets without end', 'toml', `a = ${'['.repeat(100_000)}`, /^1:\d+: nested too deeply/],
    ['fifty levels', 'json', `${'{"a":'.repeat(50)}1${'}'.repeat(50)}`, /^1:\d+: nested deeper than 40/],
    ['fifty levels', 'toml', `${'a.'.repeat(50)}b = 1`, /^1:1: nested deeper than 40/],
    ['a text of 900 kB', 'toml', `a = "${'x'.repeat(900_000)}"`, /^1:1: .*a text that is too long/],
    ['2 MB', 'json', `{"a": "${'x'.repeat(2_000_000)}"}`, /^1:1: the file is larger than 1 MiB/],
    ['2 MB', 'toml', `a = "${'x'.repeat(2_000_000)}"`, /^1:1: the file is larger than 1 MiB/],
    ['2 MB', 'env', `A=${'x'.repeat(2_000_000)}`, /^1:1: the file is larger than 1 MiB/],
    ['no assignment', 'env', 'A=1\nwhat is this\n', /^2:1: neither a comment nor NAME=value/],
  ])('%s, in %s', (_, format, text, message) => {
    const found = mistakes(format, text);
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]).toMatch(message);
  });

  test('thousands of aliases are followed in one walk', () => {
    const text = Array.from(
      { length: 6000 },
      (_, index) => `a${index}: &x${index} 1\nb${index}: *x${index}`,
    ).join('\n');
    expect(settingsOf('yaml', text)).toHaveLength(12_000);
  });
});

/** Ten anchors, each of nine aliases of the one before. */
function bomb(): string {
  const names = [...'abcdefghij'];
  const lines = names.map((name, index) => {
    const items = Array.from({ length: 9 }, () => (index === 0 ? 'x' : `*${names[index - 1]}`));
    return `${name}: &${name} [${items.join(', ')}]`;
  });
  return `${lines.join('\n')}\n`;
}
