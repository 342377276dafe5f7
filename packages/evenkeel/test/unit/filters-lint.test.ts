import { decide } from '@evenkeel/rootwrap/rules';
import { describe, expect, test } from 'vitest';
import type { FilterSet } from '../../src/model/filters.ts';
import { POLICIES } from '../../src/model/policies.ts';
import { EXEC_DIR, imagined } from '../../src/policy/filters/host.ts';
import { FILTER_LINT_RULES } from '../../src/policy/filters/rules.ts';
import { standingsOf } from '../../src/policy/filters/standing.ts';
import { judgeContract } from '../../src/policy/rules.ts';
import { readFilterFiles } from '../../src/read/filters/filter-files.ts';
import { filtersOf } from '../support/filters.ts';
import { randomChoices, someDrafts } from '../support/random-filters.ts';

const policy = POLICIES[0] ?? expect.fail();

function linted(filters: FilterSet) {
  return judgeContract(
    { base: { label: '' }, target: { label: '1.0', filters }, policy, operatorFiles: [] },
    FILTER_LINT_RULES,
  );
}

/** `CODE LINE: message` for each finding; the section's name is line 1. */
const found = (...lines: readonly string[]): string[] =>
  linted(filtersOf(lines.join('\n'))).map(
    ({ rule, place, message }) => `${rule.code} ${place.line}: ${message}`,
  );

const codes = (...lines: readonly string[]): string[] => found(...lines).map((text) => text.slice(0, 8));

const WIDE = 'a: CommandFilter, date, root';
const NARROW = 'b: RegExpFilter, date, root, date, -u';

describe('the filters of one release', () => {
  test('a filter that an earlier one covers is never reached', () => {
    expect(found(WIDE, NARROW)).toEqual([
      'FLT105 3: filter b is never reached: a (a.filters:2) admits all of it before',
    ]);
    expect(linted(filtersOf(`${WIDE}\n${NARROW}`)).map(({ witness }) => witness)).toEqual(['date -u']);
  });

  test('and one that several cover together, though none of them alone', () => {
    expect(
      found(
        'x: CommandFilter, ls, root',
        'a: RegExpFilter, date, root, date, [a-m]',
        'b: RegExpFilter, date, root, date, [k-z]',
        'c: RegExpFilter, date, root, date, [b-y]',
      ),
    ).toEqual([
      'FLT105 5: filter c is never reached: a (a.filters:3), b (a.filters:4) together admit all of it before',
    ]);
  });

  test('a user that has no effect is named', () => {
    expect(found(WIDE, NARROW.replace('root', 'nova'))).toEqual([
      'FLT105 3: filter b is never reached: a (a.filters:2) admits all of it before, and runs it as root, not nova',
    ]);
  });

  test.each([
    ['the later one admits more', NARROW, 'c: RegExpFilter, date, root, date, -[uv]'],
    [
      'a machine may have only the other program',
      'a: CommandFilter, /bin/date, root',
      'b: RegExpFilter, /usr/bin/date, root, date, -u',
    ],
    [
      'a chain asks for the later one, by its user',
      WIDE,
      NARROW.replace('root', 'nova'),
      'n: ChainingRegExpFilter, nice, nova, nice, -5',
    ],
  ])('nothing is said where %s', (_title, ...lines) => {
    expect(codes(...lines)).toEqual([]);
  });

  test('the same filter in two files is no mistake, in one file it is', () => {
    const set = readFilterFiles('.', [
      { name: 'a', text: `[Filters]\n${WIDE}\n` },
      { name: 'b', text: `[Filters]\n${WIDE}\n` },
    ]);
    expect('issues' in set ? set : linted(set)).toEqual([]);
    expect(codes(WIDE, WIDE.replace('a:', 'b:'))).toEqual(['FLT105 3']);
  });

  test.each([
    ['x: RegExpFilter, ls, root', 'admits nothing: it has no patterns, so it never matches'],
    [
      'x: RegExpFilter, ls, root, ls, (a)\\1',
      "admits nothing: it has a regular expression '(a)\\1' refused: ",
    ],
    ['x: EnvFilter, env, root, date', 'admits nothing: it names no variable, so it never matches'],
    ['x: RegExpFilter, ls, root, ls, (?=a)b', 'admits nothing: it asks for words that cannot be'],
    ['x: IpNetnsExecFilter, ip, nova', 'admits nothing: it works only with run_as root'],
    [
      'x: ChainingRegExpFilter, nice, nova, nice, -5',
      'admits nothing: it has no word of its own, or no filter with its user (nova) admits an inner command',
    ],
  ])('%s admits nothing', (line, message) => {
    expect(found(line)).toEqual([expect.stringContaining(`FLT106 2: filter x ${message}`)]);
  });

  test('what amounts to root, restricts nothing, or names no class is said', () => {
    expect(
      found(
        'sh: CommandFilter, sh, root',
        NARROW,
        WIDE,
        'p: RegExpFilter, privsep-helper, root, privsep-helper, x',
        'no: ComandFilter, ls, root',
      ),
    ).toEqual([
      "FLT107 2: filter sh amounts to root: 'sh' with any arguments is a root shell",
      'FLT109 3: filter b restricts nothing: a (a.filters:4) admits the program with any arguments',
      'FLT109 5: filter p restricts nothing: the built-in privsep-helper admits the program with any arguments',
      'FLT110 6: Skipping unknown filter class (ComandFilter) specified in filter definitions',
    ]);
  });

  test('a filter whose name another one takes is said to have no effect', () => {
    expect(found('a: CommandFilter, ls, root', 'A: CommandFilter, id, root')).toEqual([
      "FLT110 3: option 'a' stands there twice: the line before this one has no effect",
    ]);
  });

  test('of two releases, what an upgrade does not change is not said', () => {
    const filters = filtersOf(`sh: CommandFilter, sh, root\n${NARROW}\n${WIDE}\nc: ${NARROW.slice(3)}`);
    const release = { label: '1.0', filters };
    const findings = judgeContract({ base: release, target: release, policy, operatorFiles: [] });
    expect(findings.map(({ rule, place }) => `${rule.code} ${place.line}`)).toEqual(['FLT105 5']);
  });

  test.each([
    ['a word boundary', 'a\\b.*'],
    ['states without end', '(a|b)*a(a|b){40}'],
    ['a large repeat', '(.{999}){999}'],
  ])('%s is undecided, and bounds nothing else', (_title, pattern) => {
    const odd = `odd: RegExpFilter, ls, root, ls, ${pattern}`;
    expect(codes('x: RegExpFilter, ls, root, ls, x', odd, WIDE, NARROW)).toEqual(['FLT105 5', 'FLT108 3']);
  });

  test('where there are too many chains to tell, a filter for their inner command is not said to be hidden', () => {
    const chains = Array.from(
      { length: 150 },
      (_none, index) => `c${index}: ChainingRegExpFilter, nice, nova, nice, ${index}`,
    );
    const narrow = NARROW.replace('root', 'nova');
    expect(found(WIDE, narrow, ...chains).filter((text) => text.includes(' 3: '))).toEqual([
      'FLT108 3: filter b is undecided: there are too many filters for its inner command',
    ]);
  });

  test('a filter after an undecided one is reached when rootwrap has it decide a command line', () => {
    const odd = 'a: RegExpFilter, ls, root, ls, a\\b.*';
    expect(codes(odd, 'b: RegExpFilter, ls, root, ls, x')).toEqual(['FLT108 2']);
    expect(codes(odd, 'b: RegExpFilter, ls, root, ls, a')).toEqual(['FLT108 2', 'FLT108 3']);
  });

  test('a filter that is said to be never reached decides no command line', () => {
    const random = randomChoices(7);
    let [idle, decided] = [0, 0];
    for (let count = 0; count < 400; count += 1) {
      const { set, lines, near } = someDrafts(random);
      const standings = standingsOf(set);
      idle += [...standings.values()].filter(({ kind }) => kind === 'hidden' || kind === 'empty').length;
      for (let line = 0; line < 40; line += 1) {
        const { host, argv } = imagined(near());
        const rules = { filters: set.filters, host, execDirs: [EXEC_DIR], legacy: new Set<never>() };
        const decision = decide(rules, argv);
        if (decision.kind !== 'permit') continue;
        decided += 1;
        const standing = standings.get(set.filters.find((each) => each === decision.filter) ?? expect.fail());
        if (standing?.kind !== 'reached' && standing?.kind !== 'undecided')
          expect({ argv, lines, filter: decision.filter.name }).toEqual(standing);
      }
    }
    expect([idle > 100, decided > 1000]).toEqual([true, true]);
  });
});
