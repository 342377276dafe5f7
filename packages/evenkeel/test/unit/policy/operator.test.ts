import { describe, expect, test } from 'vitest';
import { formatFinding } from '../../../src/model/finding.ts';
import { both, diff, inShort, lint, option, schema } from '../../support/operator.ts';

describe('names', () => {
  const target = schema(
    option('DEFAULT/log_file', { aliases: ['DEFAULT/logfile', 'DEFAULT/old-log'] }),
    option('DEFAULT/gone_soon', { deprecation: { since: '2024.1', reason: 'use\n log_file' } }),
    option('api/auth_type'),
    option('db/url', { aliases: ['DEFAULT/sql', 'former/url'] }),
    option('db2/url', { aliases: ['DEFAULT/sql'] }),
  );

  test('what target knows is not spoken of, whatever the case of its group', () => {
    expect(lint('[DEFAULT]\nlog_file=x\n[DB]\nurl=y\n', target)).toEqual([]);
  });

  test('an unknown option is an error, and the nearest name is offered', () => {
    const [finding] = lint('[DEFAULT]\nlog_flie = x\n', target);
    expect(finding).toMatchObject({
      rule: { code: 'OPR101', severity: 'error' },
      place: { file: 'site.conf', line: 2, column: 1 },
      subject: '[DEFAULT] log_flie',
      hint: 'did you mean log_file?',
    });
  });

  test('nothing is offered that is not near', () => {
    expect(lint('[db]\nzzzzzzzz = 1\n', target)[0]?.hint).toBeUndefined();
  });

  test('a name with - is not read from a file', () => {
    expect(lint('[DEFAULT]\nlog-file = x\n', target)[0]?.hint).toBe('in files it is spelled log_file');
  });

  test('a group that no schema knows is one note, for it may be made while the service runs', () => {
    expect(
      lint('[lvm]\na=1\nb=2\n[default]\nlog_file=1\n', target).map(({ rule, subject }) => [
        rule.severity,
        subject,
      ]),
    ).toEqual([
      ['note', '[lvm]'],
      ['note', '[default]'],
    ]);
  });

  test('the options of login plugins are not judged', () => {
    expect(inShort(lint('[api]\nusername=x\n', target))).toEqual([
      'OPR102 2: whether [api] takes this option cannot be said: its login plugins bring their own',
    ]);
  });

  test('a former name is told with all that it sets', () => {
    const findings = lint('[DEFAULT]\nlogfile=1\nold_log=1\nsql=1\n[former]\nurl=1\n', target);
    expect(inShort(findings)).toEqual([
      'OPR104 2: [DEFAULT] logfile is a former name of [DEFAULT] log_file',
      'OPR104 3: [DEFAULT] old_log is a former name of [DEFAULT] log_file',
      'OPR104 4: [DEFAULT] sql is a former name of [db] url and [db2] url',
      'OPR104 6: [former] url is a former name of [db] url',
    ]);
  });

  test('a deprecated option is told with since when and why', () => {
    expect(lint('[DEFAULT]\ngone_soon=1\n', target)[0]).toMatchObject({
      rule: { code: 'OPR103' },
      message: '[DEFAULT] gone_soon is deprecated since 2024.1',
      hint: 'use log_file',
    });
  });
});

describe('values', () => {
  const target = schema(
    option('a/int', { kind: 'integer', min: 1, max: 10 }),
    option('a/num', { kind: 'number', min: 0 }),
    option('a/bool', { kind: 'boolean' }),
    option('a/port', { kind: 'port' }),
    option('a/mode', { choices: ['fast', 'slow', null] }),
    option('a/size', { kind: 'integer', choices: [4, 6] }),
    option('a/list', { kind: 'list' }),
    option('a/secret', { kind: 'integer', secret: true }),
  );
  const wrong = (line: string) => lint(`[a]\n${line}\n`, target).some(({ rule }) => rule.code === 'OPR105');

  test.each([
    'int=1',
    'int=1_0',
    'int=+7',
    'int=',
    'int="3"',
    'int=٣',
    'num=1e3',
    'num=.5',
    'num=5.',
    'num=inf',
    'num=nan',
    'bool=YES',
    'bool=off',
    'bool=0',
    'port=0',
    'port=65535',
    'mode=fast',
    'mode=SLOW',
    'size=4',
    'list=a,,b',
    'int=$other',
    'bool=${flag}',
    'int=x\nint=2',
  ])('%j is taken', (line) => expect(wrong(line)).toBe(false));

  test.each([
    'int=0',
    'int=11',
    'int=x',
    'int=1.0',
    'int=1__0',
    'int=0x1',
    'num=-1',
    'num=-inf',
    'num=one',
    'num=1e',
    'bool=',
    'bool=y',
    'bool=2',
    'port=65536',
    'port=-1',
    'mode=medium',
    'mode=',
    'size=5',
    'int=2\nint=x',
  ])('%j is refused', (line) => expect(wrong(line)).toBe(true));

  test('a secret is not shown', () => {
    const text = lint('[a]\nsecret = hunter2\n', target).map(formatFinding).join('\n');
    expect(text).toContain('OPR105');
    expect(text).not.toContain('hunter2');
  });
});

describe('the effective-config diff', () => {
  const base = schema(
    option('DEFAULT/workers', { kind: 'integer', default: 1 }),
    option('db/url', { aliases: ['DEFAULT/sql'], secret: true }),
    option('DEFAULT/gone', { default: 'x', deprecation: { reason: 'it never worked' } }),
    option('driver/gone', { default: 'x' }),
    option('DEFAULT/paths', { kind: 'multi', default: ['a'] }),
    option('DEFAULT/same', { kind: 'integer', default: 10 }),
    option('DEFAULT/same_flag', { kind: 'boolean', default: 'True' }),
  );
  const target = schema(
    option('DEFAULT/workers', { kind: 'integer', default: 4 }),
    option('db/url', { secret: true }),
    option('DEFAULT/paths', { default: 'a' }),
    option('DEFAULT/same', { kind: 'integer', default: '10' }),
    option('DEFAULT/same_flag', { kind: 'boolean', default: true }),
  );
  const shown = (text: string) =>
    diff(text, base, target).map(({ rule, place, subject, witness }) => [
      rule.code,
      place.line,
      subject,
      witness,
    ]);

  test('a default that changed is told where the file does not set it', () => {
    expect(shown('[db]\n[DEFAULT]\npaths=1\n')).toContainEqual([
      'OPR106',
      2,
      '[DEFAULT] workers',
      '1 in N, 4 in N+1',
    ]);
    expect(
      shown('[DEFAULT]\nworkers=2\n').filter(([, , subject]) => subject === '[DEFAULT] workers'),
    ).toEqual([]);
  });

  test('an option that went is told with the value that is lost', () => {
    expect(shown('[DEFAULT]\ngone=y\n')).toContainEqual([
      'OPR107',
      2,
      '[DEFAULT] gone',
      '[DEFAULT] gone is "y" in N; in N+1: no such option',
    ]);
  });

  test('one that the file leaves to its default is a note, where the file has the group', () => {
    expect(shown('[DEFAULT]\n').filter(([code]) => code === 'OPR108')).toEqual([
      ['OPR108', 1, '[DEFAULT] gone', 'it is "x" in N'],
    ]);
  });

  test('a former name that is not read any more is told without its secret', () => {
    const findings = diff('[DEFAULT]\nsql=hunter2\n', base, target);
    const lost = findings.find(({ rule }) => rule.code === 'OPR107');
    expect(lost).toMatchObject({ place: { line: 2 }, hint: 'set [db] url instead' });
    expect(findings.map(formatFinding).join()).not.toContain('hunter2');
  });

  test('several values become one', () => {
    expect(shown('[DEFAULT]\npaths=1\npaths=2\n')).toContainEqual([
      'OPR106',
      3,
      '[DEFAULT] paths',
      '["1","2"] in N, "2" in N+1',
    ]);
  });

  test('a default that is only written otherwise is no change', () => {
    expect(shown('[DEFAULT]\n').flat().join()).not.toContain('same');
  });

  test('what base read is told once, by its values, and not as unknown too', () => {
    const findings = both('[DEFAULT]\ngone=y\nnever=1\n', base, target);
    expect(
      findings.filter(({ place }) => place.line > 1).map(({ rule, place }) => [rule.code, place.line]),
    ).toEqual([
      ['OPR101', 3],
      ['OPR107', 2],
    ]);
  });
});
