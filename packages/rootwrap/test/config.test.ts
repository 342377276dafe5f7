import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { DEVIATIONS } from '../src/filter/deviations.js';
import { newScene, removeFolders } from './support/conf.js';
import { NO_OSLO, oslo, ROOTWRAP, rootwrap } from './support/run.js';

after(removeFolders);

const ECHO = ['echo: CommandFilter, echo, root'];
const HI = { code: 0, out: 'hi\n', err: '' };
const echo = (conf: readonly string[]) => rootwrap(newScene(ECHO, conf), ['echo', 'hi']);
const NOT_INT = 'invalid literal for int() with base 10';

describe('a value in rootwrap.conf', () => {
  const good = [
    ...['1', '0', 'yes', 'no', 'on', 'off', 'TRUE', 'False'].map((value) => `use_syslog = ${value}`),
    ...[
      'LOG_DAEMON',
      'daemon',
      'syslog',
      'local7',
      'authpriv',
      'security',
      'console',
      'ntp',
      'ftp',
      'cron',
      'kern',
      'uucp',
      'LOG_CONSOLE',
      'LOG_SOLCRON',
      'LOG_LOCAL0',
    ].map((value) => `syslog_log_facility = ${value}`),
    ...['ERROR', 'info', 'Info', 'WARN', 'warning', 'CRITICAL', 'FATAL', 'NOTSET', 'DEBUG'].map(
      (value) => `syslog_log_level = ${value}`,
    ),
    ...['-1', '0', '600', '+2', '1_0'].map((value) => `daemon_timeout = ${value}`),
    ...['600', '64', '20001', '99999999', '9999999999999999999999'].map(
      (value) => `rlimit_nofile = ${value}`,
    ),
    ...[
      'unknown = %(x)s',
      'legacy =',
      'legacy = ,',
      'env_keep = A,,B',
      'RLIMIT_NOFILE: 600',
      'record_redact = values',
    ],
  ];
  it('may be any that oslo.rootwrap takes', () => {
    for (const line of good) assert.deepEqual(echo([line]), HI, line);
  });

  const bad: [line: string, words: string][] = [
    ['use_syslog = maybe', 'Not a boolean: maybe'],
    ['use_syslog =', 'Not a boolean: '],
    ...['Daemon', 'LOCAL0', 'log_auth', 'bogus', '', 'LOG_authpriv', 'LOG_PID', '3'].map(
      (value): [string, string] => [
        `syslog_log_facility = ${value}`,
        `Unexpected syslog_log_facility: ${value}`,
      ],
    ),
    ...['bogus', '', '10', 'trace'].map((value): [string, string] => [
      `syslog_log_level = ${value}`,
      `Unexpected syslog_log_level: '${value}'`,
    ]),
    ...['abc', '', '2.5'].flatMap((value): [string, string][] => [
      [`daemon_timeout = ${value}`, `${NOT_INT}: '${value}'`],
      [`rlimit_nofile = ${value}`, `${NOT_INT}: '${value}'`],
    ]),
  ];
  it('that is wrong is told in the words of oslo.rootwrap, and where it stands', () => {
    for (const [line, words] of bad) {
      const scene = newScene(ECHO, [line]);
      const { code, out, err } = rootwrap(scene, ['echo', 'hi']);
      assert.deepEqual([code, out], [97, ''], line);
      assert.ok(
        err.startsWith(`${ROOTWRAP}: Incorrect value in ${scene.conf}: ${words}\n${scene.conf}:4: `),
        `${line}: ${err}`,
      );
    }
  });

  it('and those are its words', { skip: NO_OSLO }, () => {
    for (const [line, words] of bad.filter((_, index) => index % 4 === 0)) {
      const scene = newScene(ECHO, [line]);
      const expected = `/usr/bin/oslo-rootwrap: Incorrect value in ${scene.conf}: ${words}\n`;
      assert.deepEqual(oslo(scene, ['echo', 'hi']), { code: 97, out: '', err: expected });
    }
  });

  it('is not one of the words that every JavaScript object knows', () => {
    for (const word of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
      for (const key of [
        'use_syslog',
        'syslog_log_level',
        'syslog_log_facility',
        'legacy',
        'record_redact',
        'rlimit_nofile',
      ])
        assert.equal(echo([`${key} = ${word}`, 'record = /dev/null/x']).code, 97, `${key} = ${word}`);
  });

  it('is refused where it could not be kept', () => {
    for (const value of ['0', '-1']) {
      const { code, err } = echo([`rlimit_nofile = ${value}`]);
      assert.equal(code, 97);
      assert.match(err, /rlimit_nofile|invalid literal/);
    }
    assert.match(
      echo(['record = /nowhere/x', 'record_redact = some']).err,
      /Not one of nothing, values, all: some/,
    );
  });
});

describe('rootwrap.conf', () => {
  const ended = (text: string | Buffer) => {
    const scene = newScene(ECHO);
    writeFileSync(scene.conf, text.toString('latin1').replaceAll('DIR', scene.filters), 'latin1');
    return rootwrap(scene, ['echo', 'hi']);
  };
  it('that is broken is refused', () => {
    const broken: Record<string, string> = {
      empty: '',
      'without [DEFAULT]': '[other]\nfilters_path=DIR\n',
      'with [default]': '[default]\nfilters_path=DIR\n',
      'without filters_path': '[DEFAULT]\nexec_dirs=/usr/bin\n',
      'with a key twice': '[DEFAULT]\nfilters_path=DIR\nFilters_Path=DIR\n',
      'with a section twice': '[DEFAULT]\nfilters_path=DIR\n[a]\n[a]\n',
      'with junk': '[DEFAULT]\nfilters_path=DIR\njunk\n',
      'with no section': 'filters_path=DIR\n',
      'with a byte order mark': '\u00ef\u00bb\u00bf[DEFAULT]\nfilters_path=DIR\n',
      'not UTF-8': '[DEFAULT]\nfilters_path=DIR\n# \u00ff\n',
    };
    for (const [name, text] of Object.entries(broken)) {
      const { code, err } = ended(text);
      assert.equal(code, 97, name);
      assert.match(err, /Incorrect configuration file: \/.*\n\/.*rootwrap\.conf:/, name);
    }
  });

  it("is read as Python's configparser reads it", () => {
    const fine: Record<string, string> = {
      'two [DEFAULT]': '[DEFAULT]\nfilters_path=DIR\n[DEFAULT]\nuse_syslog=0\n',
      'other line ends': '[DEFAULT]\r\nfilters_path=DIR\r\n',
      'a colon, large letters': '[DEFAULT]\nFILTERS_PATH : DIR\n',
      'an indented key': '[DEFAULT]\n  filters_path=DIR\n',
      'a percent sign': '[DEFAULT]\nfilters_path=DIR\nx=%(\n',
      'a NUL that nobody asks for': '[DEFAULT]\nfilters_path=DIR\nx=\0\n',
      comments: '# x\n; y\n[DEFAULT]\n# z\nfilters_path=DIR\n',
    };
    for (const [name, text] of Object.entries(fine)) assert.deepEqual(ended(text), HI, name);
    assert.equal(ended('[DEFAULT]\nfilters_path=DIR ; comment\n').code, 99);
    assert.equal(ended('[DEFAULT]\nfilters_path=/nowhere, DIR\n').code, 99);
    assert.equal(ended('[DEFAULT]\nfilters_path=/nowhere,DIR\n').code, 0);
    assert.equal(ended('[DEFAULT]\nfilters_path=DIR\nexec_dirs=\n').code, 96);
    assert.equal(ended('[DEFAULT]\nfilters_path=\n').code, 99);
  });
});

describe('legacy', () => {
  it('takes several codes, over several lines', () => {
    const scene = newScene(
      ['e: RegExpFilter, echo, root, echo, -l|-a'],
      ['legacy = RW-006,', '  RW-007 , RW-013'],
    );
    assert.equal(rootwrap(scene, ['echo', '-lx\n']).code, 0);
    assert.equal(
      rootwrap(newScene(['e: RegExpFilter, echo, root, echo, -l|-a']), ['echo', '-lx\n']).code,
      99,
    );
  });

  it('refuses a code that is not there, and says at which line', () => {
    for (const code of ['RW-999', 'rw-001', 'RW-001 RW-002', 'all']) {
      const { code: exit, err } = echo([`legacy = RW-001, ${code}`]);
      assert.equal(exit, 97);
      assert.match(err, new RegExp(`rootwrap\\.conf:4: legacy: there is no deviation '${code}'`));
    }
  });

  it('refuses the codes that have no old behaviour, and takes all others', () => {
    for (const [code, { restorable }] of Object.entries(DEVIATIONS)) {
      const { code: exit, err } = echo([`legacy = ${code}`]);
      assert.equal(exit, restorable ? 0 : 97, code);
      if (!restorable) assert.match(err, new RegExp(`legacy: ${code} has no old behaviour to give back`));
    }
  });
});
