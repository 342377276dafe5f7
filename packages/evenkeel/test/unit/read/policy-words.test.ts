import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../../src/read/policy-words.ts';

describe('a policy of the command line', () => {
  test('is a name, or numbers', () => {
    expect(readPolicy('kubernetes')).toMatchObject({ name: 'kubernetes', releases: 2 });
    expect(readPolicy('releases=2, months=6')).toEqual({
      name: 'releases=2,months=6',
      releases: 2,
      months: 6,
    });
    expect(readPolicy('remove_only_in=major')).toMatchObject({
      releases: 1,
      months: 0,
      removeOnlyIn: 'major',
    });
  });

  test.each([
    ['none', "There is no policy 'none'. Policies: openstack, "],
    ['', "There is no policy ''. "],
    ['month=6', 'has no use for \'month\'; did you mean "months"?'],
    ['__proto__=1', "has no use for '__proto__'; use one of releases, months, remove_only_in"],
    ['months=6,', "has no use for ''"],
    ['months=6,months=7', 'says months twice'],
    ['months=six', 'months: should be a whole number'],
    ['months=', 'months: should be a whole number'],
    ['months=-1', 'months: should be a whole number'],
    ['months=1.5', 'months: should be a whole number'],
    ['months=99999999999999999999', 'months: '],
    ['releases=0', 'releases: '],
    ['remove_only_in=minor', 'remove_only_in: '],
  ])('%s is answered in words', (text, words) => {
    expect(readPolicy(text)).toEqual({ why: expect.stringContaining(words) });
  });
});
