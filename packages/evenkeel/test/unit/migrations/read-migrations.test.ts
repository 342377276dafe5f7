import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatIssue } from '../../../src/model/issue.ts';
import { loadSqlParser } from '../../../src/read/migrations/parser.ts';
import { readMigrations } from '../../../src/read/migrations/read-migrations.ts';
import { holdsAll } from '../../../src/read/migrations/sql-types.ts';

const parse = await loadSqlParser();
const read = (files: Readonly<Record<string, string>>) =>
  readMigrations(
    Object.entries(files).map(([name, text]) => ({ name, shown: `m/${name}`, text })),
    parse,
  );
const places = (text: string): string[] =>
  (read({ 'a.sql': text }).files[0]?.statements ?? []).map(
    ({ place, what }) => `${place.line}:${place.column} ${what}`,
  );
const issues = (text: string): string[] => read({ 'a.sql': text }).issues.map(formatIssue);

describe('a file', () => {
  test('of several statements gives the place of each, past comments and letters of several bytes', () => {
    const text = `-- größe 🚢
/* a /* nested */ comment */ CREATE TABLE a (id int); /* ü🚢 */ CREATE TABLE b (id int);

  -- ; no statement
\tUPDATE a SET id = 1`;
    expect(places(text)).toEqual(['2:30 CREATE TABLE', '2:65 CREATE TABLE', '5:2 UPDATE']);
  });

  test('with dollar quoting and an atomic body is not cut at the semicolons in them', () => {
    const text = `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body$ BEGIN PERFORM 1; PERFORM 2; END $body$;
CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;
SELECT 1;`;
    expect(places(text)).toEqual(['1:1 CREATE FUNCTION', '2:1 CREATE FUNCTION', '3:1 SELECT']);
  });

  test('that begins with a byte order mark, or holds nothing, is read', () => {
    expect(places('\ufeffSELECT 1')).toEqual(['1:2 SELECT']);
    expect(places('')).toEqual([]);
    expect(places(' -- nothing\n')).toEqual([]);
  });

  test('knows what stands in a transaction block', () => {
    const { files } = read({
      'a.sql': 'SELECT 1; BEGIN; SELECT 2; ROLLBACK TO x; SELECT 3; COMMIT; SELECT 4',
    });
    expect(
      files[0]?.statements.filter(({ what }) => what === 'SELECT').map(({ inBlock }) => inBlock),
    ).toEqual([false, true, true, false]);
  });

  test('shows a long statement shortened, on one line', () => {
    const text = read({ 'a.sql': `SELECT\n  1${', 1'.repeat(400)}` }).files[0]?.statements[0]?.text;
    expect(text).toMatch(/^SELECT 1, 1.+\.\.\.$/);
    expect(text).toHaveLength(120);
  });
});

describe('a folder', () => {
  test('is read in the order of the names, numbers as numbers, without what undoes a migration', () => {
    const names = [
      'V10__b.sql',
      'V2__a.sql',
      'U2__a.sql',
      '3.down.sql',
      '3.up.sql',
      '4/down.sql',
      '4/up.sql',
    ];
    const files = read(Object.fromEntries(names.map((name) => [name, 'SELECT 1']))).files;
    expect(files.map(({ name }) => name)).toEqual(['3.up.sql', '4/up.sql', 'V2__a.sql', 'V10__b.sql']);
  });

  test.each(['-- +goose', '-- migrate:'])('reads only the way up below %s', (mark) => {
    const join = mark.endsWith(':') ? '' : ' ';
    const text = `${mark}${join}up\nCREATE TABLE a (id int);\n${mark}${join}down\nDROP TABLE a;\n`;
    expect(places(text)).toEqual(['2:1 CREATE TABLE']);
  });

  test('goes on after a file that is not SQL', () => {
    const { files, issues: found } = read({ '1.sql': 'SELEKT', '2.sql': 'SELECT 1' });
    expect(files.map(({ statements }) => statements.length)).toEqual([0, 1]);
    expect(found).toHaveLength(1);
  });
});

describe('what cannot be read', () => {
  test.each([
    [
      'a wrong word, past letters of several bytes',
      'SELECT 1; -- ä🚢\n  SELEKT 2',
      'm/a.sql:2:3: not read as',
    ],
    [
      'a command of psql',
      '-- ü\n\\set x 1\nSELECT 1',
      'm/a.sql:2:1: \\set is a command of psql, not SQL; take it out',
    ],
    [
      'another database',
      'CREATE TABLE `a` (id int)',
      'only PostgreSQL is known; what other databases would do stays unclassified',
    ],
    ['an end too soon', 'CREATE TABLE a (', 'm/a.sql:1:17: not read as'],
    ['an open string', "SELECT 'a", 'm/a.sql:1:8: not read as'],
    [
      'a NUL byte, after which the parser would see nothing',
      'SELECT 1;\n\0 DROP TABLE a',
      'm/a.sql:2:1: a NUL byte',
    ],
    ['deep nesting', `SELECT ${'('.repeat(100_000)}1${')'.repeat(100_000)}`, 'm/a.sql:1:'],
    ['a long chain', `SELECT 1${'+1'.repeat(100_000)}`, 'm/a.sql:1:1: not read as'],
    ['5 MB of parentheses', '('.repeat(5_000_000), 'm/a.sql:1:'],
    ['more than 8 MB', ' '.repeat(9_000_000), 'm/a.sql:1:1: longer than 8388608 characters'],
  ])('%s is an issue with its place', (_title, text, message) => {
    const [issue, ...more] = issues(text);
    expect(issue).toContain(message);
    expect(more).toEqual([]);
    expect(places('SELECT 1')).toEqual(['1:1 SELECT']);
  });

  test('5 MB of small statements, and 1,000 files, are read', () => {
    const rows = 100_000;
    expect(places(`${'INSERT INTO t VALUES (1, 2, repeat(chr(1), 2));\n'.repeat(rows)}`)).toHaveLength(rows);
    const files = Array.from({ length: 1_000 }, (_each, index) => [
      `${index}.sql`,
      'ALTER TABLE t ADD a int',
    ]);
    expect(read(Object.fromEntries(files)).files).toHaveLength(1_000);
  });

  test('any text at all gives statements or an issue', () => {
    const pieces = [
      'SELECT 1',
      ';',
      '$$',
      "'",
      '/*',
      '*/',
      '--',
      '\n',
      'ü',
      '🚢',
      'ALTER TABLE t',
      ' ADD c int',
      '(',
      '\\',
      '\0',
      '\ud800',
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 12 }), (parts) => {
        const { files, issues: found } = read({ 'a.sql': parts.join(' ') });
        expect(files).toHaveLength(1);
        for (const { line, column } of found) expect(Math.min(line, column)).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a type', () => {
  const sizes = fc.integer({ min: 1, max: 40 });
  test('holds itself, and what it holds is held by what holds it', () => {
    const type = fc.oneof(
      fc.constantFrom(
        'smallint',
        'integer',
        'bigint',
        'numeric',
        'real',
        'double precision',
        'text',
        'varchar',
      ),
      sizes.map((size) => `varchar(${size})`),
      fc.tuple(sizes, fc.nat(8)).map(([digits, scale]) => `numeric(${digits + scale},${scale})`),
    );
    fc.assert(
      fc.property(type, type, type, (a, b, c) => {
        expect(holdsAll(a, a)).toBe(true);
        if (holdsAll(a, b) && holdsAll(b, c)) expect([a, b, c, holdsAll(a, c)]).toEqual([a, b, c, true]);
      }),
    );
  });
});
