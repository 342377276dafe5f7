import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BIN, evenkeel } from '../../support/cli.ts';

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
    [
      'a folder that is not there',
      'none',
      'none:. is not a folder of filter files: fatal: Not a valid object name none',
    ],
    ['a folder without filters', 'one', 'one has no filter files'],
    ['a file that is broken', 'broken', 'broken/a.filters:1:1: this line stands before any [section]'],
  ])('answers %s with one line and exit code 2', (_title, base, message) => {
    mkdirSync(join(folder, 'broken'), { recursive: true });
    writeFileSync(join(folder, 'broken', 'a.filters'), 'x\n');
    const { exitCode, stderr } = evenkeel(['filters', 'diff', '--base', base, '--target', 'two/etc'], folder);
    expect(stderr).toBe(`${message}\n`);
    expect(exitCode).toBe(2);
  });
});

/** Writes a folder of filter files. */
function lay(name: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(join(folder, name), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text);
  return name;
}

describe('the files of a folder', () => {
  const LS = filters('ls: CommandFilter, ls, root');
  const files = {
    plain: filters('a: CommandFilter, id, root'),
    'b.conf': filters('b: CommandFilter, date, root'),
    '.hidden': 'x',
    'rootwrap.conf': '[DEFAULT]\n',
  };
  const subjects = (...args: readonly string[]): string[] => {
    const { stdout } = evenkeel(['filters', 'diff', ...args, '--format', 'json'], folder);
    return JSON.parse(stdout).findings.map(({ subject }: { subject: string }) => subject);
  };

  test('are all that have no dot first, as rootwrap reads them, on disk and in git', () => {
    lay('base-files', { 'a.filters': LS });
    lay('all/etc', { ...files, 'a.filters': LS });
    mkdirSync(join(folder, 'all/etc/folder.filters'), { recursive: true });
    lay('elsewhere', { 'far.filters': filters('c: CommandFilter, who, root') });
    symlinkSync(join(folder, 'elsewhere/far.filters'), join(folder, 'all/etc/link'));
    expect(subjects('--base', 'base-files', '--target', 'all/etc')).toEqual(['date', 'who', 'id']);

    lay('etc', files);
    git('add', '-f', 'etc');
    git('commit', '-q', '-m', 'all');
    git('tag', 'all-files');
    expect(subjects('--base', 'v1.0', '--target', 'all-files', '--path', 'etc')).toContain('date');
    expect(subjects('--base', 'v1.0', '--target', 'all-files', '--path', 'etc/')).toContain('id');
  });

  test('a link in git is named, not passed over', () => {
    symlinkSync('plain', join(folder, 'etc/link'));
    git('add', 'etc/link');
    git('commit', '-q', '-m', 'link');
    git('tag', 'with-link');
    const { exitCode, stderr } = evenkeel(['filters', 'lint', 'with-link', '--path', 'etc'], folder);
    expect(stderr).toBe('with-link:etc/link is a link: check the release out and name the folder\n');
    expect(exitCode).toBe(2);
  });
});

describe('evenkeel filters lint', () => {
  const SH = filters('sh: CommandFilter, sh, root', 'never: RegExpFilter, sh, root, sh, -c');

  test.each([
    ['text', 'lint/a:2:1: warning FLT107: filter sh amounts to root: '],
    ['json', '"code": "FLT105"'],
    ['sarif', '"ruleId": "FLT105"'],
    ['junit', '<failure message="warning: 1 finding: filter never is never reached: sh (lint/a:2)'],
    [
      'markdown',
      '| warning | FLT105 | filter never is never reached: sh (lint/a:2) admits all of it before<br>',
    ],
  ])('says as %s what is wrong in one release', (format, text) => {
    lay('lint', { a: SH });
    const lint = (failOn: string) =>
      evenkeel(['filters', 'lint', 'lint', '--format', format, '--fail-on', failOn], folder);
    expect(lint('error').stdout).toContain(text);
    expect(lint('error').exitCode).toBe(0);
    expect(evenkeel(['filters', 'lint', 'lint'], folder).exitCode).toBe(1);
  });

  test('takes a git ref too', () => {
    const { exitCode, stdout } = evenkeel(['filters', 'lint', 'v2.0', '--filters', 'etc'], folder);
    expect([exitCode, stdout]).toEqual([0, '0 errors, 0 warnings, 0 notes\n']);
  });

  test('is a part of check, where target has what is never reached', () => {
    lay('lint', { a: SH });
    const { stdout } = evenkeel(['check', '--base', 'lint', '--target', 'lint', '--filters', '.'], folder);
    expect(stdout).toContain('lint/a:3:1: warning FLT105: filter never is never reached: ');
    expect(stdout).toContain('\n0 errors, 1 warning, 0 notes\n');
  });
});

describe('evenkeel filters contract', () => {
  const run = (...args: readonly string[]) =>
    evenkeel(['filters', 'contract', 'v1.0', 'v2.0', '--path', 'etc', ...args], folder);

  test('after union: names what may go, and writes what target needs', () => {
    evenkeel(['filters', 'union', 'v1.0', 'v2.0', '--path', 'etc', '-o', 'while'], folder);
    const { exitCode, stdout } = run('--union', 'while', '-o', 'after');
    expect(stdout).toBe(
      [
        'while/a.filters:3: may go: ping: only code of base needs it; refused then: ping 0',
        '5 stay, 1 may go, 0 lost, 0 undecided',
        '1 file in after.',
        '',
      ].join('\n'),
    );
    expect(exitCode).toBe(0);
    expect(readFileSync(join(folder, 'after/a.filters'), 'utf8')).toBe(NEW);
    expect(run('--union', 'while', '-o', 'after')).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: 'after is not empty\n',
    });
  });

  test("without a union looks at base's own files", () => {
    expect(run().stdout).toBe(
      'v1.0:etc/a.filters:3: may go: ping: only code of base needs it; refused then: ping 0\n1 stay, 1 may go, 0 lost, 0 undecided\n',
    );
  });

  test("tells an operator's own filters, what is missing, and what is undecided from what may go", () => {
    lay('mine', {
      a: filters(
        'mine: CommandFilter, backup, root',
        'ls2: RegExpFilter, ls, root, ls, -l',
        'odd: RegExpFilter, pvs, root, pvs, a\\b.*',
      ),
      b: NEW.replace('read:', '# read:'),
    });
    const { exitCode, stdout } = run('--union', 'mine', '--format', 'json');
    const { format, version, filters: fates } = JSON.parse(stdout);
    expect([exitCode, format, version]).toEqual([1, 'evenkeel-filters-contract', 1]);
    const shown = fates.map((each: Record<string, string>) => [
      each.name,
      each.fate,
      each.from,
      `${each.file}:${each.line}`,
      each.refused,
    ]);
    expect(shown).toEqual([
      ['mine', 'lost', 'neither', 'mine/a:2', 'backup'],
      ['ls2', 'may-go', 'neither', 'mine/a:3', undefined],
      ['odd', 'undecided', 'neither', 'mine/a:4', undefined],
      ['ls', 'stays', 'target', 'mine/b:2', undefined],
      ['pvs', 'stays', 'target', 'mine/b:3', undefined],
      ['stop', 'stays', 'target', 'mine/b:4', undefined],
      ['odd', 'stays', 'target', 'mine/b:6', undefined],
      ['read', 'missing', 'target', 'v2.0:etc/a.filters:5', 'cat /etc/x'],
    ]);
  });
});

describe('evenkeel filters union', () => {
  test('writes nothing that would not be one', () => {
    lay('env-base', { a: filters('e: EnvFilter, env, root, A=, ls') });
    lay('env-target', { a: filters('env: CommandFilter, env, root') });
    const { exitCode, stderr } = evenkeel(
      ['filters', 'union', 'env-base', 'env-target', '-o', 'no-union'],
      folder,
    );
    expect(stderr).toBe(
      "env-target/a:2: no files can be written for target: they would refuse what filter 'env' admits: env\n",
    );
    expect([exitCode, readdirSync(folder).includes('no-union')]).toEqual([2, false]);
  });

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

  const JUNK = 'this line is not JSON';
  test.each([
    ['other text', `${'x\n'.repeat(25_000_000)}`, 20, `junk:20:1: ${JUNK}`],
    [
      'no line ends',
      '['.repeat(50_000_000),
      1,
      'junk:1:1: this line is longer than 4194304 characters, which no record is; is the file cut off?',
    ],
    ['a NUL', '{"argv":["ls\0"],"allowed":true}\n', 1, `junk:1:1: ${JUNK}`],
    [
      'its last line cut off',
      '{"argv":["ls"],"allowed":true}\n{"argv":["l',
      1,
      `junk:2:1: ${JUNK}; is the file cut off?`,
    ],
    ['more than is read', 'x'.repeat(65 * 1024 * 1024), 1, 'junk is larger than 67108864 bytes'],
  ])('answers a file with %s in bounded memory, and a few lines', (_title, text, count, last) => {
    writeFileSync(join(folder, 'junk'), text);
    const bounded = ['--max-old-space-size=500', BIN, 'filters', 'replay', 'junk', '--filters', 'two/etc'];
    const end = spawnSync(process.execPath, bounded, { cwd: folder, encoding: 'utf8' });
    const lines = end.stderr.trimEnd().split('\n');
    expect([end.status, end.stdout, lines.length, lines.at(-1)]).toEqual([2, '', count, last]);
  });
});
