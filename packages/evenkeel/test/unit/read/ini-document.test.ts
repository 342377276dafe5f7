import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printIni, readIni } from '../../../src/read/config/ini-document.ts';
import { spoiltIni } from '../../support/arbitrary-ini.ts';

const settingsOf = (text: string) =>
  readIni('f', text).document.settings.map(({ section, key, value }) => [section, key, value]);
const issuesOf = (text: string) =>
  readIni('f', text).issues.map(({ line, column, message }) => `${line}:${column}: ${message}`);

describe('what is read can be printed again to the letter', () => {
  test('any text', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(anyText, (text) => printIni(readIni('f', text).document) === text),
      { numRuns: 2000 },
    );
  });

  test('files as operators write and spoil them', () => {
    fc.assert(
      fc.property(spoiltIni, (text) => printIni(readIni('f', text).document) === text),
      { numRuns: 5000 },
    );
  });
});

describe('a file is read as oslo.config reads it', () => {
  test.each([
    [
      '[a]\nx = 1\nx=2\n',
      [
        ['a', 'x', '1'],
        ['a', 'x', '2'],
      ],
    ],
    ['[a]\r\nx : b=c \r\n', [['a', 'x', 'b=c']]],
    ['[a]\nx = "1"\n  2 \n\t3\n\n', [['a', 'x', '1\n2\n3']]],
    [
      '[a]\nx = \'\ny="x\n',
      [
        ['a', 'x', ''],
        ['a', 'y', '"x'],
      ],
    ],
    ['[a]\nx=1 # not a comment\n', [['a', 'x', '1 # not a comment']]],
    ['[a]x]\n\u00a0k=1', [['a]x', 'k', '1']]],
    ['[a]\nx=1\n [b]\n', [['a', 'x', '1\n[b]']]],
    ['[a]\nx=\x85b\u2028c\x1c\n', [['a', 'x', 'b\u2028c']]],
  ])('%j', (text, settings) => expect(settingsOf(text)).toEqual(settings));
});

describe('what oslo.config refuses is an issue with its place', () => {
  test.each([
    ['x=1\n', "1:1: 'x' stands before the first section"],
    ['[a]\n x=1\n', '2:1: an indented line that continues no option'],
    ['[a]\nx=1\n# c\n  2\n', '4:1: an indented line that continues no option'],
    ['[a\n', '1:3: a section must end with ]'],
    ['[]\n', '1:2: a section without a name'],
    ['[a]\nwords\n', "2:1: neither '=' nor ':' in this line"],
    ['[a]\n = 1\n', '2:1: an indented line that continues no option'],
    ['[a]\n=1\n', '2:1: no name before the value'],
    ['\ufeff[a]\n', '1:1: a byte order mark, which oslo.config takes for a part of the first line'],
  ])('%j', (text, issue) => expect(issuesOf(text)).toEqual([issue]));

  test('what continues a wrong line is not blamed for itself', () => {
    expect(issuesOf('[a]\nwords\n  more\n')).toHaveLength(1);
  });

  test('issues do not fill the screen', () => {
    expect(issuesOf('[a]\n'.concat('words\n'.repeat(1000)))).toHaveLength(20);
  });
});

describe('hostile input ends with a word', () => {
  test.each([
    ['longer than any', 'x'.repeat(16 * 1024 * 1024 + 1), /longer than/],
    ['more lines than any', '\n'.repeat(600_000), /more than 500000 lines/],
    ['one line of spaces', `[a]\nx=${' '.repeat(4_000_000)}y`, undefined],
    ['a key without end', 'k'.repeat(4_000_000), /neither/],
  ])('%s', (_, text, message) => {
    const [issue] = readIni('f', text).issues;
    if (message === undefined) expect(issue).toBeUndefined();
    else expect(issue?.message).toMatch(message);
  });
});
