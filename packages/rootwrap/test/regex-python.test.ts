import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { inClass } from '../src/regex/charset.js';
import { compileRegex, matchRegex, type Regex } from '../src/regex/regex.js';
import type { ClassName } from '../src/regex/syntax.js';
import {
  askPython,
  askPythonClasses,
  findPython,
  type PythonAnswer,
  type Question,
} from './support/python-regex.js';
import { RegexGenerator } from './support/regex-generator.js';

const SEED = Number(process.env.TEST_SEED ?? 1);
const PATTERNS = Number(process.env.TEST_PATTERNS ?? 20_000);
const TEXTS = 10;
const python = findPython();
const skip = python === undefined ? 'no Python of at least 3.11 is installed' : false;

/** What is refused by name although Python takes it: words of the refusal, and the patterns that it may concern. */
const NAMED_REFUSALS: readonly { readonly words: string; readonly concerns: RegExp }[] = [
  { words: 'a back-reference is not carried over', concerns: /\\[1-9]|\(\?P=/ },
  { words: 'a conditional group is not carried over', concerns: /\(\?\(/ },
  { words: 'a character by its name', concerns: /\\N/ },
  { words: '(?i) with characters outside ASCII', concerns: /\(\?[a-z]*i/ },
  { words: 'an atomic repeat of something that can be empty', concerns: /\(\?>|[*+?}]\+/ },
  { words: 'a possessive repeat of more than plain characters', concerns: /[*+?}]\+/ },
  { words: 'a group name that is not a plain identifier', concerns: /\(\?P</ },
  { words: 'a repeat of more than 10000', concerns: /\{/ },
  { words: 'too large with its repeats written out', concerns: /\{/ },
  { words: 'global flags not at the start', concerns: /\(\?#[\s\S]*\(\?[a-z]+\)/ },
  // a flag that does nothing, and that 3.13 has no more
  { words: 'unknown extension or bad inline flags', concerns: /\(\?[a-z]*t/ },
];

type Decided = Extract<PythonAnswer, { match: unknown }>;
type Case = {
  readonly question: Question;
  readonly answer: PythonAnswer;
  readonly regex: ReturnType<typeof compileRegex>;
};

const say = (question: Question, what: string) =>
  `TEST_SEED=${SEED}: ${JSON.stringify(question.pattern)}: ${what}`;

describe(`regular expressions against ${python ?? 'Python'}`, { skip }, () => {
  let cases: Case[] = [];

  before(() => {
    const generator = new RegexGenerator(SEED);
    const questions = Array.from({ length: PATTERNS }, () => generator.question(TEXTS));
    cases = askPython(python ?? '', questions).map((answer, index) => {
      const question = questions[index] ?? { pattern: '', texts: [] };
      return { question, answer, regex: compileRegex(question.pattern) };
    });
    assert.equal(cases.length, PATTERNS);
  });

  it('are refused where Python refuses them, and else only for what has a name', () => {
    const complaints = cases.flatMap(({ question, answer, regex }) => {
      if ('error' in answer)
        return 'refused' in regex ? [] : [say(question, `taken, but Python says ${answer.error}`)];
      if (!('refused' in regex) || isNamed(regex.refused, question.pattern)) return [];
      return [say(question, `refused (${regex.refused}), but Python takes it`)];
    });
    assert.deepEqual(complaints.slice(0, 20), []);
  });

  it('decide alike: match, fullmatch, and match with $ behind it', () => {
    let decisions = 0;
    let accepted = 0;
    const complaints = cases.flatMap(({ question, answer, regex }) => {
      if (!('match' in answer) || 'refused' in regex) return [];
      decisions += 3 * TEXTS;
      accepted += answer.full.filter((one) => one).length;
      return compare(question, answer, regex);
    });
    assert.deepEqual(complaints.slice(0, 20), []);
    // the generator must be worth its time
    assert.ok(decisions > PATTERNS * TEXTS, `${decisions} decisions`);
    assert.ok(accepted > decisions / 20, `${accepted} texts accepted`);
    process.stdout.write(`${decisions} decisions, ${accepted} texts accepted in full\n`);
  });

  it('that take the whole text let oslo.rootwrap take it, who puts a $ behind them', () => {
    const complaints = cases.flatMap(({ question, answer, regex }) => {
      if (!('match' in answer) || 'refused' in regex) return [];
      return question.texts
        .filter((_, index) => answer.full[index] && !answer.dollar?.[index])
        .map((text) => say(question, `takes all of ${JSON.stringify(text)}, but not with $`));
    });
    assert.deepEqual(complaints.slice(0, 20), []);
  });

  it('hold the same code points in \\d, \\w and \\s, but for those new to either Unicode', () => {
    const { classes, unassigned, unicode } = askPythonClasses(python ?? '');
    const assigned = new Uint8Array(0x110000).fill(1);
    for (const [from, to] of unassigned) assigned.fill(0, from, to + 1);
    const lines = Object.entries(classes).map(([pattern, ranges]) => {
      const held = new Uint8Array(0x110000);
      for (const [from, to] of ranges) held.fill(1, from, to + 1);
      const differing = differences(pattern, held);
      const unexplained = differing.filter((point) => assigned[point] === 1 && !isUnassigned(point));
      assert.deepEqual(
        unexplained.map((point) => point.toString(16)),
        [],
        pattern,
      );
      return `${pattern} ${differing.length}`;
    });
    const versions = `Unicode ${unicode} in Python, ${process.versions.unicode} here`;
    process.stdout.write(`${versions}; code points that differ: ${lines.join(', ')}\n`);
  });
});

const isNamed = (refused: string, pattern: string): boolean =>
  NAMED_REFUSALS.some(({ words, concerns }) => refused.includes(words) && concerns.test(pattern));

function compare(question: Question, answer: Decided, regex: Regex): string[] {
  const dollar = compileRegex(`${question.pattern}$`);
  if ('refused' in dollar || answer.dollar === null) return [say(question, 'is not taken with $ behind it')];
  const ways: [string, Regex, boolean, readonly boolean[]][] = [
    ['match', regex, false, answer.match],
    ['fullmatch', regex, true, answer.full],
    ['match with $', dollar, false, answer.dollar],
  ];
  return ways.flatMap(([name, asked, whole, wanted]) =>
    question.texts.flatMap((text, index) => {
      const got = matchRegex(asked, text, whole ? 'end' : 'anywhere');
      if (got === wanted[index]) return [];
      return [say(question, `${name} of ${JSON.stringify(text)}: ${got}, Python ${wanted[index]}`)];
    }),
  );
}

const isUnassigned = (codePoint: number): boolean => /\p{Cn}/u.test(String.fromCodePoint(codePoint));

const CLASS_NAMES: Record<string, ClassName> = { d: 'digit', w: 'word', s: 'space' };

/** The code points, surrogates left out, on which this engine and Python do not agree. */
function differences(pattern: string, held: Uint8Array): number[] {
  const name = CLASS_NAMES[pattern.slice(-1)] ?? 'digit';
  const ascii = pattern.startsWith('(?a)');
  const found = [];
  for (let point = 0; point < 0x110000; point += 1) {
    const isSurrogate = point >= 0xd800 && point <= 0xdfff;
    if (!isSurrogate && inClass(name, ascii, point) !== (held[point] === 1)) found.push(point);
  }
  return found;
}
