import { describe, expect, test } from 'vitest';
import { FULL_PLAN, issuesOf } from '../../support/model.ts';

/** The full plan with replacements made. */
function withMistakes(...changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${from} is not in the plan`);
    return text.replace(from, () => to);
  }, FULL_PLAN);
}

const WRONG_SHAPE = ['every: 250ms', 'every: soon'] as const;
const UNKNOWN_KEY = ['owner: package', 'ownner: package'] as const;
const UNKNOWN_SERVICE = ['run: api-check, service: api', 'run: api-check, service: apu'] as const;
const UNKNOWN_PLACEHOLDER = ['rewrite ${data}', 'rewrite ${dta}'] as const;
const BAD_REGEX = ['ignore: [harmless]', 'ignore: ["harm("]'] as const;
const MISSING_NOTE = ['note: notes/restart.md', 'note: notes/none.md'] as const;
const UNKNOWN_TOP_KEY = ['setup:\n', 'stages: 1\nsetup:\n'] as const;

describe('mistakes of different kinds', () => {
  test('are all reported at once, in the order of their places', () => {
    const issues = issuesOf(
      withMistakes(WRONG_SHAPE, UNKNOWN_KEY, UNKNOWN_SERVICE, UNKNOWN_PLACEHOLDER, BAD_REGEX, MISSING_NOTE),
    );
    const expected = [
      /unknown key "ownner"/,
      /not a duration/,
      /no service is named "apu"/,
      /Invalid regular expression/,
      /\$\{dta\} is not known here/,
      /notes\/none\.md does not exist/,
    ];
    expect(issues.map((issue) => issue.message)).toEqual(
      expected.map((pattern) => expect.stringMatching(pattern)),
    );
    const lines = issues.map((issue) => issue.line);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });

  test('a wrong entry gives no false alarms about those that refer to it', () => {
    const issues = issuesOf(withMistakes(['cwd: ${install}', 'cwd: 5']));
    expect(issues.map((issue) => issue.message)).toEqual([expect.stringMatching(/services\.api\.cwd/)]);
  });

  test('an unknown key at the top does not hide an unknown service', () => {
    const issues = issuesOf(withMistakes(UNKNOWN_TOP_KEY, UNKNOWN_SERVICE));
    expect(issues.map((issue) => issue.message)).toEqual([
      expect.stringMatching(/unknown key "stages"/),
      expect.stringMatching(/no service is named "apu"/),
    ]);
  });

  test('a wrong value at the top does not hide an unknown service', () => {
    const issues = issuesOf(withMistakes(['name: everything', 'name: 5'], UNKNOWN_SERVICE));
    expect(issues.map((issue) => issue.message)).toEqual([
      expect.stringMatching(/name should be a text/),
      expect.stringMatching(/no service is named "apu"/),
    ]);
  });

  test('each of several unknown keys has its own place', () => {
    const issues = issuesOf(withMistakes(['render: true', 'rendr: true\n    eech: api']));
    expect(issues.map((issue) => issue.message)).toEqual([
      expect.stringMatching(/unknown key "rendr"/),
      expect.stringMatching(/unknown key "eech"/),
    ]);
    expect(new Set(issues.map((issue) => issue.line)).size).toBe(2);
  });
});
