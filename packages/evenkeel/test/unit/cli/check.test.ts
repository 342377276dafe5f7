import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evenkeel } from '../../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'check-of-evenkeel-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const git = (...args: readonly string[]): void => {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'init.defaultBranch=main'];
  expect(spawnSync('git', [...who, ...args], { cwd: folder }).status).toBe(0);
};
const schema = (port: object) => JSON.stringify({ properties: { port } }, null, 2);
const OLD = schema({ type: 'integer', default: 80 });
const NEW = schema({ type: 'integer', default: 81, minimum: 1 });

beforeAll(() => {
  for (const [name, text] of Object.entries({ one: OLD, two: NEW })) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'schema.json'), text);
  }
  git('init', '-q');
  for (const [tag, text] of Object.entries({ 'v1.0': OLD, 'v2.0': NEW })) {
    writeFileSync(join(folder, 'schema.json'), text);
    git('add', 'schema.json');
    git('commit', '-q', '-m', tag);
    git('tag', tag);
  }
});

const check = (...args: readonly string[]) => evenkeel(['check', ...args], folder);

describe('evenkeel check', () => {
  test.each([
    ['files', ['--base', 'one/schema.json', '--target', 'two/schema.json'], 'two/schema.json'],
    ['folders', ['--base', 'one', '--target', 'two', '--config', 'schema.json'], 'two/schema.json'],
    ['git refs', ['--base', 'v1.0', '--target', 'v2.0', '--config', 'schema.json'], 'v2.0:schema.json'],
    [
      'a ref and what lies here',
      ['--base', 'v1.0', '--target', '.', '--config', 'schema.json'],
      'schema.json',
    ],
  ])('finds the same between %s', (_title, args, file) => {
    const { exitCode, stdout } = check(...args);
    expect(stdout).toContain(`${file}:3:5: error CFG105: port takes fewer values in `);
    expect(stdout).toContain(`${file}:3:5: warning CFG106: the default of port changed\n    80 in `);
    expect(stdout).toContain('\n1 error, 1 warning, 0 notes\n');
    expect(exitCode).toBe(1);
  });

  test('fails only for what is as bad as is asked', () => {
    const between = ['--base', 'v1.0', '--target', 'v2.0', '--config', 'schema.json'];
    expect(check(...between, '--fail-on', 'never').exitCode).toBe(0);
    expect(check('--base', 'v2.0', '--target', 'v2.0', '--config', 'schema.json').stdout).toBe(
      '0 errors, 0 warnings, 0 notes\n',
    );
  });

  test('gives JSON that is described', () => {
    const { stdout } = check(
      '--base',
      'one',
      '--target',
      'two',
      '--config',
      'schema.json',
      '--format',
      'json',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'evenkeel-findings',
      version: 1,
      findings: [
        { code: 'CFG105', severity: 'error', subject: 'port', file: 'two/schema.json', line: 3, column: 5 },
        { code: 'CFG106' },
      ],
    });
  });

  test.each([
    [
      'a git ref that is not there',
      ['--base', 'v9', '--target', 'v2.0', '--config', 'schema.json'],
      'git has no v9:schema.json',
    ],
    [
      'a folder without a word where the schema is',
      ['--base', 'one', '--target', 'two'],
      "which file of 'one'? Name it with --config",
    ],
    [
      'an option for git in place of a ref',
      ['--base', '--output=x', '--target', 'two', '--config', 'schema.json'],
      'git has no --output=x',
    ],
    [
      'a policy that is not there',
      ['--base', 'one', '--target', 'two', '--policy', 'none'],
      "no policy 'none'. Policies: openstack, ",
    ],
    [
      'a file that is no schema',
      ['--base', 'one/schema.json', '--target', 'no.json'],
      'no.json declares no options',
    ],
    [
      'a file that is cut off',
      ['--base', 'one/schema.json', '--target', 'cut.json'],
      'cut.json:2:17: not JSON: ',
    ],
    [
      'a file that is not UTF-8',
      ['--base', 'one/schema.json', '--target', 'latin.json'],
      'latin.json:1:2: not UTF-8',
    ],
  ])('answers %s with one line and exit code 2', (_title, args, message) => {
    writeFileSync(join(folder, 'no.json'), '{}');
    writeFileSync(join(folder, 'cut.json'), OLD.slice(0, 18));
    writeFileSync(join(folder, 'latin.json'), Buffer.from([0x22, 0xe9, 0x22]));
    const { exitCode, stdout, stderr } = check(...args);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
    expect([exitCode, stdout]).toEqual([2, '']);
  });
});

describe('evenkeel explain', () => {
  test('says what a code means, in capitals or not', () => {
    expect(evenkeel(['explain', 'cfg101'], folder).stdout).toContain(
      'CFG101 (error): an option is removed that base',
    );
  });

  test('names the codes that there are', () => {
    const { exitCode, stderr } = evenkeel(['explain', 'X1'], folder);
    expect(stderr).toContain("There is no rule 'X1'. Rules: BASE101, ");
    expect(exitCode).toBe(2);
  });
});
