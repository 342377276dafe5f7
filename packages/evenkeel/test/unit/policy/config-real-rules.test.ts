import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/model/finding.ts';
import { POLICIES } from '../../../src/model/policies.ts';
import { judgeContract } from '../../../src/policy/rules.ts';
import { readConfigSchema } from '../../../src/read/config/schema.ts';
import { fileOf } from '../../support/operator.ts';

// What the schemas of real releases taught: each of these was a false alarm, or a half-truth, in them.

type Options = Readonly<Record<string, readonly object[]>>;
interface Release {
  readonly options: Options;
  readonly namespaces?: readonly string[];
  readonly version?: string;
}

/** A schema as oslo-config-generator writes it; options without a name of their own file are called `port`. */
function release(label: string, { options, namespaces = ['app'], version }: Release) {
  const groups = Object.entries(options).map(([group, opts]) => [
    group,
    {
      opts: opts.map((opt) => ({
        name: 'port',
        dest: 'port',
        type: 'string value',
        default: null,
        namespace: 'app',
        ...opt,
      })),
    },
  ]);
  const text = JSON.stringify({
    generator_options: { namespace: namespaces },
    options: Object.fromEntries(groups),
  });
  const config = readConfigSchema(`${label}.json`, text);
  if ('issues' in config) throw new Error(JSON.stringify(config.issues));
  return { label, config, ...(version !== undefined && { version }) };
}

function judged(base: Release, target: Release, policy = 'openstack', file?: string): Finding[] {
  return judgeContract({
    base: release('base', base),
    target: release('target', target),
    policy: POLICIES.find(({ name }) => name === policy) ?? expect.fail(),
    operatorFiles: file === undefined ? [] : [fileOf(file)],
  });
}

const short = (findings: readonly Finding[]): string[] =>
  findings.map(({ rule, subject }) => `${rule.code} ${subject}`);

/** What is found of one option in two forms, also for a file that does not set it. */
const found = (base: object, target: object): string[] =>
  short(judged({ options: { db: [base] } }, { options: { db: [target] } }, 'openstack', '[db]\n'));

describe('a text that becomes a list', () => {
  const text = { type: 'string value', default: 'tcp:127.0.0.1:6641' };

  test('takes every text that it took, and its default of one item is the same', () => {
    expect(found(text, { type: 'list value', default: ['tcp:127.0.0.1:6641'] })).toEqual([]);
  });

  test('still has another default when the item is another', () => {
    const list = { type: 'list value', default: ['ssl:127.0.0.1:6641'] };
    expect(found(text, list)).toEqual(['CFG106 [db] port', 'OPR106 [db] port']);
  });

  test('has lost values when the option could be repeated', () => {
    const many = { type: 'multi valued', default: [] };
    expect(found(many, { type: 'list value', default: [] })).toEqual(['CFG105 [db] port']);
  });

  test('is another type where values are not text', () => {
    const schema = (type: string) => {
      const read = readConfigSchema('s.json', JSON.stringify({ properties: { port: { type } } }));
      return 'issues' in read ? expect.fail() : read;
    };
    const [policy] = POLICIES;
    const findings = judgeContract({
      base: { label: 'base', config: schema('string') },
      target: { label: 'target', config: schema('array') },
      policy: policy ?? expect.fail(),
      operatorFiles: [],
    });
    expect(short(findings)).toEqual(['CFG105 port']);
  });
});

describe('a default', () => {
  test('that is an empty list, and an empty dictionary, is the same', () => {
    expect(found({ type: 'list value', default: [] }, { type: 'dict value', default: {} })).toEqual([
      'CFG105 [db] port',
    ]);
  });

  test('of items that have commas is not the list of their parts', () => {
    expect(
      found({ type: 'list value', default: ['a,b'] }, { type: 'list value', default: ['a', 'b'] }),
    ).toEqual(['CFG106 [db] port', 'OPR106 [db] port']);
  });

  test('that the machine makes is not compared: both schemas give a sample for it', () => {
    const host = (name: string) => ({ default: name, sample_default: '<current_hostname>' });
    expect(found(host('builder-1'), host('builder-2'))).toEqual([]);
  });

  test('is compared when the sample changes too, or stands for a list', () => {
    const both = ['CFG106 [db] port', 'OPR106 [db] port'];
    expect(found({ default: '/a', sample_default: '/a' }, { default: '/b', sample_default: '/b' })).toEqual(
      both,
    );
    const list = (item: string) => ({ type: 'list value', default: [item], sample_default: ['x'] });
    expect(found(list('a'), list('b'))).toEqual(both);
  });

  test('that is a long list is told by what differs', () => {
    const long = Array.from({ length: 20 }, (_, index) => `identity.${index}`);
    const [finding] = judged(
      { options: { db: [{ type: 'list value', default: [...long, 'identity.gone'] }] } },
      { options: { db: [{ type: 'list value', default: long }] } },
    );
    expect(finding?.witness).toBe('[..., "identity.gone"] in base, 20 of these values in target');
  });

  test('that is empty in one and unset in the other is told to matter seldom', () => {
    const [finding] = judged(
      { options: { db: [{ default: '' }] } },
      { options: { db: [{ default: null }] } },
    );
    expect(finding).toMatchObject({
      rule: { code: 'CFG106' },
      hint: expect.stringContaining('most programs'),
    });
  });
});

describe("an operator's file", () => {
  test('is judged though a default is a list of objects', () => {
    const helpers = (port: string) => ({ type: 'list value', default: [{ tftp: port }] });
    expect(found(helpers('udp'), helpers('udp'))).toEqual([]);
    expect(found(helpers('udp'), helpers('tcp'))).toEqual(['CFG106 [db] port', 'OPR106 [db] port']);
  });

  test('is told that a default was empty, even when target calls it a secret', () => {
    const [, opr] = judged(
      { options: { db: [{ default: '' }] } },
      { options: { db: [{ secret: true }] } },
      'openstack',
      '[db]\n',
    );
    expect(opr).toMatchObject({ rule: { code: 'OPR106' }, witness: '"" in base, unset in target' });
  });

  test('is told nothing of an option that went and was empty: it did nothing', () => {
    const went = (value: unknown) =>
      short(
        judged(
          { options: { db: [{ default: value }, { dest: 'host' }] } },
          { options: { db: [{ dest: 'host' }] } },
          'openstack',
          '[db]\n',
        ),
      );
    for (const empty of ['', [], {}, null]) expect(went(empty)).toEqual(['CFG101 [db] port']);
    expect(went(false)).toEqual(['CFG101 [db] port', 'OPR108 [db] port']);
  });

  test('is told where an option may have gone, and that empty seldom differs from unset', () => {
    const base = {
      options: { db: [{ default: '' }], rpc: [{ dest: 'pool' }, { dest: 'ttl', default: '9' }] },
    };
    const target = { options: { db: [{}], rabbit: [{ dest: 'pool' }, { dest: 'ttl', default: '9' }] } };
    const findings = judged(base, target, 'openstack', '[rpc]\npool = 7\n');
    expect(
      findings.filter(({ rule }) => rule.code.startsWith('OPR')).map(({ rule, hint }) => [rule.code, hint]),
    ).toEqual([
      ['OPR106', 'most programs take empty and unset for the same'],
      ['OPR107', 'perhaps [rabbit] pool took its place'],
      ['OPR108', 'perhaps [rabbit] ttl took its place'],
    ]);
  });
});

describe('a required option', () => {
  const url = { name: 'auth-url', dest: 'auth_url', required: true };
  const login = { name: 'auth_type', dest: 'auth_type' };

  test('of a login plugin need not be set as long as none is chosen', () => {
    expect(short(judged({ options: {} }, { options: { manila: [login, url] } }))).toEqual([]);
  });

  test('must be set where a login plugin is chosen by default, or there is none', () => {
    const chosen = { ...login, default: 'password' };
    for (const opts of [[chosen, url], [url]])
      expect(short(judged({ options: {} }, { options: { manila: opts } }))).toEqual([
        'CFG107 [manila] auth_url',
      ]);
  });
});

describe('a deprecation', () => {
  const old = { deprecated_for_removal: true, deprecated_since: '1' };

  test('lacks no reason in a schema without any words', () => {
    expect(found(old, old)).toEqual([]);
    expect(found(old, { ...old, deprecated_since: null })).toEqual(['CFG108 [db] port']);
  });

  test('lacks it in a schema that has words elsewhere', () => {
    const other = { name: 'host', dest: 'host', help: 'the name of the host' };
    const options = { db: [old, other] };
    expect(short(judged({ options }, { options }))).toEqual(['CFG108 [db] port']);
  });

  test('of base may be old enough when releases lie between', () => {
    const removed = (version: string) =>
      short(judged({ options: { db: [old] }, version: '1' }, { options: {}, version }, 'kubernetes'));
    expect(removed('2')).toEqual(['CFG102 [db] port']);
    expect(removed('3')).toEqual([]);
  });
});

describe('an option that looks renamed', () => {
  const moved = (group: string, name: string) =>
    judged({ options: { DEFAULT: [{ dest: 'pool_ttl' }] } }, { options: { [group]: [{ dest: name }] } })[0];

  test('into another group may have been declared in the wrong one before', () => {
    expect(moved('rabbit', 'pool_ttl')).toMatchObject({
      rule: { code: 'CFG103' },
      hint: 'see that the code of base reads it in [DEFAULT]: a schema can name the wrong group',
    });
  });

  test('in its group is told without that doubt', () => {
    expect(moved('DEFAULT', 'ttl_pool')).toMatchObject({ rule: { code: 'CFG103' } });
    expect(moved('DEFAULT', 'ttl_pool')?.hint).toBeUndefined();
  });
});

describe('an option that is gone', () => {
  const gone = (target: Omit<Release, 'options'>, base: Omit<Release, 'options'> = {}) =>
    judged({ options: { db: [{}] }, ...base }, { options: {}, ...target }).map(({ hint }) => hint);

  test('may have been deprecated by a release between', () => {
    expect(gone({ version: '31.0.0' }, { version: '26.0.0' })).toEqual([
      'releases between 26.0.0 and 31.0.0 are not looked at: one may have deprecated it',
    ]);
    expect(gone({ version: '27.0.0' }, { version: '26.0.0' })).toEqual([undefined]);
    expect(gone({ version: '1.4.0' }, { version: '1.2.0' })).toHaveLength(1);
    expect(gone({ version: '1.3.0' }, { version: '1.2.0' })).toEqual([undefined]);
  });

  test('may have been left out: target was not asked for that part', () => {
    expect(gone({ namespaces: ['other'] })).toEqual([
      "target's schema was made without app: see that it went, and was not left out",
    ]);
  });
});
