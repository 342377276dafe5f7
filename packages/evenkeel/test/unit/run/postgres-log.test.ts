import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readLogs } from '../../../src/drivers/store/logs.ts';
import { readStatements, statementsIn } from '../../../src/drivers/store/postgres-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'postgres-log-of-evenkeel-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A record as PostgreSQL writes it: a tab after each newline. */
const record = (transaction: string, severity: string, message: string, database = 'app'): string =>
  `2026-11-23 18:00:10.639 UTC [21433] (${transaction} ${database}) ${severity}:  ${message.replaceAll('\n', '\n\t')}\n`;
const ran = (transaction: string, sql: string): string => record(transaction, 'LOG', `statement: ${sql}`);
const failed = (transaction: string, why: string, sql: string): string =>
  record(transaction, 'ERROR', why) + record(transaction, 'STATEMENT', sql);
const stayed = (...records: readonly string[]): string[] =>
  statementsIn(records.join('')).map(({ sql }) => sql);

describe('of what a log tells, only what ran and stayed is a statement', () => {
  test.each([
    [
      'over several lines',
      [ran('1/1', 'a\n\tb\n\n2026 LOG:  statement: c')],
      ['a\n\tb\n\n2026 LOG:  statement: c'],
    ],
    [
      'prepared',
      [record('1/1', 'LOG', 'execute <unnamed>: a'), record('1/1', 'DETAIL', 'Parameters: $1 = 1')],
      ['a'],
    ],
    ['prepared under a name, with a portal', [record('1/1', 'LOG', 'execute n/p: a: b')], ['a: b']],
    ['fetched from again', [record('1/1', 'LOG', 'execute fetch from n/p: a')], []],
    ['failed', [ran('1/1', 'a'), ran('1/2', 'b'), failed('1/2', 'no', 'b'), ran('1/3', 'c')], ['a', 'c']],
    [
      'failed in a later transaction of its own',
      [
        ran('1/1', 'create index concurrently i on t (a)'),
        failed('1/4', 'no', 'create index concurrently i on t (a)'),
      ],
      [],
    ],
    ['gone with a transaction that failed', [ran('1/1', 'a'), ran('1/1', 'b'), failed('1/1', 'no', 'b')], []],
    [
      'gone with a failure that was not logged as run',
      [ran('1/1', 'a'), failed('1/1', 'no such table', 'select 1 from x'), ran('1/2', 'c')],
      ['c'],
    ],
    [
      'kept by a savepoint',
      [
        ran('1/1', 'a'),
        ran('1/1', 'b'),
        failed('1/1', 'no', 'b'),
        ran('1/1', 'rollback to s'),
        ran('1/1', 'c'),
        ran('1/1', 'commit'),
      ],
      ['a', 'rollback to s', 'c', 'commit'],
    ],
    ['rolled back', [ran('1/1', 'begin'), ran('1/1', 'a'), ran('1/1', 'ROLLBACK'), ran('1/2', 'b')], ['b']],
    ['committed after a failure', [ran('1/1', 'a'), failed('1/1', 'no', 'x'), ran('1/1', 'commit')], []],
    [
      'of a connection that was ended later',
      [ran('1/1', 'a'), record('1/0', 'FATAL', 'terminating connection')],
      ['a'],
    ],
    ['in a log of another form', ['LOG:  statement: a\n', '2026 [1] LOG:  statement: b\n'], []],
  ])('%s', (_title, records, expected) => {
    expect(stayed(...records)).toEqual(expected);
  });

  test('a database may be called anything', () => {
    expect(statementsIn(record('1/1', 'LOG', 'statement: a', 'my (own) one'))).toEqual([
      { database: 'my (own) one', sql: 'a' },
    ]);
  });
});

test('a log is read on from where it was read to, and a record that is half there is left for later', () => {
  const file = join(folder, 'on.log');
  const [first, second] = [ran('1/1', 'a'), ran('1/2', 'b')];
  writeFileSync(file, first + second.slice(0, -3));
  const half = readStatements(file, 0);
  writeFileSync(file, first + second);
  const rest = readStatements(file, half.next);
  expect([half.statements, rest.statements].map((each) => each.map(({ sql }) => sql))).toEqual([
    ['a'],
    ['b'],
  ]);
  expect(readStatements(file, rest.next)).toEqual({
    statements: [],
    next: (first + second).length,
    unread: false,
  });
  expect(readStatements(join(folder, 'none.log'), 7)).toEqual({ statements: [], next: 7, unread: false });
});

test('evidence is what the server said, as if no statement had been logged', () => {
  const file = join(folder, 'evidence.log');
  const log =
    '2026-11-23 18:00:10.639 UTC [1] LOG:  received SIGHUP, reloading configuration files\n' +
    '2026-11-23 18:00:10.639 UTC [1] LOG:  parameter "log_statement" changed to "all"\n' +
    ran('1/1', 'alter table x\nadd error text') +
    record('1/1', 'LOG', 'execute <unnamed>: b') +
    record('1/1', 'DETAIL', 'Parameters: $1 = 1') +
    failed('1/2', 'relation "nope" does not exist\nat all', 'drop table nope') +
    '2026-11-23 18:00:10.639 UTC [1] LOG:  shutting down\n';
  writeFileSync(file, log);
  const lines = readLogs([{ source: 'db', file, format: 'postgres' }], {}).map(({ text }) => text);
  expect(lines).toEqual([
    '2026-11-23 18:00:10.639 UTC [21433] ERROR:  relation "nope" does not exist',
    ' at all',
    '2026-11-23 18:00:10.639 UTC [21433] STATEMENT:  drop table nope',
    '2026-11-23 18:00:10.639 UTC [1] LOG:  shutting down',
  ]);
});

test('an error is still evidence when many statements were logged after it', () => {
  const file = join(folder, 'flood.log');
  writeFileSync(file, failed('1/1', 'the first', 'a') + ran('1/2', 'select 1 from a_table').repeat(10_000));
  const lines = readLogs([{ source: 'db', file, format: 'postgres' }], {}).map(({ text }) => text);
  expect(lines[0]).toMatch(/ERROR: {2}the first$/);
});
