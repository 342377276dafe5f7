import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { evenkeel } from '../../support/cli.ts';

const opt = (name: string, rest: object = {}) => ({
  name,
  dest: name,
  type: 'string value',
  default: null,
  ...rest,
});
const schemaText = (opts: object[]) =>
  JSON.stringify({ generator_options: {}, options: { DEFAULT: { opts } } });
const BASE = schemaText([opt('old'), opt('gone'), opt('workers', { type: 'integer value', default: 1 })]);
const TARGET = schemaText([
  opt('new', { deprecated_opts: [{ group: 'DEFAULT', name: 'old' }] }),
  opt('workers', { type: 'integer value', default: 4 }),
]);
const RELEASES = ['--base', 'base.json', '--target', 'target.json'];

let folder = '';
const run = (...args: string[]) => evenkeel(args, folder);
const write = (name: string, text: string | Buffer) => writeFileSync(join(folder, name), text);
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-config-'));
  write('base.json', BASE);
  write('target.json', TARGET);
  write('site.conf', '[DEFAULT]\nold = 1\ngone = 2\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('config lint', () => {
  test('exits with 1 for an error, and prints it with its place', () => {
    const { exitCode, stdout } = run('config', 'lint', 'site.conf', '--target', 'target.json');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('site.conf:3:1: error OPR101: target.json has no option [DEFAULT] gone');
    expect(stdout).toContain('site.conf:2:1: warning OPR104');
  });

  test('exits with 0 for a right file, named by a path from the root', () => {
    const { exitCode, stdout } = run(
      'config',
      'lint',
      join(folder, 'site.conf'),
      '--target',
      join(folder, 'base.json'),
    );
    expect([exitCode, stdout]).toEqual([0, '0 errors, 0 warnings, 0 notes\n']);
  });

  test.each([
    ['a file that is not there', 'none.conf', undefined, /none\.conf cannot be read/],
    ['a folder', '.', undefined, /is not a file/],
    ['Latin-1', 'l1.conf', Buffer.from('[DEFAULT]\nold = caf\xe9\n', 'latin1'), /^l1\.conf:2:10: not UTF-8/],
    ['50 MB', 'big.conf', Buffer.alloc(50 * 1024 * 1024, 'x'), /^big\.conf:1:1: longer than/],
    [
      'what oslo.config refuses',
      'wrong.conf',
      'x=1\n',
      /^wrong\.conf:1:1: 'x' stands before the first section/,
    ],
  ])('%s is answered with exit code 2 and a word', (_, name, content, message) => {
    if (content !== undefined) write(name, content);
    const { exitCode, stderr } = run('config', 'lint', name, '--target', 'target.json');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});

test('config diff tells what the file comes to mean', () => {
  const { exitCode, stdout } = run('config', 'diff', 'site.conf', ...RELEASES, '--format', 'json');
  expect(exitCode).toBe(1);
  expect(
    JSON.parse(stdout).findings.map(({ code, subject }: { code: string; subject: string }) => [
      code,
      subject,
    ]),
  ).toEqual([
    ['OPR106', '[DEFAULT] workers'],
    ['OPR107', '[DEFAULT] gone'],
  ]);
});

test('check takes files of operators, several of them', () => {
  write('other.conf', '[DEFAULT]\nworkers = many\n');
  const { stdout } = run('check', ...RELEASES, '--file', 'site.conf', '--file', 'other.conf');
  expect(stdout).toContain('other.conf:2:1: error OPR105');
  expect(stdout).toContain('site.conf:3:1: error OPR107');
});

describe('config fix', () => {
  const FIXED = '[DEFAULT]\nnew = 1\n# evenkeel: removed in target.json: no reason is given\n#gone = 2\n';

  test('rewrites the file, and lint is content with its names', () => {
    const { exitCode, stdout } = run('config', 'fix', 'site.conf', ...RELEASES);
    expect([exitCode, stdout, read('site.conf')]).toEqual([0, 'site.conf: 2 settings changed\n', FIXED]);
    expect(run('config', 'lint', 'site.conf', '--target', 'target.json').stdout).toBe(
      '0 errors, 0 warnings, 0 notes\n',
    );
    expect(run('config', 'fix', 'site.conf', ...RELEASES).stdout).toBe('site.conf: nothing to change\n');
  });

  test('keeps the mode, follows a link and leaves nothing beside it', () => {
    chmodSync(join(folder, 'site.conf'), 0o640);
    symlinkSync('site.conf', join(folder, 'link.conf'));
    const before = readdirSync(folder);
    expect(run('config', 'fix', 'link.conf', ...RELEASES).exitCode).toBe(0);
    expect(statSync(join(folder, 'site.conf')).mode & 0o777).toBe(0o640);
    expect(read('site.conf')).toBe(FIXED);
    expect(readdirSync(folder)).toEqual(before);
  });

  test.each([
    ['a whole path', (dir: string) => [join(dir, 'target.json')], 'target.json'],
    ['a folder', () => ['2025.1', '--config', 'target.json'], '2025.1'],
    ['a version', () => ['target.json', '--target-version', '2025.1 (Epoxy)'], '2025.1 (Epoxy)'],
  ])('calls target in its comments by what does not depend on the place: %s', (_, target, label) => {
    mkdirSync(join(folder, '2025.1'));
    write('2025.1/target.json', TARGET);
    run('config', 'fix', 'site.conf', '--base', 'base.json', '--target', ...target(folder));
    expect(read('site.conf')).toBe(FIXED.replace('target.json', label));
  });

  test('--patch writes nothing', () => {
    const { exitCode, stdout } = run('config', 'fix', 'site.conf', ...RELEASES, '--patch');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('--- site.conf\n+++ site.conf\n@@ -1,3 +1,4 @@\n');
    expect(read('site.conf')).toContain('gone = 2\n');
  });

  test('a file without line feeds has no patch', () => {
    write('mac.conf', '[DEFAULT]\rold=1\r');
    expect(run('config', 'fix', 'mac.conf', ...RELEASES, '--patch').exitCode).toBe(2);
    expect(run('config', 'fix', 'mac.conf', ...RELEASES).exitCode).toBe(0);
    expect(read('mac.conf')).toBe('[DEFAULT]\rnew=1\r');
  });
});

describe('files in formats other than INI', () => {
  const jsonSchema = (properties: object) => JSON.stringify({ properties });
  const SERVER = {
    properties: { port: { type: 'integer' }, old: { type: 'string' }, gone: { type: 'string' } },
  };
  const NEXT = {
    properties: { port: { type: 'integer' }, new: { type: 'string', 'x-renamed-from': 'old' } },
  };

  beforeEach(() => {
    write('base.json', jsonSchema({ server: SERVER }));
    write('target.json', jsonSchema({ server: NEXT }));
  });

  test.each([
    [
      'site.yaml',
      'server:\n  old: a\n  gone: b\n',
      'server:\n  new: a\n  # evenkeel: removed in target.json: no reason is given\n  #gone: b\n',
    ],
    [
      'site.toml',
      '[server]\nold = "a"\ngone = "b"\n',
      '[server]\nnew = "a"\n# evenkeel: removed in target.json: no reason is given\n#gone = "b"\n',
    ],
    ['site.json', '{"server": {"old": "a", "gone": "b"}}', '{"server": {"new": "a"}}'],
  ])('%s is told by its name, linted and fixed', (name, before, after) => {
    write(name, before);
    expect(run('config', 'lint', name, '--target', 'target.json').stdout).toContain(
      '1 error, 1 warning, 0 notes',
    );
    const fix = run('config', 'fix', name, ...RELEASES);
    expect([fix.exitCode, fix.stdout, read(name)]).toEqual([0, `${name}: 2 settings changed\n`, after]);
    expect(fix.stderr).toBe(
      name === 'site.json'
        ? 'site.json:1:25: [server] gone is taken out: removed in target.json: no reason is given\n'
        : '',
    );
    expect(run('config', 'lint', name, '--target', 'target.json').stdout).toBe(
      '0 errors, 0 warnings, 0 notes\n',
    );
  });

  test('a format can be named, for check too', () => {
    write('site.txt', 'server: {port: "80"}\n');
    const said = 'site.txt:1:10: error OPR105: [server] port: "80" is not a whole number';
    expect(
      run('config', 'lint', 'site.txt', '--target', 'target.json', '--file-format', 'yaml').stdout,
    ).toContain(said);
    expect(run('check', ...RELEASES, '--file', 'site.txt', '--file-format', 'yaml').stdout).toContain(said);
  });

  test('what is left for people exits with 1, with its place, and is not written', () => {
    write('site.yaml', 'server: {gone: b}\n');
    const { exitCode, stdout, stderr } = run('config', 'fix', 'site.yaml', ...RELEASES);
    expect([exitCode, stdout]).toEqual([1, 'site.yaml: nothing to change\n']);
    expect(stderr).toBe(
      'site.yaml:1:10: [server] gone is left as it is: it stands in a flow mapping, { }, or must go into one; change it by hand\n',
    );
    expect(read('site.yaml')).toBe('server: {gone: b}\n');
  });

  test('a mistake is answered with exit code 2, its place, and no trace of our code', () => {
    write('site.toml', '[server]\nport = 1\nport = 2\n');
    const { exitCode, stderr } = run('config', 'fix', 'site.toml', ...RELEASES);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^site\.toml:3:1: not TOML: /);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
