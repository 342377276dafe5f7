import { ENFA } from 'refa';
import { describe, expect, test } from 'vitest';
import type { FilterSet } from '../../src/model/filters.ts';
import { admissionsOf } from '../../src/policy/filters/admissions.ts';
import { Languages } from '../../src/policy/filters/automata.ts';
import { admits, compareFilters, type Difference } from '../../src/policy/filters/compare.ts';
import { processWord } from '../../src/policy/filters/host.ts';
import { filtersOf } from '../support/filters.ts';
import { seededRandom } from '../support/random.ts';

const LINES = 20_000;

const PATTERNS: readonly (readonly [pattern: string, words: readonly string[]])[] = [
  ['\\d+', ['12', '٣', '1a', '']],
  ['/etc/(?!\\.\\.).*', ['/etc/x', '/etc/../x', '/etc/', '/etc/a\n']],
  ['(a|b)*c?', ['abab', 'c', 'abd', '']],
  ['\\w+', ['né_1', '²', 'a b', '']],
  ['\\S+', ['a\u00a0b', 'ab', 'a\tb']],
  ['^a.c$', ['abc', 'abc\n', 'a\nc']],
  ['x|(?=ab)a.', ['x', 'ab', 'ac', 'xa']],
  ['[^/]{2,3}', ['ab', 'abcd', 'a/b', '\ud83d\ude00b']],
  ['(?i)add|DEL', ['ADD', 'del', 'dEl', 'adds']],
  ['(a+)+b', ['aaab', 'aaa']],
  ['a(?!b)(b|c)', ['ab', 'ac', 'a']],
  ['a$b?', ['a', 'ab', 'a\n']],
  ['(^|x)a', ['a', 'xa', 'ya']],
  ['(', ['(']],
];
const PROGRAMS = ['ls', '/bin/ls', '/usr/sbin/tool', 'tool', 'env', 'ip'];
const ASSIGNMENTS = ['A=', 'B=', 'A=1', 'C=x=y'];
const WORDS = [
  '',
  'ls',
  '/bin/ls',
  '-v',
  'A=1',
  'B=',
  '/etc',
  '/etc/x',
  '/etc/../x',
  '/etcx',
  'exec',
  'vrf',
  'netns',
  '-batch',
];

interface Random {
  readonly pick: <T>(from: readonly T[]) => T;
  /** None to `most` of what is made. */
  readonly some: <T>(most: number, make: () => T) => T[];
}

function randomChoices(seed: number): Random {
  const next = seededRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] ?? expect.fail();
  return {
    pick,
    some: (most, make) => Array.from({ length: Math.floor(next() * (most + 1)) }, make),
  };
}

/** A filter as a line, and words that it may well let through. */
function someFilter({ pick, some }: Random): readonly [line: string, aim: () => string[]] {
  const [exec, user] = [pick(PROGRAMS), pick(['root', 'root', 'nova'])];
  const named = () => pick([exec, exec.replace(/.*\//, '')]);
  const parts = some(2, () => pick(PATTERNS));
  const more = some(1, () => 'x');
  const given = some(3, () => pick(ASSIGNMENTS));
  const paths = some(2, () => pick(['pass', '/etc', '/etc/', 'x', '/']));
  const regex = () => [named(), ...parts.map(([, words]) => pick(words))];
  const kinds: readonly (readonly [string, () => string[]])[] = [
    [`CommandFilter, ${exec}, ${user}`, () => [named(), ...some(2, () => pick(WORDS))]],
    [`RegExpFilter, ${exec}, ${user}, ${[named(), ...parts.map(([pattern]) => pattern)].join(', ')}`, regex],
    [
      `PathFilter, ${exec}, ${user}, ${paths.join(', ')}`,
      () => [
        named(),
        ...paths.map((path) =>
          path.startsWith('/') ? path + pick(['', '/x', 'x', '/../x']) : pick([path, 'y']),
        ),
      ],
    ],
    [
      `KillFilter, ${user}, ${pick(['tool', '/usr/sbin/tool'])}, -9, -HUP`,
      () => [
        'kill',
        pick(['-9', '-HUP', '-1']),
        processWord(pick(['/usr/sbin/tool', '/sbin/tool', '/x/tool'])),
      ],
    ],
    [`ReadFileFilter, /etc/x`, () => ['cat', pick(['/etc/x', '/etc/y'])]],
    [
      `IpFilter, ip, ${user}`,
      () => [
        'ip',
        ...some(3, () => pick(['netns', 'net', 'vrf', 'e', 'exec', 'link', '--ba', '-b', '-batchx'])),
      ],
    ],
    [
      `EnvFilter, env, ${user}, ${[...given, exec, ...more].join(', ')}`,
      () => [
        ...pick([['env'], []]),
        ...given.map((word) => word + pick(['', '', '2'])),
        named(),
        ...some(1, () => pick(WORDS)),
      ],
    ],
    [
      `IpNetnsExecFilter, ip, ${pick(['root', 'nova'])}`,
      () => ['ip', pick(['netns', 'n']), pick(['exec', 'ex']), pick(['blue', ''])],
    ],
    [`ChainingRegExpFilter, nice, ${user}, nice, ${PATTERNS[0]?.[0]}`, () => ['nice', pick(['1', 'x'])]],
  ];
  return pick(kinds);
}

function isMember(set: FilterSet): (argv: readonly string[]) => boolean | 'undecided' {
  const all = admissionsOf(set, new Languages()).map(({ language }) => language());
  const told = all.filter((language) => language instanceof ENFA);
  return (argv) => {
    const codes = argv.flatMap((word) => [...Array.from(word, (char) => char.codePointAt(0) ?? 0), 0]);
    return told.some((language) => language.test(codes)) || (told.length < all.length ? 'undecided' : false);
  };
}

/** In a chain, only plain names of programs are told apart. */
const isTold = (argv: readonly string[]): boolean =>
  !argv.some(
    (word, index) => word.includes('/') && [2, 4].includes(index) && ['ip', 'nice'].includes(argv[0] ?? ''),
  );

/** Asks both of some command lines. @returns how many were told, and how many of them are admitted */
function askBoth(random: Random, lines: number): { told: number; admitted: number } {
  const { pick, some } = random;
  const drafts = [someFilter(random), ...some(4, () => someFilter(random))];
  const set = filtersOf(drafts.map(([line], index) => `f${index}: ${line}`).join('\n'));
  const member = isMember(set);
  const answers: boolean[] = [];
  for (let line = 0; line < lines; line += 1) {
    const near = pick(drafts)[1]();
    const argv = pick([
      near,
      near,
      [...near, ...pick(drafts)[1]()],
      [...near, pick(WORDS)],
      near.slice(0, -1),
    ]);
    const answer = isTold(argv) ? member(argv) : 'undecided';
    if (answer === 'undecided') continue;
    answers.push(answer);
    const real = admits(set, argv);
    if (answer !== real) expect({ argv, answer, drafts: drafts.map(([text]) => text) }).toBe(real);
  }
  return { told: answers.length, admitted: answers.filter(Boolean).length };
}

function someSet(random: Random, name: string): FilterSet {
  const drafts = [someFilter(random), ...random.some(3, () => someFilter(random))];
  return filtersOf(drafts.map(([line], index) => `${name}${index}: ${line}`).join('\n'));
}

/** @returns how many command lines decide confirmed */
function confirm(differences: readonly Difference[], mine: FilterSet, other: FilterSet): number {
  const witnessed = differences.filter((each) => each.kind === 'witness');
  for (const { argv, admission } of witnessed) {
    const { runAs } = admission.filter;
    expect([argv, admits(mine, argv, runAs), admits(other, argv, runAs)]).toEqual([argv, true, false]);
  }
  return witnessed.length;
}

describe('the language of filters', () => {
  test(`agrees with decide on ${LINES} command lines from and near it`, () => {
    const random = randomChoices(4);
    let [told, admitted] = [0, 0];
    while (told < LINES) {
      const asked = askBoth(random, 100);
      told += asked.told;
      admitted += asked.admitted;
    }
    expect(admitted).toBeGreaterThan(LINES / 10);
    expect(told - admitted).toBeGreaterThan(LINES / 10);
  });

  test('and each difference between random releases is confirmed by decide', () => {
    const random = randomChoices(9);
    let witnesses = 0;
    for (let count = 0; count < 100; count += 1) {
      const [base, target] = [someSet(random, 'b'), someSet(random, 't')];
      const { added, dropped } = compareFilters(base, target);
      witnesses += confirm(added, target, base) + confirm(dropped, base, target);
    }
    expect(witnesses).toBeGreaterThan(100);
  });
});
