import { expect, test } from 'vitest';
import type { LockLevel, Stage } from '../../../src/model/migration.ts';
import { loadSqlParser } from '../../../src/read/migrations/parser.ts';
import { readMigrations } from '../../../src/read/migrations/read-migrations.ts';

const parse = await loadSqlParser();
type Known = readonly [sql: string, stage: Stage, lock: LockLevel, rewrites?: 'rewrites'];

/** What the migrations before it tell. */
const BEFORE = `CREATE DOMAIN positive AS integer CHECK (VALUE > 0); CREATE DOMAIN plain AS integer;
CREATE TABLE t (id integer, a varchar(20), b text, c numeric(8,2), d timestamp(3), e char(4), f bigint, g varbit(4));`;

// From PostgreSQL 18's pages, not from what the code says: ALTER TABLE, CREATE TABLE, CREATE INDEX, ALTER INDEX,
// DROP INDEX, VACUUM, and the table-level locks of 13.3.1
const STATEMENTS: readonly Known[] = [
  ['CREATE TABLE n (id int PRIMARY KEY, name text NOT NULL)', 'expand', 'none'],
  ['CREATE TEMP TABLE n (id int)', 'expand', 'none'],
  ['CREATE TABLE n (t int REFERENCES t (id))', 'expand', 'SHARE ROW EXCLUSIVE'],
  ['CREATE TABLE n (t int, FOREIGN KEY (t) REFERENCES t (id))', 'expand', 'SHARE ROW EXCLUSIVE'],
  ['CREATE TABLE n PARTITION OF t FOR VALUES IN (1)', 'expand', 'ACCESS EXCLUSIVE'],
  ['CREATE TABLE n AS SELECT * FROM t', 'expand', 'ACCESS SHARE'],
  ['SELECT * INTO n FROM t', 'expand', 'ACCESS SHARE'],
  ['DROP TABLE t', 'contract', 'ACCESS EXCLUSIVE'],
  ['TRUNCATE t', 'migrate', 'ACCESS EXCLUSIVE'],
  ['LOCK TABLE t IN SHARE ROW EXCLUSIVE MODE', 'neutral', 'SHARE ROW EXCLUSIVE'],
  ['LOCK TABLE t', 'neutral', 'ACCESS EXCLUSIVE'],
  ['VACUUM t', 'neutral', 'SHARE UPDATE EXCLUSIVE'],
  ['VACUUM (FULL) t', 'neutral', 'ACCESS EXCLUSIVE', 'rewrites'],
  ['VACUUM (FULL false) t', 'neutral', 'SHARE UPDATE EXCLUSIVE'],
  ['ANALYZE t', 'neutral', 'SHARE UPDATE EXCLUSIVE'],
  ['CLUSTER t USING i', 'neutral', 'ACCESS EXCLUSIVE', 'rewrites'],
  ['REINDEX TABLE t', 'neutral', 'ACCESS EXCLUSIVE'],
  ['REINDEX TABLE CONCURRENTLY t', 'neutral', 'SHARE UPDATE EXCLUSIVE'],
  // columns
  ['ALTER TABLE t ADD COLUMN n int', 'expand', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t ADD COLUMN n int NOT NULL DEFAULT 3', 'expand', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t ADD COLUMN n timestamptz DEFAULT now()', 'expand', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t ADD COLUMN n timestamptz DEFAULT CURRENT_TIMESTAMP', 'expand', 'ACCESS EXCLUSIVE'],
  [
    'ALTER TABLE t ADD COLUMN n timestamptz DEFAULT clock_timestamp()',
    'expand',
    'ACCESS EXCLUSIVE',
    'rewrites',
  ],
  ['ALTER TABLE t ADD COLUMN n uuid DEFAULT gen_random_uuid()', 'expand', 'ACCESS EXCLUSIVE', 'rewrites'],
  ['ALTER TABLE t ADD COLUMN n serial', 'expand', 'ACCESS EXCLUSIVE', 'rewrites'],
  ['ALTER TABLE t ADD COLUMN n int GENERATED ALWAYS AS IDENTITY', 'expand', 'ACCESS EXCLUSIVE', 'rewrites'],
  [
    'ALTER TABLE t ADD COLUMN n int GENERATED ALWAYS AS (id + 1) STORED',
    'expand',
    'ACCESS EXCLUSIVE',
    'rewrites',
  ],
  ['ALTER TABLE t ADD COLUMN n int GENERATED ALWAYS AS (id + 1) VIRTUAL', 'expand', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t ADD COLUMN n positive', 'expand', 'ACCESS EXCLUSIVE', 'rewrites'],
  ['ALTER TABLE t ADD COLUMN n plain', 'expand', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t DROP COLUMN a', 'contract', 'ACCESS EXCLUSIVE'],
  ["ALTER TABLE t ALTER COLUMN a SET DEFAULT 'x'", 'expand', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t ALTER COLUMN a DROP DEFAULT', 'contract', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t ALTER COLUMN a SET NOT NULL', 'contract', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t ALTER COLUMN a DROP NOT NULL', 'expand', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t ALTER COLUMN a SET STATISTICS 100', 'neutral', 'SHARE UPDATE EXCLUSIVE'],
  ['ALTER TABLE t ALTER COLUMN a SET (n_distinct = 5)', 'neutral', 'SHARE UPDATE EXCLUSIVE'],
  ['ALTER TABLE t ALTER COLUMN a SET STORAGE EXTERNAL', 'neutral', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY', 'expand', 'ACCESS EXCLUSIVE'],
  // types of columns
  ['ALTER TABLE t ALTER COLUMN id TYPE bigint', 'expand', 'ACCESS EXCLUSIVE', 'rewrites'],
  ['ALTER TABLE t ALTER COLUMN f TYPE integer', 'contract', 'ACCESS EXCLUSIVE', 'rewrites'],
  ['ALTER TABLE t ALTER COLUMN a TYPE varchar(40)', 'expand', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t ALTER COLUMN a TYPE varchar(10)', 'contract', 'ACCESS EXCLUSIVE', 'rewrites'],
  ['ALTER TABLE t ALTER COLUMN a TYPE text', 'expand', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t ALTER COLUMN a TYPE text USING a::text', 'expand', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t ALTER COLUMN a TYPE text USING upper(a)', 'expand', 'ACCESS EXCLUSIVE', 'rewrites'],
  ['ALTER TABLE t ALTER COLUMN b TYPE varchar', 'expand', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t ALTER COLUMN b TYPE varchar(9)', 'contract', 'ACCESS EXCLUSIVE', 'rewrites'],
  ['ALTER TABLE t ALTER COLUMN c TYPE numeric(10,2)', 'expand', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t ALTER COLUMN c TYPE numeric(10,3)', 'expand', 'ACCESS EXCLUSIVE', 'rewrites'],
  ['ALTER TABLE t ALTER COLUMN c TYPE numeric(8,3)', 'contract', 'ACCESS EXCLUSIVE', 'rewrites'],
  ['ALTER TABLE t ALTER COLUMN d TYPE timestamp(6)', 'expand', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t ALTER COLUMN e TYPE char(8)', 'expand', 'ACCESS EXCLUSIVE', 'rewrites'],
  ['ALTER TABLE t ALTER COLUMN g TYPE varbit(8)', 'expand', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE other ALTER COLUMN a TYPE text', 'contract', 'ACCESS EXCLUSIVE', 'rewrites'],
  // constraints, triggers, partitions, storage
  ['ALTER TABLE t ADD CONSTRAINT k CHECK (id > 0)', 'contract', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES o (id)', 'contract', 'SHARE ROW EXCLUSIVE'],
  ['ALTER TABLE t ADD UNIQUE (a)', 'contract', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t VALIDATE CONSTRAINT k', 'neutral', 'SHARE UPDATE EXCLUSIVE'],
  ['ALTER TABLE t DROP CONSTRAINT k', 'expand', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t DISABLE TRIGGER ALL', 'unclassified', 'SHARE ROW EXCLUSIVE'],
  ['ALTER TABLE t CLUSTER ON i', 'neutral', 'SHARE UPDATE EXCLUSIVE'],
  ['ALTER TABLE t SET LOGGED', 'neutral', 'ACCESS EXCLUSIVE', 'rewrites'],
  ['ALTER TABLE t SET ACCESS METHOD heap', 'neutral', 'ACCESS EXCLUSIVE', 'rewrites'],
  ['ALTER TABLE t SET (fillfactor = 70, autovacuum_enabled = false)', 'neutral', 'SHARE UPDATE EXCLUSIVE'],
  ['ALTER TABLE t SET (user_catalog_table = true)', 'neutral', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (1)', 'expand', 'SHARE UPDATE EXCLUSIVE'],
  ['ALTER TABLE t DETACH PARTITION p', 'contract', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t DETACH PARTITION p CONCURRENTLY', 'contract', 'SHARE UPDATE EXCLUSIVE'],
  [
    'ALTER TABLE t VALIDATE CONSTRAINT k, ADD FOREIGN KEY (id) REFERENCES o',
    'contract',
    'SHARE ROW EXCLUSIVE',
  ],
  ['ALTER TABLE t ADD n int, DROP COLUMN a', 'contract', 'ACCESS EXCLUSIVE'],
  // names
  ['ALTER TABLE t RENAME TO n', 'contract', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t RENAME COLUMN a TO n', 'contract', 'ACCESS EXCLUSIVE'],
  ['ALTER TABLE t RENAME CONSTRAINT k TO n', 'neutral', 'ACCESS EXCLUSIVE'],
  ['ALTER INDEX i RENAME TO n', 'neutral', 'SHARE UPDATE EXCLUSIVE'],
  ['ALTER TABLE t SET SCHEMA s', 'contract', 'ACCESS EXCLUSIVE'],
  // indexes
  ['CREATE INDEX i ON t (a)', 'expand', 'SHARE'],
  ['CREATE INDEX CONCURRENTLY i ON t (lower(a))', 'expand', 'SHARE UPDATE EXCLUSIVE'],
  ['CREATE UNIQUE INDEX i ON t (a)', 'contract', 'SHARE'],
  ['DROP INDEX i', 'contract', 'ACCESS EXCLUSIVE'],
  ['DROP INDEX CONCURRENTLY i', 'contract', 'SHARE UPDATE EXCLUSIVE'],
  // types
  ["CREATE TYPE mood AS ENUM ('ok')", 'expand', 'none'],
  ['CREATE TYPE pair AS (x int, y int)', 'expand', 'none'],
  ["ALTER TYPE mood ADD VALUE 'sad'", 'expand', 'none'],
  ["ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'", 'contract', 'none'],
  ['ALTER TYPE mood RENAME TO temper', 'contract', 'none'],
  ['DROP TYPE mood', 'contract', 'none'],
  ['ALTER DOMAIN plain ADD CHECK (VALUE > 1)', 'contract', 'none'],
  ['ALTER DOMAIN plain DROP NOT NULL', 'expand', 'none'],
  // rows
  ["INSERT INTO t (a) VALUES ('x')", 'migrate', 'ROW EXCLUSIVE'],
  ['UPDATE t SET a = b', 'migrate', 'ROW EXCLUSIVE'],
  ['DELETE FROM t', 'migrate', 'ROW EXCLUSIVE'],
  ['MERGE INTO t USING o ON t.id = o.id WHEN MATCHED THEN DELETE', 'migrate', 'ROW EXCLUSIVE'],
  ['WITH gone AS (DELETE FROM t RETURNING *) SELECT count(*) FROM gone', 'migrate', 'ROW EXCLUSIVE'],
  ["COPY t FROM '/tmp/t'", 'migrate', 'ROW EXCLUSIVE'],
  ['SELECT count(*) FROM t', 'neutral', 'ACCESS SHARE'],
  ['SELECT * FROM t FOR UPDATE', 'neutral', 'ROW SHARE'],
  ["SELECT pg_catalog.set_config('search_path', '', false)", 'neutral', 'none'],
  ['SELECT tidy_up()', 'unclassified', 'ACCESS SHARE'],
  // views, functions and the rest
  ['CREATE VIEW v AS SELECT * FROM t', 'expand', 'none'],
  ['CREATE OR REPLACE VIEW v AS SELECT * FROM t', 'unclassified', 'ACCESS EXCLUSIVE'],
  ['DROP VIEW v', 'contract', 'ACCESS EXCLUSIVE'],
  ['REFRESH MATERIALIZED VIEW v', 'migrate', 'ACCESS EXCLUSIVE', 'rewrites'],
  ['REFRESH MATERIALIZED VIEW CONCURRENTLY v', 'migrate', 'EXCLUSIVE'],
  ['CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$', 'expand', 'none'],
  ['CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$', 'unclassified', 'none'],
  ['CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f()', 'unclassified', 'SHARE ROW EXCLUSIVE'],
  ['DO $$ BEGIN DROP TABLE t; END $$', 'unclassified', 'none'],
  ["COMMENT ON TABLE t IS 'x'", 'neutral', 'SHARE UPDATE EXCLUSIVE'],
  ['GRANT SELECT ON t TO PUBLIC', 'expand', 'none'],
  ['REVOKE SELECT ON t FROM PUBLIC', 'contract', 'none'],
  ["SET lock_timeout = '2s'", 'neutral', 'none'],
];

const cases = STATEMENTS.map(([sql, stage, lock, word]) => [sql, stage, lock, word === 'rewrites'] as const);

test.each(cases)('%s: %s, %s, rewrites: %s', (sql, stage, lock, rewrites) => {
  const { files, issues } = readMigrations(
    [
      { name: '1.sql', shown: '1.sql', text: BEFORE },
      { name: '2.sql', shown: '2.sql', text: sql },
    ],
    parse,
  );
  expect(issues).toEqual([]);
  expect(files[1]?.statements.map((each) => [each.stage, each.lock, each.rewrites])).toEqual([
    [stage, lock, rewrites],
  ]);
});
