import { describe, expect, test } from 'vitest';
import type { EventBody } from '../../../src/model/event.ts';
import { POLICIES } from '../../../src/model/policies.ts';
import { judgeContract } from '../../../src/policy/rules.ts';
import { readJournal } from '../../../src/read/journal.ts';
import { readCaptured } from '../../../src/read/migrations/captured.ts';
import { loadSqlParser } from '../../../src/read/migrations/parser.ts';
import { type Behaviour, journalOf, stamped } from '../../support/journal.ts';
import { modelOf, SMALL_PLAN } from '../../support/model.ts';

const parse = await loadSqlParser();
const MODEL = modelOf(`${SMALL_PLAN}migrate: make-it\n`);
type Told = Extract<EventBody, { readonly type: 'statements' }>;

/** The text of a journal in which the steps of the runs ran statements. */
function journalWith(told: readonly Partial<Told>[], behaviour: Behaviour = {}): string {
  const events = journalOf(MODEL, ['offline:together', 'rolling:frozen'], behaviour);
  const bodies: EventBody[] = events.map(({ seq: _, at: __, ...body }) => body as EventBody);
  const more = told.map(
    (each): EventBody => ({
      type: 'statements',
      run: 'offline-together',
      part: each.release === 'target' ? 'upgrade' : 'base',
      step: 'offline-together/2.1',
      server: 'db',
      release: 'base',
      statements: [],
      ...each,
    }),
  );
  return stamped([...bodies, ...more])
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('');
}

function capturedIn(text: string) {
  const journal = readJournal('journal.jsonl', text);
  if ('issues' in journal) throw new Error(JSON.stringify(journal.issues));
  return readCaptured('journal.jsonl', text, journal.events, parse);
}

const sqlOf = (statements: readonly string[], database = 'app') =>
  statements.map((sql) => ({ database, sql }));

function findings(base: readonly string[], target: readonly string[]) {
  const told: Partial<Told>[] = [
    { statements: sqlOf(base) },
    { release: 'target', statements: sqlOf(target) },
  ];
  const captured = capturedIn(journalWith(told)) ?? expect.fail();
  const [policy = expect.fail()] = POLICIES;
  return judgeContract({
    base: { label: '1.0.0', migrations: captured.base },
    target: { label: '2.0.0', migrations: captured.target },
    policy,
    operatorFiles: [],
  });
}

const found = (base: readonly string[], target: readonly string[]): string[] =>
  findings(base, target).map(({ rule, subject }) => `${rule.code} ${subject}`);

describe('nothing is found in what target', () => {
  const BASE = ['CREATE TABLE a (id int, b text); CREATE VIEW v AS SELECT 1', 'CREATE INDEX i ON a (b)'];
  test.each([
    ['makes if it is not there, and is there', ['CREATE TABLE IF NOT EXISTS a (id int, z int NOT NULL)']],
    ['adds if it is not there, and is there', ['ALTER TABLE a ADD COLUMN IF NOT EXISTS b text NOT NULL']],
    ['builds if it is not there, and is there', ['CREATE INDEX IF NOT EXISTS i ON a (b)']],
    [
      'drops if it is there, and is not',
      ['DROP TABLE IF EXISTS gone; ALTER TABLE a DROP COLUMN IF EXISTS gone'],
    ],
    ['alters if it is there, and is not', ['ALTER TABLE IF EXISTS gone DROP COLUMN a']],
    ['repeats at each start', ['CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$SELECT 1$$']],
  ])('%s', (_title, target) => {
    expect(
      found([...BASE, 'CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$SELECT 1$$'], target),
    ).toEqual([]);
  });
});

describe('what target did to what base had is found', () => {
  test.each([
    [
      "a table that both make if it is not there is base's",
      ['CREATE TABLE IF NOT EXISTS a (id int)'],
      ['CREATE TABLE IF NOT EXISTS a (id int)', 'DROP TABLE a'],
      ['MIG102 a'],
    ],
    [
      'a column dropped if it is there, and is',
      ['CREATE TABLE a (b int)'],
      ['ALTER TABLE a DROP COLUMN IF EXISTS b'],
      ['MIG102 a.b'],
    ],
    [
      'a table dropped if it is there, and is',
      ['CREATE TABLE a (b int)'],
      ['DROP TABLE IF EXISTS a, gone'],
      ['MIG102 a'],
    ],
    [
      'a column of a table whose columns are not known',
      ['CREATE TABLE a AS SELECT 1 AS b'],
      ['ALTER TABLE a DROP COLUMN IF EXISTS b'],
      ['MIG102 a.b'],
    ],
    ['what PostgreSQL brings along', ['SELECT 1'], ['DROP SCHEMA IF EXISTS public'], ['MIG102 public']],
    [
      'a type narrowed from what base made it',
      ['CREATE TABLE a (b bigint)'],
      ['ALTER TABLE a ALTER b TYPE int'],
      ['MIG104 a.b', 'MIG106 a'],
    ],
    [
      'an index of another name',
      ['CREATE TABLE a (b int)', 'CREATE INDEX i ON a (b)'],
      ['CREATE INDEX IF NOT EXISTS j ON a (b)'],
      ['MIG105 a.j'],
    ],
    [
      'a drop that is repeated',
      ['CREATE TABLE a (b int)', 'DROP TABLE a', 'CREATE TABLE a (c int)'],
      ['DROP TABLE a'],
      ['MIG102 a'],
    ],
    [
      'code, once',
      ['SELECT 1'],
      ['DO $$BEGIN END$$', 'DO $$BEGIN END$$'],
      ["MIG108 target: start api-1 with base's code, db DO"],
    ],
  ])('%s', (_title, base, target, expected) => {
    expect(found(base, target)).toEqual(expected);
  });
});

test('a finding names the place in the journal where its statement is written', () => {
  const sql = 'CREATE TABLE "größe" ();\n\t-- "why"\n\tDROP TABLE a';
  const told: Partial<Told>[] = [
    { statements: sqlOf(['CREATE TABLE a ()']) },
    { release: 'target', statements: sqlOf(['SELECT 1', sql]) },
  ];
  const [{ place, witness } = expect.fail()] = findings(['CREATE TABLE a ()'], ['SELECT 1', sql]);
  const line = journalWith(told).split('\n')[place.line - 1] ?? '';
  expect(line.slice(place.column - 1)).toMatch(/^DROP TABLE a"/);
  expect(witness).toBe("DROP TABLE a [start api-1 with base's code]");
});

describe('of the runs of a journal', () => {
  const of = (run: string): Partial<Told> => ({
    run,
    step: `${run}/2.1`,
    statements: sqlOf(['CREATE TABLE a ()']),
  });
  test.each([
    ['the offline one is judged', {}, 'offline-together', true],
    [
      'one that passed is judged before one that did not',
      {
        fails: ({ run, phase }) =>
          run.code === 'offline' && run.purpose === 'upgrade' && phase.part === 'upgrade'
            ? 'broken'
            : undefined,
      },
      'rolling-frozen',
      true,
    ],
    [
      'one that did not pass is, and it is said',
      {
        fails: ({ run, phase }) =>
          run.purpose === 'upgrade' && phase.part === 'upgrade' ? 'broken' : undefined,
      },
      'offline-together',
      false,
    ],
  ] as [string, Behaviour, string, boolean][])('%s', (_title, behaviour, run, passed) => {
    const captured = capturedIn(journalWith([of('rolling-frozen'), of('offline-together')], behaviour));
    expect([captured?.run, captured?.passed]).toEqual([run, passed]);
  });

  test('none is where no statement was captured', () => {
    expect(capturedIn(journalWith([]))).toBeUndefined();
  });
});

test('what cannot be judged is an issue with its place; the rest is judged', () => {
  const told: Partial<Told>[] = [
    { statements: sqlOf(['CREATE TABLE a ()', 'KAPUTT']) },
    { release: 'target', statements: sqlOf(['FROBNICATE a', 'DROP TABLE a', 'DROP TABLE b\0;']), cut: 3 },
  ];
  const captured = capturedIn(journalWith(told)) ?? expect.fail();
  // what base ran tells what is there
  expect(captured.target.issues).toMatchObject([
    { message: 'not read as PostgreSQL\'s SQL: syntax error at or near "KAPUTT"' },
    { file: 'journal.jsonl', message: 'not read as PostgreSQL\'s SQL: syntax error at or near "FROBNICATE"' },
    { message: 'a NUL byte: not SQL' },
    { message: '3 more statements ran in this step than are kept: they are not judged' },
  ]);
  expect(captured.target.files.at(-1)?.statements.map(({ what }) => what)).toEqual(['DROP TABLE']);
});

test('what came after a rollback, or of what users destroy, is no migration', () => {
  const destroying = modelOf(SMALL_PLAN.replace('check ${item}', 'check ${item}\n    destroy: drop ${item}'));
  const [first = expect.fail()] = journalOf(destroying, ['offline:together']);
  if (first.type !== 'run-started') throw new Error('the journal does not begin with a run');
  const steps = first.plan.runs
    .find(({ id }) => id === 'offline-together')
    ?.phases.flatMap((phase) => phase.steps);
  const destroy =
    steps?.find(({ action }) => action.kind === 'resource' && action.action === 'destroy')?.id ?? '';
  const event = { type: 'statements', run: 'offline-together', server: 'db' } as const;
  const events = stamped([
    { ...first },
    { ...event, part: 'base', step: 'a', release: 'base', statements: sqlOf(['CREATE TABLE a ()']) },
    { ...event, part: 'upgrade', step: destroy, release: 'target', statements: sqlOf(['DROP TABLE a']) },
    { ...event, part: 'rollback', step: 'b', release: 'base', statements: sqlOf(['DROP TABLE a']) },
  ]);
  const text = events.map((each) => JSON.stringify(each)).join('\n');
  const captured = readCaptured('journal.jsonl', text, events, parse);
  expect(captured?.target.files.flatMap(({ statements }) => statements.map(({ what }) => what))).toEqual([
    'CREATE TABLE',
  ]);
});
