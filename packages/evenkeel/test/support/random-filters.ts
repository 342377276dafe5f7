import { expect } from 'vitest';
import type { FilterSet } from '../../src/model/filters.ts';
import { processWord } from '../../src/policy/filters/host.ts';
import { filtersOf } from './filters.ts';
import { seededRandom } from './random.ts';

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

/** Choices that a seed decides. */
export interface Random {
  readonly pick: <T>(from: readonly T[]) => T;
  /** None to `most` of what is made. */
  readonly some: <T>(most: number, make: () => T) => T[];
}

export function randomChoices(seed: number): Random {
  const next = seededRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] ?? expect.fail();
  return {
    pick,
    some: (most, make) => Array.from({ length: Math.floor(next() * (most + 1)) }, make),
  };
}

/** A filter as a line, and words that it may well let through. */
export function someFilter({ pick, some }: Random): readonly [line: string, aim: () => string[]] {
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

/** Filters as lines, each with a way to make words that it may well let through. */
export interface Drafts {
  readonly set: FilterSet;
  readonly lines: readonly string[];
  /** A command line from or near what the filters admit. */
  readonly near: () => string[];
}

/** One to five filters. */
export function someDrafts(random: Random): Drafts {
  const { pick, some } = random;
  const drafts = [someFilter(random), ...some(4, () => someFilter(random))];
  const lines = drafts.map(([line]) => line);
  return {
    set: filtersOf(lines.map((line, index) => `f${index}: ${line}`).join('\n')),
    lines,
    near: () => {
      const words = pick(drafts)[1]();
      return pick([
        words,
        words,
        [...words, ...pick(drafts)[1]()],
        [...words, pick(WORDS)],
        words.slice(0, -1),
      ]);
    },
  };
}

/** One to four filters, whose names begin with `name`. */
export function someSet(random: Random, name: string): FilterSet {
  const drafts = [someFilter(random), ...random.some(3, () => someFilter(random))];
  return filtersOf(drafts.map(([line], index) => `${name}${index}: ${line}`).join('\n'));
}
