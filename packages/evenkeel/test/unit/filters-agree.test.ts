import { ENFA } from 'refa';
import { describe, expect, test } from 'vitest';
import type { FilterSet } from '../../src/model/filters.ts';
import { admissionsOf } from '../../src/policy/filters/admissions.ts';
import { Languages } from '../../src/policy/filters/automata.ts';
import { admits, compareFilters, type Difference } from '../../src/policy/filters/compare.ts';
import { type Random, randomChoices, someDrafts, someSet } from '../support/random-filters.ts';

const LINES = 100_000;

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
function askBoth(random: Random, count: number): { told: number; admitted: number } {
  const { set, lines, near } = someDrafts(random);
  const member = isMember(set);
  const answers: boolean[] = [];
  for (let line = 0; line < count; line += 1) {
    const argv = near();
    const answer = isTold(argv) ? member(argv) : 'undecided';
    if (answer === 'undecided') continue;
    answers.push(answer);
    const real = admits(set, argv);
    if (answer !== real) expect({ argv, answer, lines }).toBe(real);
  }
  return { told: answers.length, admitted: answers.filter(Boolean).length };
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
  }, 300_000);

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
