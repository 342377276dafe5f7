import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileRegex } from '../src/regex/regex.js';

function refusals(patterns: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    patterns.map((pattern) => {
      const regex = compileRegex(pattern);
      return [pattern, 'refused' in regex ? regex.refused : 'taken'];
    }),
  );
}

describe('refusals of regular expressions', () => {
  it('of what Python takes name what is not carried over', () => {
    assert.deepEqual(
      refusals([
        '(a)\\1',
        '(?P<n>a)(?P=n)',
        '(a)?(?(1)b|c)',
        '\\N{DIGIT ONE}',
        '(?i)é',
        '(?i)[a-é]',
        '(?>(?:a?)*)',
        '(?:a|b)++',
        '(?P<é>a)',
        'a{10001}',
        '(?#c)(?i)a',
        '(?t)a',
      ]),
      {
        '(a)\\1': 'a back-reference is not carried over at position 5',
        '(?P<n>a)(?P=n)': 'a back-reference is not carried over at position 10',
        '(a)?(?(1)b|c)': 'a conditional group is not carried over at position 6',
        '\\N{DIGIT ONE}': 'a character by its name, \\N{…}, is not carried over at position 1',
        '(?i)é': '(?i) with characters outside ASCII at position 5',
        '(?i)[a-é]': '(?i) with characters outside ASCII at position 8',
        '(?>(?:a?)*)': 'an atomic repeat of something that can be empty at position 11',
        '(?:a|b)++': 'a possessive repeat of more than plain characters at position 9',
        '(?P<é>a)': 'a group name that is not a plain identifier at position 4',
        'a{10001}': 'a repeat of more than 10000 at position 8',
        '(?#c)(?i)a': 'global flags not at the start of the expression at position 9',
        '(?t)a': 'unknown extension or bad inline flags at position 2',
      },
    );
  });

  it("of what Python refuses say so in Python's words", () => {
    const words = {
      '(': 'missing ), unterminated subpattern',
      ')': 'unbalanced parenthesis',
      '[': 'unterminated character set',
      '[]': 'unterminated character set',
      '[a-': 'unterminated character set',
      '*a': 'nothing to repeat',
      '(*a)': 'nothing to repeat',
      '^*': 'nothing to repeat',
      '\\b+': 'nothing to repeat',
      'a|*': 'nothing to repeat',
      'a**': 'multiple repeat',
      'a+++': 'multiple repeat',
      'a{1}{2}': 'multiple repeat',
      'a{2,1}': 'min repeat greater than max repeat',
      '[z-a]': 'bad character range',
      '[a-\\d]': 'bad character range',
      '[\\w-a]': 'bad character range',
      '\\z': 'bad escape \\z',
      '[\\B]': 'bad escape \\B',
      '[\\8]': 'bad escape',
      '\\x4': 'bad escape \\x',
      '\\u123': 'bad escape \\u',
      '\\U00110000': 'bad escape',
      '\\400': 'octal escape value outside of range 0-0o377',
      '[\\777]': 'octal escape value outside of range 0-0o377',
      'a\\': 'bad escape (end of pattern)',
      '(?x)a#\\': 'bad escape (end of pattern)',
      '(?#a': 'missing ), unterminated comment',
      '(?#a\\)': 'missing ), unterminated comment',
      '(?P<n>a)(?P<n>b)': "redefinition of group name 'n'",
      '(?<=a*)': 'look-behind requires fixed-width pattern',
      '(?<!a|bc)': 'look-behind requires fixed-width pattern',
      'a(?i)b': 'global flags not at the start of the expression',
      '(?<n>a)': 'unknown extension or bad inline flags',
      '(?-a:b)': 'unknown extension or bad inline flags',
      '(?L)a': "bad inline flags: cannot use 'L' flag with a str pattern",
      '(?au)a': "bad inline flags: flags 'a', 'u' and 'L' are incompatible",
      '(?a)(?u)a': "bad inline flags: flags 'a', 'u' and 'L' are incompatible",
      '(?i-i:a)': 'bad inline flags: flag turned on and off',
    };
    const found = Object.entries(refusals(Object.keys(words))).map(([pattern, reason]) => [
      pattern,
      reason.replace(/ at position \d+$/, ''),
    ]);
    assert.deepEqual(Object.fromEntries(found), words);
  });
});
