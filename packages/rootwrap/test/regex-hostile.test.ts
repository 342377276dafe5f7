import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileRegex, matchRegex } from '../src/regex/regex.js';

const LONG_TEXT = 128 * 1024;
/** About the longest pattern that is read at all. */
const LONG_PATTERN = 65_000;

/** Whether the whole text matches, or why the pattern is refused. */
function outcome(pattern: string, text: string): string | boolean {
  const regex = compileRegex(pattern);
  return 'refused' in regex ? regex.refused.replace(/ at position \d+$/, '') : matchRegex(regex, text, 'end');
}

/** As often as a pattern may hold it. */
const fill = (piece: string, rest = 0) => piece.repeat(Math.floor(LONG_PATTERN / (piece.length + rest)));
const nested = (open: string, middle: string, close: string, levels: number) =>
  `${open.repeat(levels)}${middle}${close.repeat(levels)}`;

const TOO_LARGE = 'too large with its repeats written out';
const TOO_DEEP = 'groups nested too deep';

describe('hostile patterns and texts', () => {
  it('get an answer where Python would backtrack for ever', () => {
    const many = 'a'.repeat(5000);
    const patterns = [
      '(a*)*b',
      '(a|a)*b',
      '(a|aa)+b',
      '(.*)*(.*)*x',
      '(?:a?){50}b',
      '(a+)+$b',
      '(?:(?:a*)*)*b',
    ];
    for (const pattern of patterns) assert.equal(outcome(pattern, many), false, pattern);
    assert.equal(outcome('(a*)*b', `${many}b`), true);
    assert.equal(outcome('(.*)*(.*)*x', `${many}x`), true);
    assert.equal(outcome(`${'a?'.repeat(100)}${'a'.repeat(100)}`, 'a'.repeat(100)), true);
  });

  it('are bounded with texts as long as Linux lets an argument be', () => {
    const long = 'a'.repeat(LONG_TEXT);
    assert.equal(outcome('[a-z]+', long), true);
    assert.equal(outcome('(a*)*b', long), false);
    assert.equal(outcome('(?>a+)*b', long), false);
    assert.equal(outcome('(.*)*(.*)*(.*)*(.*)*(.*)*x', long), 'undecided');
    assert.equal(outcome('(?:a(?=.*b)|a)*b', long), 'undecided');
    assert.equal(outcome('(?:(?<!b{50})a)*b', long), 'undecided');
    assert.equal(outcome('a{1,5000}b', long), 'undecided');
  });

  it('are bounded with sets of very many items', () => {
    const items = Array.from({ length: LONG_PATTERN - 10 }, (_, index) =>
      String.fromCodePoint(0x3400 + (index >> 1)),
    );
    const set = `[${items.join('')}]*`;
    assert.equal(outcome(set, '\u3400'), true);
    assert.equal(outcome(set, 'a'.repeat(LONG_TEXT)), false);
    assert.equal(outcome(set, '\u3400'.repeat(LONG_TEXT)), 'undecided');
    assert.equal(outcome(`(?i)[${fill(' -~', 1)}]`, 'K'), true);
  });

  it('are bounded with nested counted repeats', () => {
    assert.equal(outcome('((a{1,100}){1,100}){1,100}', 'a'), TOO_LARGE);
    assert.equal(outcome('(((((a{9}){9}){9}){9}){9}){9}', 'a'), TOO_LARGE);
    assert.equal(outcome('(?:(?=(?:(?=a{99}){99})){99}){99}', 'a'), TOO_LARGE);
    assert.equal(outcome('((((){9999}){9999}){9999}){9999}', ''), TOO_LARGE);
    assert.equal(outcome('(?:(?:(?:x{0}){9999}){9999}){9999}', ''), TOO_LARGE);
    assert.equal(outcome('(?:(?<=(?:()()()){9999})){9999}', ''), TOO_LARGE);
    assert.equal(outcome('a{10000}', 'a'.repeat(10_000)), true);
  });

  it('are refused with a repeat of too much, however it is written', () => {
    const digits = '9'.repeat(400);
    for (const braces of [
      '{10001}',
      '{10001,}',
      '{0,10001}',
      `{${digits}}`,
      `{0,${digits}}`,
      `{${digits},}`,
    ]) {
      assert.equal(outcome(`a${braces}`, 'a'), 'a repeat of more than 10000', braces);
    }
  });

  it('are bounded with deep nesting', () => {
    for (const open of ['(', '(?:', '(?=', '(?<!', '(?>', '(?i:', '|(', 'a(']) {
      assert.equal(outcome(fill(open), 'a'), TOO_DEEP, open);
      assert.equal(outcome(nested(open, '', ')', 10_000).slice(0, LONG_PATTERN), 'a'), TOO_DEEP, open);
    }
    assert.equal(outcome(nested('(?:', 'a', ')*', 10_000), 'a'), TOO_DEEP);
    assert.equal(outcome(nested('(?:', 'a', ')*', 200), 'aaa'), true);
    assert.equal(outcome(`${nested('(?=', 'a', ')', 200)}a`, 'a'), true);
    assert.equal(outcome(nested('(?>', 'a+', ')', 200), 'aaa'), true);
    assert.equal(outcome(fill('a*').replace(/a/g, '*'), 'a'), 'nothing to repeat');
    assert.equal(outcome(`a${fill('*', 0.1)}`, 'a'), 'multiple repeat');
    assert.equal(outcome(fill('['), 'a'), 'unterminated character set');
    assert.equal(outcome(fill('(?#'), 'a'), 'missing ), unterminated comment');
  });

  it('are bounded where each of many levels asks for the width of much', () => {
    const wide = 'a?'.repeat(30_000);
    assert.equal(outcome(nested('(?>', wide, ')', 200), 'a'), TOO_LARGE);
    assert.equal(outcome(nested('(?>(?:', wide, ')?)', 100), 'a'), TOO_LARGE);
    assert.equal(outcome(nested('(?<=(?:', 'a'.repeat(50_000), '){1})', 100), 'a'), TOO_LARGE);
    assert.equal(outcome(nested('(?<!(?:', '()'.repeat(30_000), '){1})', 99), ''), false);
  });

  it('are bounded with very many alternatives', () => {
    const branches = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`).join('|');
    assert.equal(outcome(branches(2000), 'w1999'), true);
    assert.equal(outcome(branches(2000), 'w2000'), false);
    assert.equal(outcome(branches(10_000), 'w1'), TOO_LARGE);
    assert.equal(outcome(`(?<=${branches(10_000)})`, 'w1'), 'look-behind requires fixed-width pattern');
    assert.equal(outcome(`(?<=${fill('a|', 0.1)}a)`, ''), TOO_LARGE);
    assert.equal(outcome(fill('|'), ''), TOO_LARGE);
  });

  it('are bounded with long patterns, and refused with longer ones', () => {
    assert.equal(outcome('a'.repeat(15_000), 'a'.repeat(15_000)), true);
    assert.equal(outcome(fill('a'), 'a'), TOO_LARGE);
    assert.equal(outcome(`(?x)${' '.repeat(30_000)}a#${'#'.repeat(30_000)}`, 'a'), true);
    assert.equal(outcome(`(?P<${'n'.repeat(60_000)}>a)`, 'a'), true);
    assert.equal(outcome(`{${'1'.repeat(5000)}`, `{${'1'.repeat(5000)}`), true);
    assert.equal(outcome('a'.repeat(65_537), 'a'), 'a pattern of more than 65536 characters');
    assert.equal(outcome('('.repeat(10_000_000), 'a'), 'a pattern of more than 65536 characters');
  });
});
