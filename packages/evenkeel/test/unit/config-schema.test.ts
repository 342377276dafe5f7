import { describe, expect, test } from 'vitest';
import { readConfigSchema } from '../../src/read/config/schema.ts';

const read = (text: string) => readConfigSchema('s.json', text);
const oslo = (option: object, group = 'DEFAULT') =>
  JSON.stringify({ generator_options: {}, options: { [group]: { opts: [option] } } });
const option = { name: 'log-file', dest: 'log_file', type: 'string value', default: null };

describe("oslo.config's machine-readable form", () => {
  test('gives each option by its name in files, with what it takes', () => {
    const text = oslo({
      ...option,
      type: 'integer value',
      default: 3,
      min: 1,
      max: 9,
      choices: [
        [1, 'one'],
        [3, null],
      ],
      deprecated_for_removal: true,
      deprecated_since: '2023.2',
      deprecated_reason: ' use the other ',
      deprecated_opts: [
        { group: 'log', name: 'file' },
        { group: null, name: 'log-file' },
      ],
    });
    expect(read(text)).toMatchObject({
      options: [
        {
          id: { group: 'DEFAULT', name: 'log_file' },
          type: { kind: 'integer', choices: [1, 3], min: 1, max: 9 },
          default: 3,
          aliases: [{ group: 'log', name: 'file' }],
          deprecation: { since: '2023.2', reason: 'use the other' },
        },
      ],
    });
  });

  test('names the place of an option that is not one', () => {
    expect(read(oslo({ ...option, type: 7 }))).toMatchObject({
      issues: [{ file: 's.json', line: 1, message: expect.stringContaining('type: ') }],
    });
  });
});

describe('a JSON Schema', () => {
  test('gives an option for each property, groups by the path to it, and follows local references', () => {
    const text = JSON.stringify({
      $defs: {
        port: {
          type: ['integer', 'null'],
          default: 80,
          'x-removed-in': '3',
          'x-renamed-from': ['p', 'a.b.q'],
        },
      },
      properties: {
        http: { properties: { port: { $ref: '#/$defs/port' } } },
        name: { type: 'string', enum: ['a'] },
      },
    });
    expect(read(text)).toMatchObject({
      options: [
        {
          id: { group: 'http', name: 'port' },
          type: { kind: 'integer' },
          default: 80,
          aliases: [
            { group: 'http', name: 'p' },
            { group: 'a.b', name: 'q' },
          ],
          deprecation: { removedIn: '3' },
        },
        { id: { group: '', name: 'name' }, type: { kind: 'string', choices: ['a'] } },
      ],
    });
  });

  test.each([
    ['a reference that leads nowhere', '{"properties":{"a":{"$ref":"#/$defs/b"}}}', 'leads nowhere'],
    [
      'references that go round',
      '{"$defs":{"b":{"$ref":"#/$defs/b"}},"properties":{"a":{"$ref":"#/$defs/b"}}}',
      'leads nowhere',
    ],
    [
      'a schema that holds itself',
      '{"$defs":{"b":{"properties":{"b":{"$ref":"#/$defs/b"}}}},"properties":{"b":{"$ref":"#/$defs/b"}}}',
      'nested deeper',
    ],
  ])('with %s is refused with its place', (_title, text, message) => {
    expect(read(text)).toMatchObject({ issues: [{ line: 1, message: expect.stringContaining(message) }] });
  });
});

describe('what is not JSON', () => {
  test.each([
    ['cut off', '{"properties": {"a": {"type": "str', 1],
    ['empty', '', 1],
    ['with a comment', '{\n// no\n}', 2],
  ])('%s is named with its place', (_title, text, line) => {
    expect(read(text)).toMatchObject({ issues: [{ file: 's.json', line }, ...[]] });
  });

  test('but for a byte order mark is read', () => {
    expect(read('\ufeff{"properties":{"a":{"type":"string"}}}')).toMatchObject({
      options: [{ id: { name: 'a' } }],
    });
  });
});
