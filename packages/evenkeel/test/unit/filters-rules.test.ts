import { describe, expect, test } from 'vitest';
import { formatFinding } from '../../src/model/finding.ts';
import { POLICIES } from '../../src/model/policies.ts';
import { judgeContract } from '../../src/policy/rules.ts';
import { readFilterFiles } from '../../src/read/filters/filter-files.ts';
import { filtersOf } from '../support/filters.ts';

/** What is found between the filters of two releases. */
function judged(base: string, target: string) {
  return judgeContract({
    base: { label: '1.0', filters: filtersOf(base, 'base.filters') },
    target: { label: '2.0', filters: filtersOf(target, 'target.filters') },
    policy: POLICIES[0] ?? expect.fail(),
    operatorFiles: [],
  });
}

const found = (base: string, target: string): string[] =>
  judged(base, target).map(({ rule, subject, witness }) => `${rule.code} ${subject}: ${witness}`);

const LS = 'ls: CommandFilter, ls, root';

describe('filters of two releases', () => {
  test.each([
    ['the same', LS, LS],
    ['another name for a filter', LS, LS.replace('ls:', 'list:')],
    [
      'another way to write an expression',
      'a: RegExpFilter, ls, root, ls, (a|b)+',
      'a: RegExpFilter, ls, root, ls, [ab][ab]*',
    ],
    ['a filter that another one covers', `${LS}\na: RegExpFilter, ls, root, ls, x`, LS],
    [
      'a leading negative look, written out',
      'a: RegExpFilter, ls, root, ls, (?!b)[abc]',
      'a: RegExpFilter, ls, root, ls, [ac]',
    ],
    [
      'an expression that is refused, and none',
      'a: RegExpFilter, ls, root, ls, (',
      LS.replace('ls, root', 'privsep-helper, root'),
    ],
    [
      'a program by a name in PATH, and the places of it',
      'a: KillFilter, root, d, -9\nb: KillFilter, root, /sbin/d, -9',
      'a: KillFilter, root, d, -9',
    ],
  ])('%s: nothing is found', (_title, base, target) => {
    expect(found(base, target)).toEqual([]);
  });

  test.each([
    ['a new filter', LS, `${LS}\nmy: CommandFilter, mytool, root`, ['FLT101 mytool: mytool']],
    ['a filter that is gone', `${LS}\nmy: CommandFilter, mytool, root`, LS, ['FLT102 mytool: mytool']],
    [
      'more arguments',
      'a: RegExpFilter, ls, root, ls, xx?x?',
      'a: RegExpFilter, ls, root, ls, xx?x?x?',
      ['FLT101 ls: ls xxxx'],
    ],
    [
      'another user',
      'a: CommandFilter, ls, root',
      'a: CommandFilter, ls, nova',
      ['FLT101 ls as nova: ls', 'FLT102 ls: ls'],
    ],
    [
      'fewer paths',
      'a: PathFilter, ls, root, /etc',
      'a: PathFilter, ls, root, /etc/x',
      ['FLT102 ls: ls /etc'],
    ],
    [
      'other signals',
      'a: KillFilter, root, /sbin/d, -9',
      'a: KillFilter, root, /sbin/d, -9, -HUP',
      ['FLT101 kill: kill -HUP <pid of /sbin/d>'],
    ],
    [
      'another variable',
      'a: EnvFilter, env, root, A=, ls',
      'a: EnvFilter, env, root, A=1, ls',
      ['FLT102 ls: A= ls'],
    ],
    [
      'fewer words',
      'a: EnvFilter, env, root, A=, ls, x',
      'a: EnvFilter, env, root, A=, ls',
      ['FLT101 ls: A= ls'],
    ],
    [
      'a chain for every inner command',
      LS,
      `${LS}\nip: IpNetnsExecFilter, ip, root`,
      ["FLT101 ls: ip net e '' ls", "FLT101 privsep-helper: ip net e '' privsep-helper"],
    ],
    [
      'ip that may run other programs',
      'ip: IpFilter, ip, root',
      'ip: CommandFilter, ip, root',
      ['FLT101 ip: ip -b', 'FLT103 ip: ip -b'],
    ],
    ['a root shell', LS, `${LS}\nsh: CommandFilter, sh, root`, ['FLT101 sh: sh', 'FLT103 sh: sh']],
  ])('%s', (_title, base, target, findings) => {
    expect(found(base, target)).toEqual(findings);
  });

  test('rights that base gave too are not said to be widened', () => {
    expect(
      found(
        'sh: CommandFilter, /bin/sh, root',
        'a: CommandFilter, /bin/sh, root\nb: RegExpFilter, sh, root, sh, .*',
      ),
    ).toEqual([]);
  });

  test.each([
    ['a word boundary', 'a\\b.*'],
    ['a look behind', '.*(?<=a)b'],
    ['an atomic group', '(?>a+)b'],
    ['a look that is repeated', '((?!x).)*'],
    ['states without end', '(a|b)*a(a|b){40}'],
    ['a large repeat', '(.{999}){999}'],
  ])('%s is undecided, and never equal', (_title, pattern) => {
    const start = performance.now();
    const findings = judged(`a: RegExpFilter, ls, root, ls, ${pattern}`, LS.replace('ls,', 'id,'));
    expect(findings.map(({ rule, subject }) => `${rule.code} ${subject}`)).toContain('FLT104 ls');
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test('what base denies for sure is found though an expression of base is undecided', () => {
    const base = 'a: RegExpFilter, ls, root, ls, a\\b.*';
    expect(found(base, `${base}\nb: RegExpFilter, ls, root, ls, x`)).toEqual(['FLT101 ls: ls x']);
    expect(found(base, `${base}\nb: RegExpFilter, ls, root, ls, a`).map((text) => text.slice(0, 6))).toEqual([
      'FLT104',
    ]);
  });

  test('thousands of filters, and of chains, take bounded time', () => {
    const many = (kind: string) =>
      Array.from({ length: 3000 }, (_none, index) => `f${index}: ${kind}${index}, root, ${index}`).join('\n');
    const start = performance.now();
    const commands = judged(many('CommandFilter, a'), many('CommandFilter, b'));
    const chains = judged(LS, many('ChainingRegExpFilter, c'));
    expect(commands.map(({ rule }) => rule.code)).toContain('FLT104');
    expect(chains.map(({ rule }) => rule.code)).toContain('FLT104');
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  test('a finding names the line and the filters', () => {
    const [finding] = judged(LS, `${LS}\nx: RegExpFilter, id, root, id\ny: CommandFilter, id, root`);
    expect(finding && formatFinding(finding)).toBe(
      'target.filters:3:1: warning FLT101: 2.0 lets id through where 1.0 does not: filters x, y\n    id',
    );
  });
});

test('a filter file that cannot be read gives its place', () => {
  const files = [
    { name: 'a', text: 'x\n' },
    { name: 'b', text: '[Filters]\nls: CommandFilter\n' },
    { name: 'c', text: '[Other]\n' },
  ];
  expect(readFilterFiles('folder', files)).toEqual({
    issues: [
      { file: 'a', line: 1, column: 1, message: 'this line stands before any [section]' },
      {
        file: 'b',
        line: 2,
        column: 1,
        message: "filter 'ls': a CommandFilter wants 2 words or more after its class",
      },
      { file: 'c', line: 1, column: 1, message: 'has no section [Filters]' },
    ],
  });
});
