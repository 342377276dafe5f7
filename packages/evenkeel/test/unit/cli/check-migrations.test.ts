import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evenkeel } from '../../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'check-migrations-of-evenkeel-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const git = (...args: readonly string[]): void => {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'init.defaultBranch=main'];
  expect(spawnSync('git', [...who, ...args], { cwd: folder }).status).toBe(0);
};
const put = (name: string, text: string | Buffer): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};

beforeAll(() => {
  git('init', '-q');
  for (const [tag, name, text] of [
    ['v1.0', 'db/001 größe.sql', 'CREATE TABLE orders (id int); -- ä\n'],
    ['v2.0', 'db/002/up.sql', '\n  DROP TABLE orders;\n'],
  ] as const) {
    for (const release of tag === 'v1.0' ? ['.', 'one', 'two'] : ['.', 'two']) put(join(release, name), text);
    put('db/read.me', 'not SQL');
    git('add', 'db');
    git('commit', '-q', '-m', tag);
    git('tag', tag);
  }
  symlinkSync('..', join(folder, 'two/db/loop'));
});

const check = (base: string, target: string, ...args: readonly string[]) =>
  evenkeel(['check', '--base', base, '--target', target, '--migrations', 'db', ...args], folder);

describe('evenkeel check --migrations', () => {
  test.each([
    ['folders', 'one', 'two', 'two/db/002/up.sql'],
    ['whole paths', join(folder, 'one'), join(folder, 'two'), join(folder, 'two/db/002/up.sql')],
    ['git refs', 'v1.0', 'v2.0', 'v2.0:db/002/up.sql'],
    ['a ref and what lies here', 'v1.0', '.', 'db/002/up.sql'],
  ])('finds the same between %s', (_title, base, target, file) => {
    const { exitCode, stdout, stderr } = check(base, target);
    expect(stderr).toBe('');
    expect(stdout).toBe(
      `${file}:2:3: error MIG102: the table orders of ${base} is dropped\n    DROP TABLE orders\n1 error, 0 warnings, 0 notes\n`,
    );
    expect(exitCode).toBe(1);
  });

  test('judges what it can read, and says what it cannot, with exit code 2', () => {
    put('three/db/003.sql', 'DROP TABLE a;');
    put('three/db/004.sql', 'CREATE TABLE `a` (id int);');
    const { exitCode, stdout, stderr } = check('one', 'three', '--fail-on', 'never');
    expect(stdout).toContain('three/db/003.sql:1:1: error MIG102: ');
    expect(stderr).toMatch(/^three\/db\/004\.sql:1:14: not read as PostgreSQL's SQL: .*\n$/);
    expect(exitCode).toBe(2);
  });

  test.each([
    ['a git ref that is not there', ['v9', 'v2.0'], 'git has no folder v9:db'],
    ['an option for git in place of a ref', ['--output=x', 'two'], 'git has no folder --output=x:db'],
    ['a folder that is not there', ['one/db', 'two'], 'one/db/db cannot be read'],
    ['a folder outside', ['one', 'two', '--migrations', '../db'], '../db is not inside of a release'],
    ['a file that is not UTF-8', ['one', 'latin'], 'latin/db/1.sql:1:3: not UTF-8'],
  ])('answers %s with one line and exit code 2', (_title, [base = '', target = '', ...more], message) => {
    put('latin/db/1.sql', Buffer.from([0x2d, 0x2d, 0xe9]));
    const { exitCode, stdout, stderr } = check(base, target, ...more);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
    expect([exitCode, stdout]).toEqual([2, '']);
  });
});
