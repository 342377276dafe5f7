import { describe, expect, test } from 'vitest';
import { kindOfStatement } from '../../../src/run/statement-kind.ts';
import { selectStatements } from '../../../src/run/statements.ts';

describe('what a statement may change', () => {
  test.each([
    ['schema', 'create table a (b int)'],
    ['schema', '-- first; set the stage\nALTER TABLE a ADD b int'],
    ['schema', '/* one; begin */ drop table a'],
    ['schema', 'BEGIN; CREATE TABLE a (b int); COMMIT;'],
    ['schema', "insert into a values ('--'); drop table a"],
    ['schema', 'DO $$ BEGIN END $$'],
    ['schema', 'select * into b from a'],
    ['schema', 'call move_all()'],
    ['schema', 'vacuum full a'],
    ['call', 'SELECT migrate($1)'],
    ['data', 'update a set b = 1'],
    ['data', 'with old as (delete from a returning *) select count(*) from old'],
    ['data', 'COPY a FROM stdin'],
    ['data', "begin; insert into a values ('x'); commit"],
    ['other', 'select count(*) from a'],
    ['other', '(select 1) union (select 2)'],
    ['other', "select pg_catalog.set_config('search_path', '', false)"],
    ['other', 'SELECT pg_advisory_lock(1)'],
    ['other', 'LISTEN "a"; LISTEN "b";'],
    ['other', "alter system set log_statement = 'all'"],
    ['other', "CREATE ROLE a PASSWORD 'b'"],
    ['other', ' -- nothing'],
    ['other', ''],
  ])('%s: %s', (kind, sql) => {
    expect(kindOfStatement(sql)).toBe(kind);
  });
});

describe('what is kept of the statements of a step', () => {
  const of = (...texts: readonly string[]) => texts.map((sql) => ({ database: 'app', sql }));

  test('rows only where they are asked for, and once in the same words; what changes the schema each time', () => {
    const ran = of(
      'create table a ()',
      'insert into a default values',
      'insert into a default values',
      'select f()',
      'select f()',
      'create table a ()',
    );
    const kept = (withData: boolean) => selectStatements(ran, withData).kept.map(({ sql }) => sql);
    expect(kept(true)).toEqual([
      'create table a ()',
      'insert into a default values',
      'select f()',
      'create table a ()',
    ]);
    expect(kept(false)).toEqual(['create table a ()', 'select f()', 'create table a ()']);
  });

  test('so many and no more; rows never push out what changes the schema', () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => `insert into a values (${index})`);
    const tables = Array.from({ length: 2_500 }, (_, index) => `create table t${index} ()`);
    const { kept, left } = selectStatements(of(...rows, ...tables), true);
    expect(kept.filter(({ sql }) => sql.startsWith('create')).length + left.schema).toBe(2_500);
    expect(left.schema).toBe(500);
    expect(left.data).toBeGreaterThan(4_000);
  });

  test('no more than there is room for, whatever the length of one', () => {
    const long = `create table a (${'x'.repeat(3 * 1024 * 1024)} int)`;
    const { kept, left } = selectStatements(of(long, 'drop table b'), false);
    expect(kept.map(({ sql }) => sql)).toEqual(['drop table b']);
    expect(left.schema).toBe(1);
  });

  test('no password', () => {
    const { kept } = selectStatements(
      of("create table a (); alter role b password 'it''s secret' login"),
      false,
    );
    expect(kept.map(({ sql }) => sql)).toEqual(["create table a (); alter role b password '***' login"]);
  });
});
