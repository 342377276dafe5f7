import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Config, parseConfig } from '../src/config/conf.js';
import { DEVIATIONS } from '../src/filter/deviations.js';
import { parseFilters } from '../src/filter/parse.js';
import { FILTER_CLASSES } from '../src/filter/types.js';
import { ConfigProblem, type Ini, parseIni } from '../src/ini/ini.js';
import { PACKAGE } from './support/run-build.js';

import { check } from './support/run-fuzz.js';

/** @returns undefined for a ConfigProblem; everything else that is thrown is a fault */
function orProblem<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigProblem && error.message !== '' && error.line >= 0) return undefined;
    throw error;
  }
}

const PIECES = [
  ...[
    '[DEFAULT]',
    '[Filters]',
    '[',
    ']',
    '[]',
    '[a',
    '\n',
    '\r',
    '\r\n',
    '\n ',
    '\n\t',
    ' ',
    '=',
    ':',
    ' = ',
    '#',
    ';',
    '%',
    ',',
  ],
  ...[
    '\0',
    '\ufeff',
    '\u2028',
    '\u0085',
    '\x1c',
    '\xa0',
    'é',
    '𝄞',
    '\ud800',
    'x',
    'filters_path',
    'exec_dirs',
    '/a,b',
    '1_0',
  ],
  ...['__proto__', 'constructor', 'legacy', 'RW-001', 'root', ...FILTER_CLASSES],
];
const fileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join('')),
);

/** Real filter files, where they are at hand, and one of ours. */
function realFiles(): string[] {
  const own =
    '[DEFAULT]\na: CommandFilter, ls, root\n[Filters]\nb: RegExpFilter, cat, root, cat,\n  \\d+, (?x)a|b\n# c\nd = KillFilter, root, x, -9\n';
  const folder = join(PACKAGE, '../../../shared/data/openstack/rootwrap');
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.filters'),
    );
    return [own, ...names.slice(0, 30).map((name) => readFileSync(join(folder, name), 'utf8'))];
  } catch {
    return [own];
  }
}
type Cut = readonly [at: number, length: number, insert: string];
const cuts = fc.array(fc.tuple(fc.nat(5000), fc.nat(20), fc.constantFrom(...PIECES)), {
  minLength: 1,
  maxLength: 5,
});
const mutate = (text: string, changes: readonly Cut[]): string =>
  changes.reduce((now, [at, length, insert]) => {
    const start = at % (now.length + 1);
    return now.slice(0, start) + insert + now.slice(start + length);
  }, text);
const anyFile = fc.oneof(
  fileText,
  fc.tuple(fc.constantFrom(...realFiles()), cuts).map(([text, changes]) => mutate(text, changes)),
);

/** A parsed file holds no more than the text did. */
function assertBounded(ini: Ini, text: string): void {
  const sections = [ini.defaults, ...ini.sections.values()];
  const values = sections.flatMap((section) => [...section.values()]);
  const size = values.reduce((sum, { value }) => sum + value.length, 0);
  assert.ok(size <= text.length);
  const lines = text.split(/\r\n|\r|\n/).length;
  assert.ok(values.every(({ line }) => line >= 1 && line <= lines));
}

describe('whatever a file holds', () => {
  it('the parser answers with sections or names the line', () => {
    check(fc.tuple(anyFile, fc.boolean()), ([text, strict]) => {
      const ini = orProblem(() => parseIni(text, 'f', strict));
      if (ini !== undefined) assertBounded(ini, text);
    });
  });

  it('filters are made of it or the line is named', () => {
    check(anyFile, (text) => {
      const parsed = orProblem(() => parseFilters(parseIni(text, 'f', false), 'f'));
      for (const { class: name, exec, runAs, args, place } of parsed?.filters ?? []) {
        assert.ok(FILTER_CLASSES.includes(name));
        assert.ok([exec, runAs, ...args].every((word) => typeof word === 'string'));
        assert.ok(place.line > 0);
      }
    });
  });

  it('a configuration is made of it or refused', () => {
    const keys = [
      'filters_path',
      'exec_dirs',
      'use_syslog',
      'syslog_log_facility',
      'syslog_log_level',
      'daemon_timeout',
      'rlimit_nofile',
      'legacy',
      'env_keep',
      'record',
      'record_redact',
    ];
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '',
        '0',
        '-0',
        '1_0',
        '1__0',
        '1e5',
        '0x10',
        '9'.repeat(400),
        'yes',
        'constructor',
        '__proto__',
        'RW-001',
        'RW-021',
        'all',
      ),
    );
    const conf = fc.array(fc.tuple(fc.constantFrom(...keys), value), { maxLength: 5 });
    check(
      fc.oneof(
        anyFile,
        conf.map(
          (lines) =>
            `[DEFAULT]\nfilters_path=/x\n${lines.map(([key, text]) => `${key} = ${text}\n`).join('')}`,
        ),
      ),
      (text) => {
        const config = orProblem(() => parseConfig(parseIni(text, 'f', true), 'f', '/bin'));
        if (config !== undefined) assertSane(config);
      },
    );
  });

  it('long lines of one thing are read', () => {
    for (const piece of [
      ' ',
      '\t',
      '\n',
      '\n ',
      '[',
      'a',
      'a=',
      '=',
      ' =',
      'a = b\n ',
      '\u2028',
      ', ',
      'a\0 ',
    ])
      for (const before of ['', '[Filters]\n', '[Filters]\na=', '[Filters]\na'])
        orProblem(() => parseFilters(parseIni(`${before + piece.repeat(2000)}x`, 'f', false), 'f'));
  });
});

function assertSane({ filtersPath, execDirs, daemonTimeout, openFiles, legacy, record }: Config): void {
  if (!legacy.has('RW-008')) assert.ok([...filtersPath, ...execDirs].every((entry) => entry.startsWith('/')));
  assert.ok(!Number.isNaN(daemonTimeout) && openFiles >= 1);
  assert.ok([...legacy].every((code) => DEVIATIONS[code].restorable));
  assert.ok(record === undefined || ['nothing', 'values', 'all'].includes(record.redact));
}
