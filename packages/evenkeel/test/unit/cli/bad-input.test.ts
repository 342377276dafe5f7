import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evenkeel } from '../../support/cli.ts';
import { aliasBomb } from '../../support/hazards.ts';

const folder = mkdtempSync(join(tmpdir(), 'bad-input-of-evenkeel-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LARGE = 50 * 1024 * 1024;
const SCHEMA = JSON.stringify({ properties: { port: { type: 'integer' } } });
const NOTE = 'n-0123456789abcdef.yaml';
/** The kinds of files that the static half reads from folders. */
const NAMES = ['a.sql', 'a.filters', NOTE];

function put(name: string, text: string | Uint8Array): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
}

/** A file of any size that takes no room: it holds NUL bytes. */
function putHole(name: string, bytes: number): void {
  put(name, '');
  const handle = openSync(join(folder, name), 'r+');
  ftruncateSync(handle, bytes);
  closeSync(handle);
}

const putPipe = (name: string): void => {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  expect(spawnSync('mkfifo', [join(folder, name)]).status).toBe(0);
};

beforeAll(() => {
  expect(spawnSync('git', ['init', '-q'], { cwd: folder }).status).toBe(0);
  put('ok.json', SCHEMA);
  put('ok.conf', '[DEFAULT]\nport = 1\n');
  put('ok/a.sql', 'SELECT 1;\n');
  put('rules/a.filters', '[Filters]\nls: CommandFilter, ls, root\n');
  put(`ok/${NOTE}`, 'fixes:\n  - text\n');
  for (const name of ['loop', ...NAMES.map((each) => `loops/${each}`)]) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    symlinkSync(join(folder, name), join(folder, name));
  }
  symlinkSync('.', join(folder, 'loops', 'around'));
  for (const name of ['pipe', 'pipes/journal.jsonl', ...NAMES.map((each) => `pipes/${each}`)]) putPipe(name);
});

/** What is said, after a look at what must hold for all bad input: exit code 2, words, and no stack. */
function refusal(...args: readonly string[]): string {
  const { exitCode, stderr } = evenkeel(args, folder, 50_000);
  expect(stderr).not.toMatch(/\n\s+at |fault of evenkeel/);
  expect(exitCode, stderr).toBe(2);
  return stderr;
}

const withSchema = (name: string) => ['config', 'lint', 'ok.conf', '--target', name];
const withBaseline = (name: string) => [
  'check',
  '--base',
  'ok.json',
  '--target',
  'ok.json',
  '--baseline',
  name,
];
const withPlan = (name: string) => ['check', '--base', 'ok.json', '--target', 'ok.json', '--plan', name];
const withFilters = (name: string) => ['filters', 'diff', '--base', 'rules', '--target', name];
const withRecord = (name: string) => ['filters', 'replay', name, '--filters', 'rules'];
const withMigrations = (name: string) => ['check', '--base', 'ok', '--target', name, '--migrations', '.'];
const withNotes = (name: string) => ['notes', 'show', '--notes', name];
const withOperatorFile = (name: string) => ['config', 'lint', name, '--target', 'ok.json'];

describe('a schema', () => {
  test('that is cut off is refused where it ends', () => {
    put('cut.json', SCHEMA.slice(0, 30));
    expect(refusal(...withSchema('cut.json'))).toMatch(/^cut\.json:1:\d+: not JSON/);
  });

  test('after a byte order mark is read', () => {
    put('bom.json', `\ufeff${SCHEMA}`);
    expect(evenkeel(withSchema('bom.json'), folder).exitCode).toBe(0);
  });

  test('in Latin-1 is refused at the character', () => {
    put('latin.json', Buffer.from('{\n  "caf\u00e9": 1}', 'latin1'));
    expect(refusal(...withSchema('latin.json'))).toBe('latin.json:2:7: not UTF-8\n');
  });

  test.each([
    ['lists', '['.repeat(200_000)],
    ['objects', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`],
  ])('of %s in each other without end is refused', (kind, text) => {
    put(`${kind}.json`, text);
    expect(refusal(...withSchema(`${kind}.json`))).toMatch(/^\w+\.json:1:\d+: nested too deeply\n$/);
  });

  test('may speak of brackets and quotes in its texts', () => {
    put('texts.json', JSON.stringify({ title: `"\\"${'[{'.repeat(500)}`, ...JSON.parse(SCHEMA) }));
    expect(evenkeel(withSchema('texts.json'), folder).exitCode).toBe(0);
  });

  test('of a million options is refused', () => {
    const one = '"o": {},\n';
    put('many.json', `{"properties": {\n${one.repeat(LARGE / one.length)}`);
    expect(refusal(...withSchema('many.json'))).toMatch(/^many\.json:\d+:\d+: more than 500000 values\n$/);
  });
});

describe('50 MB', () => {
  test('of one text in a baseline are no baseline', () => {
    put('large.json', `"${'x'.repeat(LARGE)}"`);
    expect(refusal(...withBaseline('large.json'))).toMatch(/^large\.json:1:1: not a baseline/);
  });

  test('of filters are too much', () => {
    const one = 'ls: CommandFilter, ls, root\n';
    put('large/a.filters', `[Filters]\n${one.repeat(LARGE / one.length)}`);
    expect(refusal(...withFilters('large'))).toMatch(
      /^large\/a\.filters:1:1: .*longer than \d+ characters\n$/,
    );
  });

  test('of SQL are too much', () => {
    put('large/z.sql', 'SELECT 1;\n'.repeat(LARGE / 10));
    expect(refusal(...withMigrations('large'))).toMatch(/^large\/z\.sql:1:1: longer than \d+ characters\n$/);
  });

  test('of notes are too much', () => {
    put(`large/${NOTE}`, 'fixes: x\n'.repeat(LARGE / 9));
    expect(refusal(...withNotes('large'))).toMatch(/^large\/n-.*:1:1: the file is larger than 1 MiB\n$/);
  });

  test.each([
    ['schema', withSchema],
    ['operator file', withOperatorFile],
    ['record', withRecord],
    ['baseline', withBaseline],
    ['plan', withPlan],
  ])('and more of nothing are refused as a %s before they are read', (_, args) => {
    putHole('hole', 1024 ** 4);
    expect(refusal(...args('hole'))).toMatch(/hole.*(larger than|is not a file of records)/);
  });
});

describe('what cannot be read to an end', () => {
  const READERS = [
    ['schema', withSchema],
    ['operator file', withOperatorFile],
    ['folder of filters', withFilters],
    ['folder of migrations', withMigrations],
    ['folder of notes', withNotes],
    ['record', withRecord],
    ['baseline', withBaseline],
    ['plan', withPlan],
  ] as const;
  const HAZARDS = [
    ['a loop of links', 'loop'],
    ['a pipe', 'pipe'],
    ['a device', '/dev/zero'],
  ] as const;

  test.each(
    READERS.flatMap(([reader, args]) => HAZARDS.map(([what, name]) => [what, reader, args, name] as const)),
  )('%s is refused as a %s', (_what, _reader, args, name) => {
    expect(refusal(...args(name))).toContain(name);
  });

  test('filters are passed over, as the wrapper does', () => {
    for (const name of ['loops', 'pipes'])
      expect(refusal(...withFilters(name))).toBe(`${name} has no filter files\n`);
  });

  test.each(['loops', 'pipes'])('links and pipes among migrations and notes are passed over: %s', (name) => {
    expect(evenkeel(withMigrations(name), folder).exitCode).toBe(0);
    expect(evenkeel(withNotes(name), folder)).toMatchObject({ exitCode: 0, stdout: '' });
  });

  test.each(['report', 'clean'])('a journal that is a pipe is refused by %s', (command) => {
    expect(refusal(command, 'pipes')).toContain('pipes is not the folder of a run');
  });
});

describe('the wrong kind of thing', () => {
  test.each([
    [withOperatorFile('ok'), 'ok is not a file'],
    [withBaseline('ok'), 'ok is not a file'],
    [withSchema('ok'), "which file of 'ok'? Name it with --config"],
    [withFilters('ok.json'), 'ok.json is not a folder of filter files'],
    [withMigrations('ok.json'), 'ok.json is not a folder'],
    [withNotes('ok.json'), 'ok.json cannot be read: ENOTDIR'],
    [[...withSchema('ok'), '--config', 'a.sql/b'], 'ok/a.sql/b cannot be read: ENOTDIR'],
    [withOperatorFile('x'.repeat(5000)), 'ENAMETOOLONG'],
    [withFilters('x'.repeat(5000)), 'ENAMETOOLONG'],
  ])('%j', (args, words) => {
    expect(refusal(...args)).toContain(words);
  });

  test.each([
    [[...withSchema('v9'), '--config', 'ok.json'], 'git has no v9:ok.json'],
    [withFilters('v9'), 'v9:. is not a folder of filter files: fatal: Not a valid object name v9'],
    [['check', '--base', 'ok', '--target', 'v9', '--migrations', '.'], 'git has no folder v9'],
    [
      ['check', '--base', 'ok', '--target', 'v9', '--migrations', '.', '--notes', '.'],
      'git has no folder v9',
    ],
  ])('a git ref that is not there: %j', (args, words) => {
    expect(refusal(...args)).toContain(words);
  });
});

describe('hostile YAML', () => {
  test.each([
    ['plan', 'bomb.yaml', withPlan('bomb.yaml')],
    ['note', `bomb/${NOTE}`, withNotes('bomb')],
  ])('aliases by the billion are refused in a %s', (_, name, args) => {
    put(name, aliasBomb(12, 9));
    expect(refusal(...args)).toMatch(/:1:1: cannot be read as YAML: Excessive alias count/);
  });

  test.each([withSchema, withBaseline])('and are not JSON', (args) => {
    put('bomb.json', aliasBomb(12, 9));
    expect(refusal(...args('bomb.json'))).toMatch(/^bomb\.json:1:1: not JSON/);
  });
});

test('a regular expression that explodes is undecided, and the rest is judged', () => {
  put(
    'wild/a.filters',
    '[Filters]\nx: RegExpFilter, x, root, x, (.*a.{200})\ny: RegExpFilter, y, root, y, ((a{99}){99}){99}\n',
  );
  const { exitCode, stdout } = evenkeel(withFilters('wild'), folder);
  expect(exitCode).toBe(1);
  for (const line of [2, 3]) expect(stdout).toContain(`wild/a.filters:${line}:1: note FLT104`);
  expect(stdout).toContain('rules/a.filters:2:1: error FLT102');
});

test('a folder of 100,000 files that nobody asked for is passed over', () => {
  mkdirSync(join(folder, 'crowd'));
  for (let index = 0; index < 100_000; index += 1)
    closeSync(openSync(join(folder, 'crowd', `${index}.txt`), 'w'));
  expect(refusal(...withFilters('crowd'))).toBe('crowd has more than 1000 filter files\n');
  expect(evenkeel(withMigrations('crowd'), folder).exitCode).toBe(0);
  expect(evenkeel(withNotes('crowd'), folder)).toMatchObject({ exitCode: 0, stdout: '' });
});

// root reads everything
describe.skipIf(process.getuid?.() === 0)('what is closed to the user (skipped for root)', () => {
  beforeAll(() => {
    put('closed', SCHEMA);
    chmodSync(join(folder, 'closed'), 0o000);
  });

  test.each([withSchema, withOperatorFile, withRecord, withBaseline, withPlan])('is refused', (args) => {
    expect(refusal(...args('closed'))).toContain('closed');
  });
});
