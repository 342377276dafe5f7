import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decide, type Rules } from '../src/decide/decide.js';
import { DEVIATIONS, type DeviationCode, isDeviation } from '../src/filter/deviations.js';
import { PRIVSEP_HELPER } from '../src/filter/parse.js';
import { FILTER_CLASSES, type Filter, type Host } from '../src/filter/types.js';
import { printable, unauthorizedText } from '../src/wrapper/wording.js';

import { check } from './support/run-fuzz.js';

const WORDS = [
  ...[
    'ls',
    '/bin/ls',
    'cat',
    'env',
    'A=1',
    'A=',
    '=',
    'A=2',
    'kill',
    '-9',
    '1',
    '0',
    '-1',
    '١',
    '99999999999999999999',
    'ip',
    'netns',
    'exec',
    'vrf',
    'nice',
    '-5',
  ],
  ...[
    '',
    '/',
    '.',
    '..',
    '/etc/../etc',
    '/data',
    '/data-evil',
    'pass',
    '\n',
    'a\n',
    '\0',
    '\ufffd',
    '\ud800',
    '𝄞',
    '__proto__',
    'constructor',
    '\u001b[31m',
  ],
];
const PATTERNS = [
  '',
  'a|b.*',
  '(a*)*b',
  '(?P<x>a)(?P=x)',
  '\\d+',
  '(?x) a # c',
  '[^]',
  '[',
  '(',
  '*',
  '\\',
  '(?<=a)b',
  '(?i)é',
  'a{1,999999999}',
  '((((((a*)*)*)*)*)*)*b',
  '.*',
  '$',
  '\\Z',
  '[[:alpha:]]',
  'a{,3}',
  'a++',
  '(?>a)',
];
const word = fc.oneof(fc.constantFrom(...WORDS), fc.string({ unit: 'binary', maxLength: 12 }));
const pattern = fc.oneof(
  fc.constantFrom(...PATTERNS),
  fc.stringMatching(/^[ab()|*+?.[\]{}^$\\1-]{0,12}$/),
  word,
);
const filter: fc.Arbitrary<Filter> = fc.record({
  name: word,
  class: fc.constantFrom(...FILTER_CLASSES),
  exec: word,
  runAs: fc.constantFrom('root', 'nobody', ''),
  args: fc.array(fc.oneof(word, pattern), { maxLength: 4 }),
  place: fc.constant({ file: 'f', line: 1 }),
});
const host = fc.constantFrom(true, false, undefined).map(
  (answer): Host => ({
    isExecutable: () => answer !== false,
    searchPath: () => ['/usr/bin'],
    isFile: () => answer === true,
    realPath: (path) => (answer === undefined ? undefined : path),
    process: (pid) =>
      answer === false ? undefined : { pid, exe: answer ? '/bin/ls' : '', startTime: '1', argv0: '\0' },
  }),
);
const codes = Object.keys(DEVIATIONS).filter((code): code is DeviationCode => isDeviation(code));
const rules: fc.Arbitrary<Rules> = fc.record({
  filters: fc.array(filter, { maxLength: 6 }),
  execDirs: fc.array(fc.constantFrom('/bin', '', '.'), { maxLength: 2 }),
  host,
  legacy: fc.subarray(codes).map((chosen) => new Set(chosen)),
});

describe('whatever a command line holds', () => {
  it('there is a decision, and a permit is for words that a program can get', () => {
    check(fc.tuple(rules, fc.array(word, { maxLength: 6 })), ([given, argv]) => {
      const all = [...given.filters, PRIVSEP_HELPER];
      const said: string[] = [];
      const decision = decide({ ...given, filters: all }, argv, (_, why) => said.push(why));
      assert.ok(said.every((why) => why !== '') && said.length <= all.length);
      if (decision.kind === 'deny') return;
      assert.ok(all.includes(decision.filter));
      assert.ok(argv.length > 0 && argv.every((each) => !/[\0\ufffd]/.test(each)));
      if (decision.kind !== 'permit') return;
      const { exec, args, env } = decision.command;
      const words = [exec, ...args, ...env.flat()];
      assert.ok(exec !== '' && words.every((each) => typeof each === 'string'));
    });
  });

  it('no message holds its control characters', () => {
    check(fc.array(word), (argv) => {
      for (const text of [unauthorizedText(argv), printable(argv.join('\n'))])
        assert.doesNotMatch(text, /[\p{Cc}\p{Cs}\u2028\u2029]/u);
    });
  });
});
