import { describe, expect, test } from 'vitest';
import type { Check } from '../../../src/model/check.ts';
import { faultOf, savedFrom } from '../../../src/run/expectations.ts';
import type { Answer } from '../../../src/run/ports.ts';
import { modelOf, SMALL_PLAN } from '../../support/model.ts';

/** A check, as the plan writes it. */
function checkOf(text: string): Check {
  const plan = SMALL_PLAN.replace('verify: check ${item}', () => `verify: ${text}`);
  const check = modelOf(`${plan}environment: { db: { postgres: { version: 16 } } }\n`, {}).resources[0]
    ?.actions.verify[0];
  if (check === undefined) throw new Error('no check');
  return check;
}

const CASES: readonly [string, Answer, RegExp | undefined][] = [
  ['{ http: GET / }', { status: 204, text: '' }, undefined],
  ['{ http: GET / }', { status: 302, text: '' }, /answered 302, expected 2xx/],
  ['{ http: GET / }', { error: 'refused', text: '' }, /^refused$/],
  ['{ http: GET /, expect: { status: 404 } }', { status: 404, text: '' }, undefined],
  ['{ http: GET /, expect: { status: 404 } }', { status: 200, text: '' }, /answered 200, expected 404/],
  ['{ http: GET /, expect: { status: [200, 201] } }', { status: 201, text: '' }, undefined],
  ['{ http: GET /, expect: { status: [200, 201] } }', { status: 202, text: '' }, /expected 200 or 201/],
  [
    '{ http: GET /, expect: { json: { a.b: 1 } } }',
    { status: 200, text: '', json: { a: { b: 1 } } },
    undefined,
  ],
  [
    '{ http: GET /, expect: { json: { a.b: 1 } } }',
    { status: 200, text: '', json: { a: { b: '1' } } },
    /a\.b is "1", expected 1/,
  ],
  [
    '{ http: GET /, expect: { json: { a: null } } }',
    { status: 200, text: '', json: {} },
    /a is absent, expected null/,
  ],
  [
    '{ http: GET /, expect: { json: { a: { x: 1, y: 2 } } } }',
    { status: 200, text: '', json: { a: { y: 2, x: 1 } } },
    undefined,
  ],
  ['{ http: GET /, expect: { contains: yes } }', { status: 200, text: 'oh yes' }, undefined],
  ['{ http: GET /, expect: { contains: yes } }', { status: 200, text: 'no' }, /does not contain "yes"/],
  ['{ http: GET /, expect: { matches: "^b$" } }', { status: 200, text: 'a\nb\nc' }, undefined],
  ['{ http: GET /, expect: { matches: "^b$" } }', { status: 200, text: 'ab' }, /does not match/],
  ['{ sql: select 1, expect: { rows: 2 } }', { text: '', rows: 2 }, undefined],
  ['{ sql: select 1, expect: { rows: 2 } }', { text: '', rows: 1 }, /1 rows, expected 2/],
  [
    '{ sql: select 1, expect: { json: { n: 5 } } }',
    { text: '', rows: 1, json: { n: 6 } },
    /n is 6, expected 5/,
  ],
  ['{ tcp: true, expect: { contains: "+OK" } }', { text: '+OK ready' }, undefined],
  ['{ tcp: true, expect: { contains: "+OK" } }', { text: '-ERR' }, /does not contain/],
  ['{ run: x }', { status: 0, text: '' }, undefined],
  ['{ run: x }', { status: 1, text: '' }, /exit code 1, expected 0/],
  ['{ run: x, expect: { exit: 3 } }', { status: 3, text: '' }, undefined],
  ['{ run: x, expect: { exit: 3 } }', { status: 0, text: '' }, /exit code 0, expected 3/],
  ['{ run: x, expect: { contains: done } }', { status: 0, text: 'not yet' }, /does not contain "done"/],
];

describe('what is wrong with an answer', () => {
  test.each(CASES)('%s to %j: %s', (text, answer, fault) => {
    const found = faultOf(checkOf(text), answer);
    if (fault === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(fault);
  });

  test('a long value is shortened', () => {
    const answer = { status: 200, text: '', json: { a: 'x'.repeat(10_000) } };
    expect(faultOf(checkOf('{ http: GET /, expect: { json: { a: 1 } } }'), answer)?.length).toBeLessThan(
      1000,
    );
  });
});

describe('what is kept of an answer', () => {
  const check = checkOf('{ http: GET /, save: { id: data.id, all: data } }');

  test('is a text as it is, and anything else as JSON', () => {
    expect(savedFrom(check, { text: '', json: { data: { id: 'x' } } })).toEqual({
      saved: { id: 'x', all: '{"id":"x"}' },
    });
  });

  test('is a fault when it is not there', () => {
    expect(savedFrom(check, { text: '', json: { data: {} } })).toEqual({
      fault: expect.stringContaining('data.id'),
    });
  });

  test('holds what a command wrote', () => {
    expect(savedFrom(checkOf('{ run: x }'), { status: 0, text: '', saved: { key: 'v' } })).toEqual({
      saved: { key: 'v' },
    });
  });
});
