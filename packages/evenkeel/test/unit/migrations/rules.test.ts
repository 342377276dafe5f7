import { describe, expect, test } from 'vitest';
import { formatFinding } from '../../../src/model/finding.ts';
import { POLICIES } from '../../../src/model/policies.ts';
import { judgeContract } from '../../../src/policy/rules.ts';
import { loadSqlParser } from '../../../src/read/migrations/parser.ts';
import { readMigrations } from '../../../src/read/migrations/read-migrations.ts';

const parse = await loadSqlParser();
type Files = Readonly<Record<string, string>>;

function judge(base: Files, target: Files) {
  const release = (label: string, files: Files) => ({
    label,
    migrations: readMigrations(
      Object.entries(files).map(([name, text]) => ({ name, shown: `${label}/${name}`, text })),
      parse,
    ),
  });
  const [policy = expect.fail()] = POLICIES;
  return judgeContract({
    base: release('1.0', base),
    target: release('2.0', target),
    policy,
    operatorFiles: [],
  });
}

const SHOP = {
  '001.sql': `CREATE TABLE orders (id integer, note varchar(80), total numeric(8,2));
CREATE TYPE state AS ENUM ('new');
CREATE VIEW v AS SELECT 1;`,
};

/** The codes and subjects found for a migration that comes with target. */
const found = (sql: string): string[] =>
  judge(SHOP, { ...SHOP, '002.sql': sql }).map(({ rule, subject }) => `${rule.code} ${subject}`);

describe('nothing is found', () => {
  test.each([
    ['without a new migration', ''],
    [
      'in a new table',
      `CREATE TABLE n (id int PRIMARY KEY, a text NOT NULL); CREATE INDEX ON n (a);
      ALTER TABLE n ADD b int NOT NULL; ALTER TABLE n ADD CHECK (b > 0); ALTER TABLE n ALTER a TYPE char(1);
      ALTER TABLE n ALTER b SET NOT NULL; ALTER TABLE n RENAME a TO c; ALTER TABLE n RENAME TO m; VACUUM FULL m`,
    ],
    ['in a column with a default', "ALTER TABLE orders ADD state text NOT NULL DEFAULT 'new'"],
    ['in a temporary table', 'CREATE TEMP TABLE n (id int)'],
    ['in an index built gently', 'CREATE INDEX CONCURRENTLY i ON orders (note)'],
    [
      'in a constraint added gently',
      `ALTER TABLE orders ADD CONSTRAINT k CHECK (id > 0) NOT VALID;
      ALTER TABLE orders VALIDATE CONSTRAINT k; ALTER TABLE orders ADD CONSTRAINT u UNIQUE USING INDEX i`,
    ],
    [
      'in a wider type',
      'ALTER TABLE orders ALTER note TYPE text; ALTER TABLE orders ALTER total TYPE numeric(10,2)',
    ],
    ['in rows that are moved', "UPDATE orders SET note = ''; SELECT pg_advisory_lock(1)"],
    [
      'in a renamed table under whose name a view stands',
      'ALTER TABLE orders RENAME TO purchases; CREATE VIEW orders AS SELECT * FROM purchases',
    ],
    ['in a view that is made anew', 'DROP VIEW v; CREATE VIEW v AS SELECT 2'],
    [
      'in a column that may be NULL, then gets a default, then is NOT NULL',
      `ALTER TABLE orders ADD a int;
      ALTER TABLE orders ALTER a SET DEFAULT 1; UPDATE orders SET a = 1; ALTER TABLE orders ALTER a SET NOT NULL`,
    ],
  ])('%s', (_title, sql) => {
    expect(found(sql)).toEqual([]);
  });
});

describe('a rule finds', () => {
  test.each([
    [
      'a successor and its predecessor',
      'ALTER TABLE orders ADD cents int; ALTER TABLE orders DROP total',
      ['MIG101 orders.total'],
    ],
    [
      'a column renamed beside a new one',
      'ALTER TABLE orders ADD cents int, DROP total',
      ['MIG101 orders.total'],
    ],
    [
      'a column that comes and goes',
      'ALTER TABLE orders ADD a int, ADD b int; ALTER TABLE orders DROP b',
      ['MIG101 orders.b'],
    ],
    ['a table that comes and goes', 'CREATE TABLE n (id int); DROP TABLE n', ['MIG101 n']],
    ['a table dropped', 'DROP TABLE orders', ['MIG102 orders']],
    [
      'a table of a named schema',
      'DROP TABLE public.orders, shop.orders',
      ['MIG102 orders', 'MIG102 shop.orders'],
    ],
    ['a table renamed', 'ALTER TABLE orders RENAME TO purchases', ['MIG102 orders']],
    ['a column renamed', 'ALTER TABLE orders RENAME note TO remark', ['MIG102 orders.note']],
    ['a type dropped', 'DROP TYPE state', ['MIG102 state']],
    ['a value renamed', "ALTER TYPE state RENAME VALUE 'new' TO 'open'", ['MIG102 state.new']],
    ['a table made anew', 'DROP TABLE orders; CREATE TABLE orders (id int)', ['MIG102 orders']],
    ['a column that must be set', 'ALTER TABLE orders ADD a int NOT NULL', ['MIG103 orders.a']],
    ['a default of NULL', 'ALTER TABLE orders ADD a int NOT NULL DEFAULT NULL', ['MIG103 orders.a']],
    ['NOT NULL on a column of base', 'ALTER TABLE orders ALTER note SET NOT NULL', ['MIG103 orders.note']],
    ['NOT NULL as a constraint', 'ALTER TABLE orders ADD CONSTRAINT k NOT NULL note', ['MIG103 orders.note']],
    [
      'NOT NULL on a new column',
      'ALTER TABLE orders ADD a int; ALTER TABLE orders ALTER a SET NOT NULL',
      ['MIG103 orders.a'],
    ],
    [
      'a narrower type',
      'ALTER TABLE orders ALTER note TYPE varchar(40)',
      ['MIG104 orders.note', 'MIG106 orders'],
    ],
    ['an unknown type', 'ALTER TABLE old ALTER a TYPE text', ['MIG104 old.a', 'MIG106 old']],
    ['an index that stops writes', 'CREATE INDEX i ON orders (note)', ['MIG105 orders.i']],
    [
      'a gentle index in a block',
      'BEGIN; CREATE INDEX CONCURRENTLY i ON orders (note); COMMIT',
      ['MIG105 orders.i'],
    ],
    ['a rewrite', 'ALTER TABLE orders ALTER id TYPE bigint', ['MIG106 orders']],
    ['a constraint', 'ALTER TABLE orders ADD CONSTRAINT k CHECK (id > 0)', ['MIG107 orders.k']],
    [
      'a constraint in a column',
      'ALTER TABLE orders ADD a int REFERENCES o (id)',
      ['MIG107 orders.foreign key (a)'],
    ],
    [
      'code',
      'DO $$ BEGIN END $$; DO $$ BEGIN END $$; SELECT f()',
      ['MIG108 002.sql DO', 'MIG108 002.sql SELECT'],
    ],
  ])('%s', (_title, sql, codes) => {
    expect(found(sql)).toEqual(codes);
  });

  test('a migration that base shipped in other words, but not one with other line ends', () => {
    const codes = (text: string) => judge({ '1.sql': 'SELECT 1;\nSELECT 2;\n' }, { '1.sql': text });
    expect(codes('SELECT 1;\r\nSELECT 2;\r\n')).toEqual([]);
    expect(codes('SELECT 1;\nSELECT 3;\n').map(formatFinding)).toEqual([
      "2.0/1.sql:2:1: error MIG109: 1.sql is not what 1.0 shipped\n    1.0 has: 'SELECT 2;'; 2.0 has: 'SELECT 3;'",
    ]);
    expect(codes('SELECT 1;\nSELECT 2;').map(({ place }) => place.line)).toEqual([3]);
  });

  test('nothing in what base ran already, nor when a release has no migrations given', () => {
    const drop = { ...SHOP, '002.sql': 'DROP TABLE orders' };
    expect(judge(drop, drop)).toEqual([]);
    const [policy = expect.fail()] = POLICIES;
    expect(
      judgeContract({ base: { label: 'a' }, target: { label: 'b' }, policy, operatorFiles: [] }),
    ).toEqual([]);
  });
});

describe('a finding', () => {
  test('names the place, the lock, the reason and the statement', () => {
    const [finding = expect.fail()] = judge(SHOP, {
      ...SHOP,
      '002.sql': '\n  ALTER TABLE orders\n    ADD token uuid DEFAULT gen_random_uuid();',
    });
    expect(formatFinding(finding)).toBe(
      '2.0/002.sql:2:3: warning MIG106: orders is written anew under ACCESS EXCLUSIVE: its default is volatile\n' +
        '    ALTER TABLE orders ADD token uuid DEFAULT gen_random_uuid()',
    );
  });

  test('of a type is a warning where the old type is not known', () => {
    const severities = (sql: string) =>
      judge(SHOP, { ...SHOP, '002.sql': sql }).map(({ rule }) => `${rule.code} ${rule.severity}`);
    expect(severities('ALTER TABLE orders ALTER id TYPE smallint')).toContain('MIG104 error');
    expect(severities('ALTER TABLE old ALTER id TYPE smallint')).toContain('MIG104 warning');
  });

  test('tells both sides of a pair', () => {
    const [finding] = judge(SHOP, {
      ...SHOP,
      '002.sql': 'ALTER TABLE orders ADD cents int;\nALTER TABLE orders DROP total;',
    });
    expect(finding?.message).toBe(
      'the column orders.total is dropped in the release that adds the column orders.cents',
    );
    expect(finding?.witness).toBe(
      '2.0/002.sql:1 has: ALTER TABLE orders ADD cents int; here: ALTER TABLE orders DROP total',
    );
  });
});

test('many statements on one table take no time that grows with their square', () => {
  const lines = Array.from(
    { length: 30_000 },
    (_each, index) => `ALTER TABLE orders DROP c${index}, ALTER d SET NOT NULL;`,
  );
  expect(found(lines.join('\n'))).toHaveLength(60_000);
});
