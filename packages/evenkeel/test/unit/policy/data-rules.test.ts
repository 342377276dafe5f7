import { describe, expect, test } from 'vitest';
import type { ConfigSchema } from '../../../src/model/config-schema.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { FileFormat } from '../../../src/model/operator-file.ts';
import { POLICIES } from '../../../src/model/policies.ts';
import { DIFF_RULES, LINT_RULES } from '../../../src/policy/operator/rules.ts';
import { judgeContract } from '../../../src/policy/rules.ts';
import { jsonSchema, opened } from '../../support/data-files.ts';
import { inShort } from '../../support/operator.ts';

function judged(format: FileFormat, text: string, target: ConfigSchema, base?: ConfigSchema): Finding[] {
  const [policy] = POLICIES;
  if (policy === undefined) throw new Error('no policy');
  const { settings } = opened(format, text, ...(base === undefined ? [target] : [base, target]));
  const releases = {
    base: { label: 'N', ...(base && { config: base }) },
    target: { label: 'N+1', config: target },
  };
  const rules = base === undefined ? LINT_RULES : DIFF_RULES;
  return judgeContract({ ...releases, policy, operatorFiles: [settings] }, rules);
}

const target = jsonSchema({
  server: {
    properties: {
      port: { type: 'integer', minimum: 1, maximum: 65535 },
      log_file: { type: 'string', 'x-renamed-from': 'logfile' },
      retries: { type: ['integer', 'null'] },
    },
  },
  ratio: { type: 'number' },
  on: { type: 'boolean', deprecated: true },
  mode: { type: 'string', enum: ['fast', 'slow'] },
  level: { enum: [1, 'one'] },
  labels: { type: 'object' },
  list: { type: 'array' },
  either: { type: ['string', 'integer'] },
});

describe('names count letter by letter', () => {
  test('in groups, in present names and in former ones', () => {
    const text =
      'Server:\n  port: 1\nserver:\n  log-file: x\n  Port: 1\n  logFile: x\n  logfile: x\nMODE: fast\n';
    expect(inShort(judged('yaml', text, target))).toEqual([
      'OPR101 4: N+1 has no option [server] log-file',
      'OPR101 5: N+1 has no option [server] Port',
      'OPR101 6: N+1 has no option [server] logFile',
      'OPR101 8: N+1 has no option MODE',
      "OPR102 2: N+1's schema has no group [Server]",
      'OPR104 7: [server] logfile is a former name of [server] log_file',
    ]);
  });

  test('the right spelling is offered', () => {
    const hints = judged('json', '{"server": {"log-file": "x", "Port": 1}}', target).map(({ hint }) => hint);
    expect(hints).toEqual(['in files it is spelled log_file', 'did you mean port?']);
  });

  test('a deprecated option is told in any format', () => {
    for (const [format, text] of [
      ['toml', 'on = true'],
      ['json', '{"on": true}'],
      ['env', 'on=true'],
    ] as const)
      expect(inShort(judged(format, text, target))).toEqual(['OPR103 1: on is deprecated']);
  });
});

describe('values are judged by their types', () => {
  const why = (format: FileFormat, text: string) =>
    judged(format, text, target)
      .filter(({ rule }) => rule.code === 'OPR105')
      .map(({ message }) => message);

  test.each([
    ['server: {port: 80}', undefined],
    ['server: {port: 80.0}', undefined],
    ['server: {port: "80"}', '[server] port: "80" is not a whole number'],
    ['server: {port: 80.5}', '[server] port: 80.5 is not a whole number'],
    ['server: {port: true}', '[server] port: true is not a whole number'],
    ['server: {port: 0}', '[server] port: 0 is less than 1'],
    ['server: {port: 70000}', '[server] port: 70000 is more than 65535'],
    ['server: {port: "${PORT}"}', undefined],
    ['server: {port: }', '[server] port: unset is refused'],
    ['server: {retries: }', undefined],
    ['server: {port: {a: 1}}', '[server] port: {"a":1} is not a whole number'],
    ['ratio: 1', undefined],
    ['ratio: .inf', undefined],
    ['ratio: one', 'ratio: "one" is not a number'],
    ['on: true', undefined],
    ['on: "true"', 'on: "true" is not a boolean'],
    ['on: 1', 'on: 1 is not a boolean'],
    ['on: yes', undefined],
    ['mode: fast', undefined],
    ['mode: FAST', 'mode: "FAST" is not one of "fast", "slow"'],
    ['mode: 1.10', 'mode: 1.1 is not a text'],
    ['level: 1', undefined],
    ['level: "1"', 'level: "1" is not one of 1, "one"'],
    ['labels: {a: 1}', undefined],
    ['labels: [a]', 'labels: ["a"] is not a mapping'],
    ['list: [a]', undefined],
    ['list: a', 'list: "a" is not a list'],
    ['either: 1', undefined],
  ])('%s', (text, message) => expect(why('yaml', text)).toEqual(message === undefined ? [] : [message]));

  test('a date of TOML is not judged; a text in .env is read as one', () => {
    expect(why('toml', 'mode = 1979-05-27')).toEqual([]);
    expect(why('toml', 'ratio = inf')).toEqual([]);
    expect(why('env', 'on=yes\nratio=1e3\n')).toEqual([]);
    expect(why('env', 'on=2\n')).toEqual(['on: "2" is refused']);
  });
});

describe('the effective-config diff', () => {
  const before = jsonSchema({
    server: {
      properties: { port: { type: 'integer', default: 80 }, gone: { type: 'string', default: 'x' } },
    },
    list: { type: 'array', default: [1, { a: 1 }] },
    labels: { type: 'object', default: { a: 1, b: 2 } },
    top: { type: 'boolean', default: false },
  });
  const after = jsonSchema({
    server: { properties: { port: { type: 'integer', default: 8080 } } },
    list: { type: 'array', default: [1, { a: 2 }] },
    labels: { type: 'object', default: { b: 2, a: 1 } },
    top: { type: 'boolean', default: true },
  });

  test('tells defaults that changed under a file, at its group', () => {
    expect(
      judged('yaml', '# c\nserver:\n', after, before).map(({ rule, place, subject, hint }) => [
        rule.code,
        place.line,
        subject,
        hint,
      ]),
    ).toEqual([
      ['OPR106', 1, 'list', "set it if N's value is to stay"],
      ['OPR106', 1, 'top', "set it if N's value is to stay"],
      ['OPR106', 2, '[server] port', "set it in [server] if N's value is to stay"],
      ['OPR108', 2, '[server] gone', undefined],
    ]);
  });

  test('and settings that are lost; what is set stays', () => {
    const text = '{"list": [], "top": false, "server": {"port": 80, "gone": "y"}}';
    expect(judged('json', text, after, before).map(({ rule, witness }) => [rule.code, witness])).toEqual([
      ['OPR107', '[server] gone is "y" in N; in N+1: no such option'],
    ]);
  });

  test('an option that became a group is not taken for one that went', () => {
    const grouped = jsonSchema({ labels: { properties: { a: {} } } });
    expect(
      judged('json', '{"labels": {"a": 1}}', grouped, jsonSchema({ labels: { type: 'object' } })).map(
        ({ rule }) => rule.code,
      ),
    ).toEqual([]);
  });
});
