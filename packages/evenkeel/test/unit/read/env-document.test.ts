import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEnv } from '../../../src/read/config/env-document.ts';
import { fixedFile, jsonSchema } from '../../support/data-files.ts';

/** What is assigned, as pairs. */
function pairs(text: string): string[][] {
  const { document, issues } = readEnv('.env', text);
  expect(issues).toEqual([]);
  expect(document.lines.map((line) => line.text + line.end).join('')).toBe(text);
  return document.settings.map(({ key, value }) => [key, value]);
}

// what dotenv 16 is known to make of these lines, by its documentation and its rules
describe('a .env file is read as dotenv reads it', () => {
  test.each([
    ['a plain value', 'BASIC=basic', 'basic'],
    ['spaces around the sign and the value', '  NAME =  some value \t', 'some value'],
    ['nothing', 'EMPTY=', ''],
    ['nothing and a comment', 'EMPTY= # c', ''],
    ['single quotes', "A='single # quotes' # c", 'single # quotes'],
    ['spaces in quotes', 'A="  x  "', '  x  '],
    ['backquotes with quotes in them', 'A=`a "b" \'c\'`', 'a "b" \'c\''],
    ['quotes in quotes', 'A=\'{"foo": "bar"}\'', '{"foo": "bar"}'],
    ['a line end written in double quotes', 'A="a\\nb\\rc"', 'a\nb\rc'],
    ['and not in others', "A='a\\nb'", 'a\\nb'],
    ['nor outside of quotes', 'A=a\\nb', 'a\\nb'],
    ['a comment', 'A=value # comment', 'value'],
    ['a # in a word', 'A=val#ue', 'val'],
    ['an = in the value', 'A=b==', 'b=='],
    ['export', 'export A=1', '1'],
    ['a colon', 'A: yaml like', 'yaml like'],
    ['a quote that is not closed', 'A="half', '"half'],
    ['an escaped quote', 'A="a \\" b"', 'a \\" b'],
    ['a backslash before the last quote', "A='C:\\'", 'C:\\'],
    ['text behind a quoted part', 'A="a" b', '"a" b'],
    ['quotes around quotes', 'A="a" "b"', 'a" "b'],
    ['several lines in double quotes', 'A="one\ntwo # no comment\n" # c', 'one\ntwo # no comment\n'],
    ['several lines in single quotes', "A='one\r\ntwo'", 'one\ntwo'],
    ['a $, which is not expanded', 'A=$HOME/x', '$HOME/x'],
  ])('%s', (_, text, value) => {
    const name = text.includes('NAME')
      ? 'NAME'
      : text.includes('EMPTY')
        ? 'EMPTY'
        : text.includes('BASIC')
          ? 'BASIC'
          : 'A';
    expect(pairs(text)).toEqual([[name, value]]);
    expect(pairs(`${text}\r\n# A=3\n\nNEXT-1.x=2`)).toEqual([
      [name, value],
      ['NEXT-1.x', '2'],
    ]);
  });

  test('a name can be set again', () =>
    expect(pairs('A=1\nA=2\n')).toEqual([
      ['A', '1'],
      ['A', '2'],
    ]));

  test.each(['A', 'export A', 'A:1', 'A B=1', '=1', '"A"=1', 'A="x\ny'])(
    '%j holds a line that assigns nothing, over which dotenv would pass',
    (text) => expect(readEnv('.env', text).issues).toHaveLength(1),
  );
});

describe('any .env file', () => {
  const base = jsonSchema({ OLD: {}, GONE: {}, KEPT: {} });
  const target = jsonSchema({ NEW: { 'x-renamed-from': 'OLD' }, KEPT: {} });
  const value = fc.constantFrom(
    '1',
    '"a # b"',
    "'x\ny'",
    '"one\\ntwo"',
    '`q` # c',
    'plain # c',
    '',
    '"half',
    "'C:\\'",
  );
  const line = fc.oneof(
    fc.tuple(
      fc.constantFrom('', 'export ', '  '),
      fc.constantFrom('OLD', 'GONE', 'KEPT', 'OTHER'),
      fc.constantFrom('=', ' = ', ': '),
      value,
    ),
    fc.constantFrom(['# c'], [''], ["# GONE='"]),
  );
  const file = fc
    .tuple(
      fc.array(line, { maxLength: 8 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.constantFrom('', '\ufeff'),
    )
    .map(([lines, eol, isEnded, mark]) => {
      const text = lines.map((parts) => parts.join('')).join('\n') + (isEnded ? '\n' : '');
      return mark + text.replaceAll('\n', eol);
    })
    .filter((text) => readEnv('.env', text).issues.length === 0);

  test('is the same when nothing is to be changed', () => {
    fc.assert(
      fc.property(file, (text) => fixedFile('env', text, target, target).file.rewrite([]).text === text),
    );
  });

  test('fixed, assigns the same, but for the renames and removals; a second run changes nothing', () => {
    fc.assert(
      fc.property(file, (text) => {
        const after = fixedFile('env', text, base, target).text;
        const wanted = pairs(text).filter(([name]) => name !== 'GONE');
        expect(pairs(after)).toEqual(wanted.map(([name, said]) => [name === 'OLD' ? 'NEW' : name, said]));
        expect(fixedFile('env', after, base, target).text).toBe(after);
      }),
    );
  });
});
