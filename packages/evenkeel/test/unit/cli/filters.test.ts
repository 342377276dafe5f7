import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evenkeel } from '../../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'filters-of-evenkeel-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const filters = (...lines: readonly string[]) => `[Filters]\n${lines.join('\n')}\n`;
const OLD = filters('ls: CommandFilter, ls, root', 'ping: RegExpFilter, ping, root, ping, \\d+');
const NEW = filters(
  'ls: CommandFilter, ls, root',
  'pvs: EnvFilter, env, root, LC_ALL=C, pvs',
  'stop: KillFilter, root, /sbin/d, -9',
  'read: ReadFileFilter, /etc/x',
  'odd: RegExpFilter, id, root, id, a',
  '  b',
);

const git = (...args: readonly string[]): void => {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'init.defaultBranch=main'];
  expect(spawnSync('git', [...who, ...args], { cwd: folder }).status).toBe(0);
};

beforeAll(() => {
  git('init', '-q');
  for (const [name, text] of Object.entries({ one: OLD, two: NEW })) {
    mkdirSync(join(folder, name, 'etc'), { recursive: true });
    writeFileSync(join(folder, name, 'etc', 'a.filters'), text);
    mkdirSync(join(folder, 'etc'), { recursive: true });
    writeFileSync(join(folder, 'etc', 'a.filters'), text);
    git('add', 'etc');
    git('commit', '-q', '-m', name);
    git('tag', name === 'one' ? 'v1.0' : 'v2.0');
  }
});

describe('evenkeel filters diff', () => {
  test.each([
    ['folders', ['--base', 'one/etc', '--target', 'two/etc'], 'one/etc/a.filters'],
    [
      'folders by their whole path',
      ['--base', join(folder, 'one/etc'), '--target', 'two/etc'],
      'one/etc/a.filters',
    ],
    ['git refs', ['--base', 'v1.0', '--target', 'v2.0', '--path', 'etc'], 'v1.0:etc/a.filters'],
  ])('finds the same between %s', (_title, args, file) => {
    const { exitCode, stdout } = evenkeel(['filters', 'diff', ...args], folder);
    expect(stdout).toContain(`${file}:3:1: error FLT102: `);
    expect(stdout).toContain('\n    kill -9 <pid of /sbin/d>\n');
    expect(stdout).toContain('\n1 error, 4 warnings, 0 notes\n');
    expect(exitCode).toBe(1);
  });

  test('is a part of check, and gives JSON', () => {
    const args = [
      '--base',
      'v1.0',
      '--target',
      'v2.0',
      '--filters',
      'etc',
      '--format',
      'json',
      '--fail-on',
      'never',
    ];
    const { exitCode, stdout } = evenkeel(['check', ...args], folder);
    expect(
      JSON.parse(stdout).findings.map(
        ({ code, subject }: { code: string; subject: string }) => `${code} ${subject}`,
      ),
    ).toEqual(['FLT101 pvs', 'FLT101 kill', 'FLT101 cat', 'FLT101 id', 'FLT102 ping']);
    expect(exitCode).toBe(0);
  });

  test.each([
    ['a folder that is not there', 'none', 'none:. is not a folder of filter files'],
    ['a folder without filters', '.git', '.git has no *.filters'],
    ['a file that is broken', 'broken', 'broken/a.filters:1:1: this line stands before any [section]'],
  ])('answers %s with one line and exit code 2', (_title, base, message) => {
    mkdirSync(join(folder, 'broken'), { recursive: true });
    writeFileSync(join(folder, 'broken', 'a.filters'), 'x\n');
    const { exitCode, stderr } = evenkeel(['filters', 'diff', '--base', base, '--target', 'two/etc'], folder);
    expect(stderr).toBe(`${message}\n`);
    expect(exitCode).toBe(2);
  });
});

describe('evenkeel filters union', () => {
  test('admits what either release admits, and overwrites nothing', () => {
    const union = () => evenkeel(['filters', 'union', 'one/etc', 'two/etc', '-o', 'both'], folder);
    expect(union().exitCode).toBe(0);
    expect(readdirSync(join(folder, 'both'))).toEqual(['a.filters', 'zz-target-a.filters']);
    for (const release of ['one/etc', 'two/etc']) {
      const { stdout } = evenkeel(['filters', 'diff', '--base', release, '--target', 'both'], folder);
      expect(stdout).not.toContain('FLT102');
    }
    expect(union()).toMatchObject({ exitCode: 2, stderr: 'both is not empty\n' });
  });
});

describe('evenkeel filters replay', () => {
  const replay = (...lines: readonly object[]) => {
    writeFileSync(join(folder, 'record'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return evenkeel(['filters', 'replay', 'record', '--filters', 'two/etc'], folder);
  };

  test('says which commands would be refused', () => {
    const { exitCode, stdout } = replay(
      { argv: ['ls', '-l'], allowed: true },
      { argv: ['ping', '1'], allowed: true },
      { argv: ['ping', 'x'], allowed: false },
      { argv: ['env', 'LC_ALL=***', 'pvs'], allowed: true },
      { argv: ['kill', '-9', '12'], allowed: true },
    );
    expect(stdout).toBe(
      [
        'record:2: refused: ping 1',
        "record:4: undecidable: env 'LC_ALL=***' pvs (its words were hidden when it was recorded)",
        'record:5: undecidable: kill -9 12 (the filter for it depends on the process)',
        '5 commands: 1 would be refused, 2 undecidable',
        '',
      ].join('\n'),
    );
    expect(exitCode).toBe(1);
  });

  test('names a line that is no record', () => {
    const { exitCode, stderr } = replay({ argv: [], allowed: true }, { argv: ['ls'], allowed: true });
    expect(stderr).toBe(
      "record:1:1: this line is no record: it wants 'argv', words, and 'allowed', true or false\n",
    );
    expect(exitCode).toBe(2);
    expect(replay({ argv: ['ls'], allowed: true }).exitCode).toBe(0);
  });
});
