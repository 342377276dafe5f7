import { describe, expect, test } from 'vitest';
import { readSelfcheck } from '../../../src/read/selfcheck.ts';

const PROBE = { kind: 'probe', probe: 'list' } as const;
const RIGHT = {
  format: 'evenkeel-selfcheck',
  version: 1,
  fingerprint: 'f',
  exitCode: 1,
  mutants: [
    { watcher: PROBE, breakage: 'status', outcome: 'killed', words: 'probe list' },
    { watcher: PROBE, breakage: 'body', outcome: 'survived', words: 'probe list is blind' },
  ],
};

test('survivors are taken from a report, each with its sentence', () => {
  expect(readSelfcheck('s.json', JSON.stringify(RIGHT))).toEqual({
    selfcheck: {
      fingerprint: 'f',
      exitCode: 1,
      survivors: [{ watcher: PROBE, breakage: 'body', why: 'probe list is blind' }],
    },
  });
});

describe('what is no report of a selfcheck is refused with a reason', () => {
  const cases: [string, string, RegExp][] = [
    ['no JSON', '{', /no JSON/],
    ['no object', '[]', /^the file: /],
    ['another format', JSON.stringify({ ...RIGHT, format: 'evenkeel-report' }), /^format: /],
    ['a later version', JSON.stringify({ ...RIGHT, version: 2 }), /^version: /],
    [
      'an unknown breakage',
      JSON.stringify({ ...RIGHT, mutants: [{ ...RIGHT.mutants[0], breakage: 'x' }] }),
      /^mutants\.0\.breakage: /,
    ],
  ];
  test.each(cases)('%s', (_, text, why) => {
    const read = readSelfcheck('s.json', text);
    expect('issues' in read && read.issues[0]).toMatchObject({
      file: 's.json',
      message: expect.stringMatching(why),
    });
  });
});
