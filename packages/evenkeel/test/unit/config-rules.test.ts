import { describe, expect, test } from 'vitest';
import type { ConfigSchema } from '../../src/model/config-schema.ts';
import { formatFinding } from '../../src/model/finding.ts';
import { POLICIES } from '../../src/model/policies.ts';
import { judgeContract, RULES } from '../../src/policy/rules.ts';
import { readConfigSchema } from '../../src/read/config/schema.ts';

type Properties = Readonly<Record<string, object>>;

function schema(file: string, properties: Properties, required: readonly string[] = []): ConfigSchema {
  const read = readConfigSchema(file, JSON.stringify({ type: 'object', required, properties }, null, 2));
  if ('issues' in read) throw new Error(JSON.stringify(read.issues));
  return read;
}

type Release = { readonly version?: string; readonly date?: string; readonly required?: readonly string[] };

/** The codes of what is found between two releases, each with what it is about. */
function found(
  base: Properties,
  target: Properties,
  { policy = 'openstack', was = {}, is = {} }: { policy?: string; was?: Release; is?: Release } = {},
): string[] {
  const chosen = POLICIES.find(({ name }) => name === policy);
  if (chosen === undefined) throw new Error(policy);
  const snapshot = (label: string, properties: Properties, { required, ...release }: Release) => ({
    label,
    ...release,
    config: schema(`${label}.json`, properties, required),
  });
  return judgeContract({
    base: snapshot('base', base, was),
    target: snapshot('target', target, is),
    policy: chosen,
    operatorFiles: [],
  }).map(({ rule, subject }) => `${rule.code} ${subject}`);
}

const port = { type: 'integer', default: 80 };
const gone = {
  ...port,
  deprecated: true,
  'x-deprecated-since': '1',
  'x-deprecated-reason': 'nobody used it',
};

describe('two releases that declare the same', () => {
  test('give no finding', () => {
    expect(found({ port }, { port })).toEqual([]);
  });
});

describe('an option that is gone', () => {
  test('without a deprecation is CFG101', () => {
    expect(found({ port, host: { type: 'string' } }, { host: { type: 'string' } })).toEqual(['CFG101 port']);
  });

  test('after a deprecation, with no dates that speak against it, is none', () => {
    expect(found({ port: gone }, {})).toEqual([]);
  });

  test('in the release after the one that deprecated it is CFG102 where the policy wants two', () => {
    const releases = { policy: 'kubernetes', was: { version: '1' }, is: { version: '2' } };
    expect(found({ port: gone }, {}, releases)).toEqual(['CFG102 port']);
  });

  test('before the months of the policy are over is CFG102', () => {
    const dates = (date: string) => ({
      was: { version: '1', date: '2024-04-03' },
      is: { version: '2', date },
    });
    expect(found({ port: gone }, {}, dates('2025-04-02'))).toEqual(['CFG102 port']);
    expect(found({ port: gone }, {}, dates('2025-04-03'))).toEqual([]);
  });

  test('in a release that is no major one is CFG102 under semantic versioning', () => {
    const releases = (version: string) => ({
      policy: 'semver-major',
      was: { version: '1.4.0' },
      is: { version },
    });
    expect(found({ port: gone }, {}, releases('1.5.0'))).toEqual(['CFG102 port']);
    expect(found({ port: gone }, {}, releases('2.0.0'))).toEqual([]);
  });

  test('and looks renamed is CFG103, and not CFG101 too', () => {
    const pool = { type: 'integer', default: 5 };
    expect(found({ pool_size_max: pool }, { pool_max_size: pool })).toEqual(['CFG103 pool_size_max']);
  });

  test('beside another one that looks renamed to the same is CFG101', () => {
    const pools = { a: { properties: { pool_size: port } }, b: { properties: { pool_size: port } } };
    expect(found(pools, { c: { properties: { pool_size: port } } })).toEqual([
      'CFG101 [b] pool_size',
      'CFG103 [a] pool_size',
    ]);
  });

  test('under a name that target still reads is no finding', () => {
    expect(found({ port }, { listen_port: { ...port, 'x-renamed-from': 'port' } })).toEqual([]);
  });
});

describe('a former name', () => {
  test('that target does not read any more is CFG104', () => {
    expect(found({ port: { ...port, 'x-renamed-from': 'old.port' } }, { port })).toEqual([
      'CFG104 [old] port',
    ]);
  });
});

describe('values', () => {
  test.each([
    ['another type', { type: 'string' }, { type: 'boolean' }],
    ['fewer choices', { enum: ['a', 'b'] }, { enum: ['a'] }],
    ['choices where any value was taken', { type: 'string' }, { type: 'string', enum: ['a'] }],
    ['a greater least value', { type: 'integer' }, { type: 'integer', minimum: 1 }],
    ['a smaller greatest value', { type: 'integer', maximum: 9 }, { type: 'integer', maximum: 8 }],
  ])('%s is CFG105', (_title, before, after) => {
    expect(found({ port: before }, { port: after })).toEqual(['CFG105 port']);
  });

  test.each([
    ['a wider type', { type: 'integer' }, { type: 'number' }],
    ['more choices', { enum: ['a'] }, { enum: ['a', 'b'] }],
    ['no choices any more', { type: 'string', enum: ['a'] }, { type: 'string' }],
    ['a wider range', { type: 'integer', minimum: 1 }, { type: 'integer' }],
  ])('%s is no finding', (_title, before, after) => {
    expect(found({ port: before }, { port: after })).toEqual([]);
  });

  test('another default is CFG106; the same list in another object is not', () => {
    expect(found({ port }, { port: { ...port, default: 81 } })).toEqual(['CFG106 port']);
    const list = () => ({ type: 'array', default: ['a', 'b'] });
    expect(found({ names: list() }, { names: list() })).toEqual([]);
  });

  test('what must be set, and did not have to be, is CFG107', () => {
    const host = { type: 'string' };
    expect(found({}, { host }, { is: { required: ['host'] } })).toEqual(['CFG107 host']);
    expect(found({ host }, { host }, { is: { required: ['host'] } })).toEqual(['CFG107 host']);
    expect(found({ host }, { host }, { was: { required: ['host'] }, is: { required: ['host'] } })).toEqual(
      [],
    );
    expect(found({}, { port }, { is: { required: ['port'] } })).toEqual([]);
  });
});

describe('a deprecation', () => {
  test('without a reason or a release is CFG108', () => {
    expect(found({ port }, { port: { ...port, deprecated: true } })).toEqual(['CFG108 port']);
    expect(found({ port }, { port: gone })).toEqual([]);
  });
});

describe('a finding', () => {
  test('names the line of the option and both values', () => {
    const [finding] = judgeContract({
      base: { label: '1.0', config: schema('one.json', { port }) },
      target: { label: '2.0', config: schema('two.json', { port: { ...port, default: 81 } }) },
      policy: POLICIES[0] ?? expect.fail(),
      operatorFiles: [],
    });
    expect(finding && formatFinding(finding)).toBe(
      'two.json:5:5: warning CFG106: the default of port changed\n    80 in 1.0, 81 in 2.0',
    );
  });

  test('has a code of its own for each rule, in order', () => {
    const codes = RULES.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
  });
});
