import { describe, expect, test } from 'vitest';
import type { FilterSet, PrivilegeFilter } from '../../src/model/filters.ts';
import { admits, compareFilters } from '../../src/policy/filters/compare.ts';
import { contractFilters, missingFilters } from '../../src/policy/filters/contract.ts';
import { contractText } from '../../src/report/filters-contract.ts';
import { filtersOf } from '../support/filters.ts';
import { type Drafts, type Random, randomChoices, someDrafts, someSet } from '../support/random-filters.ts';

const LS = 'ls: CommandFilter, ls, root';

/** What is said of a site's filters, by their names. */
function fates(site: string, base: string, target: string): Record<string, string> {
  const set = (lines: string) => filtersOf(lines);
  const all = contractFilters(set(site), set(base), set(target));
  return Object.fromEntries(
    all.map(({ filter, fate, refused }) => [
      filter.name,
      refused === undefined ? fate : `${fate}: ${refused}`,
    ]),
  );
}

describe('what may go when all code is target', () => {
  test.each([
    ['a filter that target has, under whatever name', LS, LS, LS.replace('ls:', 'list:'), { ls: 'stays' }],
    [
      'a filter that those of target cover together',
      'a: RegExpFilter, ls, root, ls, [a-z]',
      'a: RegExpFilter, ls, root, ls, [a-z]',
      'b: RegExpFilter, ls, root, ls, [a-m]\nc: RegExpFilter, ls, root, ls, [k-z]+',
      { a: 'may-go' },
    ],
    [
      'a filter that only base needs, in part or as a whole',
      'a: RegExpFilter, ls, root, ls, x|y\nb: CommandFilter, id, root',
      'a: RegExpFilter, ls, root, ls, x|y\nb: CommandFilter, id, root',
      'c: RegExpFilter, ls, root, ls, y|z',
      { a: 'may-go: ls x', b: 'may-go: id' },
    ],
    ["an operator's own", `${LS}\nmy: CommandFilter, my, root`, LS, LS, { ls: 'stays', my: 'lost: my' }],
    ["another user's", LS.replace('root', 'nova'), LS.replace('root', 'nova'), LS, { ls: 'may-go: ls' }],
    [
      'a chain that target has not, and what stays of its inner commands',
      `${LS}\nn: IpNetnsExecFilter, ip, root`,
      `${LS}\nn: IpNetnsExecFilter, ip, root`,
      LS,
      { ls: 'stays', n: "may-go: ip net e '' ls" },
    ],
    [
      'an inner command that target has not',
      `${LS}\nn: IpNetnsExecFilter, ip, root`,
      `${LS}\nn: IpNetnsExecFilter, ip, root`,
      'n: IpNetnsExecFilter, ip, root',
      { ls: 'may-go: ls', n: 'stays' },
    ],
    [
      'a filter that comes after an EnvFilter in target',
      'x: CommandFilter, env, root',
      'x: CommandFilter, env, root',
      'e: EnvFilter, env, root, A=, ls\nx: CommandFilter, env, root',
      { x: 'lost: env' },
    ],
  ])('%s', (_title, site, base, target, expected) => {
    expect(fates(site, base, target)).toEqual(expected);
  });

  test.each([['a\\b.*'], ['(?>a+)b'], ['(a|b)*a(a|b){40}'], ['(.{999}){999}']])(
    '%s is undecided, and never may go',
    (pattern) => {
      const odd = `odd: RegExpFilter, ls, root, ls, ${pattern}`;
      expect(fates(odd, odd, 'a: RegExpFilter, ls, root, ls, (a|b)*b.*')).toEqual({ odd: 'undecided' });
      expect(fates('a: RegExpFilter, ls, root, ls, a|b', LS, odd)).not.toEqual({ a: 'may-go' });
    },
  );

  test('a hole of the union is said of the filter of target', () => {
    const [site, target] = [filtersOf('a: RegExpFilter, ls, root, ls, x'), filtersOf(LS)];
    expect(contractText(missingFilters(site, target))).toBe(
      'a.filters:2: missing: ls: a.filters does not admit all that it does; refused now: ls\n0 stay, 0 may go, 0 lost, 0 undecided, 1 missing\n',
    );
  });

  test('what may go and loses nothing is admitted by target, by decide', () => {
    const random = randomChoices(5);
    const counts = { alone: 0, refused: 0 };
    for (let count = 0; count < 300; count += 1) {
      const drafts = someDrafts(random);
      const target = nextRelease(drafts.set, random, count);
      const gone = contractFilters(drafts.set, drafts.set, target).filter(({ fate }) => fate === 'may-go');
      const covered = gone.filter(({ refused }) => refused === undefined).map(({ filter }) => filter);
      for (const filter of covered) confirmCovered(filter, drafts, target);
      counts.alone += covered.length;
      counts.refused += gone.length - covered.length;
    }
    expect([counts.alone > 30, counts.refused > 30]).toEqual([true, true]);
  });
});

/** Asks decide of some command lines that the filter admits. */
function confirmCovered(filter: PrivilegeFilter, { set, near }: Drafts, target: FilterSet): void {
  const own: FilterSet = { ...set, filters: [filter] };
  for (let line = 0; line < 40; line += 1) {
    const argv = near();
    if (!admits(own, argv, filter.runAs)) continue;
    expect([argv, admits(target, argv, filter.runAs)]).toEqual([argv, true]);
  }
}

/** Some of the filters, and others; every second time one that admits a program with any arguments. */
function nextRelease(set: FilterSet, random: Random, count: number): FilterSet {
  const kept = set.filters.filter(() => random.pick([true, false]));
  const wide =
    count % 2 === 0 ? filtersOf(`w: CommandFilter, ${random.pick(set.filters).exec}, root`).filters : [];
  const next = { ...set, filters: [...kept, ...someSet(random, 't').filters, ...wide] };
  expect(compareFilters(next, next)).toEqual({ added: [], dropped: [] });
  return next;
}
