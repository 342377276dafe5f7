import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evenkeel } from '../../support/cli.ts';

const PLAN = join(import.meta.dirname, '../../../../../examples/07-haraka/evenkeel.yaml');
const folder = mkdtempSync(join(tmpdir(), 'notes-of-evenkeel-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const git = (...args: readonly string[]): void => {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'init.defaultBranch=main'];
  expect(spawnSync('git', [...who, ...args], { cwd: folder }).status).toBe(0);
};
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const schema = (...names: readonly string[]) =>
  JSON.stringify({ properties: Object.fromEntries(names.map((name) => [name, {}])) });
const OLD_NOTE = 'notes/old-0000000000000001.yaml';

beforeAll(() => {
  git('init', '-q');
  mkdirSync(join(folder, 'notes'));
  write('schema.json', schema('port', 'host'));
  // Released, and wrong: nobody can mend it.
  write(OLD_NOTE, 'upgrades: [port is gone]\n');
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  git('tag', '1.0.0');
  write('schema.json', schema('port'));
  write('notes/add-0000000000000002.yaml', 'upgrade:\n  - Run tidy. The port is new.\n');
  git('mv', OLD_NOTE, 'notes/renamed-0000000000000001.yaml');
  git('add', '.');
  git('commit', '-q', '-m', 'two');
  git('tag', '2.0.0');
  write('notes/renamed-0000000000000001.yaml', 'upgrade: [port moved]\n');
});

const between = ['--base', '1.0.0', '--target', '2.0.0', '--config', 'schema.json'];
const check = (...args: readonly string[]) => evenkeel(['check', ...between, ...args], folder);

describe('evenkeel check --notes', () => {
  test('misses an upgrade note, by the notes that are new between two git refs', () => {
    const { stdout, exitCode } = check('--notes', 'notes');
    expect(stdout).toContain('error NOTE101: no new upgrade note names host\n    CFG101: host is in 1.0.0');
    expect(stdout).toContain('new upgrade notes in 2.0.0:notes: 1\n');
    expect(stdout).toContain('\n2 errors, 0 warnings, 0 notes\n');
    expect(exitCode).toBe(1);
  });

  test("holds a plan's exceptions against them", () => {
    const { stdout } = check('--notes', 'notes', '--plan', PLAN);
    expect(stdout).toContain(
      `${PLAN}:49:11: error NOTE103: the exception connection-ini names notes/connection-ini.md`,
    );
    expect(stdout).toContain('2.0.0:notes/add-0000000000000002.yaml:2:5: note NOTE104: ');
    expect(stdout).toContain('"Run tidy"');
  });

  test.each([
    ['a folder that is not there', ['--notes', 'no'], 'git has no folder 2.0.0:no: '],
    [
      'a plan that is not there',
      ['--notes', 'notes', '--plan', 'no.yaml'],
      'no.yaml:1:1: there is no such plan file',
    ],
    ['a baseline that is not there', ['--baseline', 'no.json'], 'there is no baseline no.json'],
    ['a baseline that is none', ['--baseline', 'schema.json'], 'schema.json:1:1: not a baseline: format: '],
    ['a baseline where none can be', ['--write-baseline', 'no/b.json'], 'no/b.json cannot be written: '],
  ])('answers %s in one line', (_title, args, words) => {
    const { stderr, exitCode } = check(...args);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('    at ');
    expect(exitCode).toBe(2);
  });
});

describe('a baseline', () => {
  test('accepts what is found today, and keeps what its owner wrote', () => {
    expect(check('--notes', 'notes', '--write-baseline', 'b.json').exitCode).toBe(1);
    const accepted = check('--notes', 'notes', '--baseline', 'b.json');
    expect(accepted.stdout).toBe('0 errors, 0 warnings, 0 notes, 2 accepted\n');
    expect(accepted.exitCode).toBe(0);
    write('b.json', readFileSync(join(folder, 'b.json'), 'utf8').replace('nobody yet', 'the port team'));
    check('--notes', 'notes', '--baseline', 'b.json', '--write-baseline', 'b.json');
    expect(readFileSync(join(folder, 'b.json'), 'utf8')).toMatch(/the port team[\s\S]*nobody yet/);
  });

  test('that is expired fails', () => {
    check('--write-baseline', 'old.json');
    const text = readFileSync(join(folder, 'old.json'), 'utf8');
    write('old.json', text.replace(/"expires": "[^"]*"/, '"expires": "2020-01-01"'));
    const { stdout, exitCode } = check('--baseline', 'old.json');
    expect(stdout).toContain('old.json:5:5: error BASE101: CFG101 of host was accepted until 2020-01-01');
    expect(exitCode).toBe(1);
    write('old.json', text.replace(/"expires": "[^"]*"/, '"expires": "soon"'));
    expect(check('--baseline', 'old.json').stderr).toContain('accepted.0.expires: must be a day');
  });
});

test.each(['sarif', 'json', 'junit', 'markdown'])('--format %s comes from the command line', (format) => {
  const { stdout, exitCode } = check('--format', format);
  expect(stdout).toContain('CFG101');
  expect(exitCode).toBe(1);
});

describe('evenkeel notes', () => {
  test('show gives the notes by release and section', () => {
    write('notes/new-0000000000000003.yaml', 'fixes:\n  - |\n    One line,\n    and another.\n');
    const { stdout } = evenkeel(['notes', 'show', '--notes', 'notes'], folder);
    expect(stdout).toBe(
      [
        '# Unreleased\n\n## Bug Fixes\n\n- One line,\n  and another.\n',
        '# 2.0.0\n\n## Upgrade Notes\n\n- Run tidy. The port is new.\n',
        '# 1.0.0\n\n## Upgrade Notes\n\n- port moved\n',
      ].join('\n'),
    );
    const one = evenkeel(['notes', 'show', '--notes', 'notes', '--release', '1.0.0'], folder);
    expect(one.stdout).toBe('# 1.0.0\n\n## Upgrade Notes\n\n- port moved\n');
    const none = evenkeel(['notes', 'show', '--notes', 'notes', '--release', '3'], folder);
    expect(none.stderr).toBe("No release '3' is tagged before HEAD. Releases: 2.0.0, 1.0.0.\n");
    rmSync(join(folder, 'notes/new-0000000000000003.yaml'));
  });

  test('lint says what is wrong, and where', () => {
    write('notes/again-0000000000000002.yaml', 'upgrades: [x]\n');
    const { stdout, exitCode } = evenkeel(['notes', 'lint', '--notes', 'notes'], folder);
    expect(stdout).toContain('notes/again-0000000000000002.yaml:1:1: reno knows no section "upgrades"');
    expect(stdout).toContain('its id 0000000000000002 is that of notes/add-0000000000000002.yaml too');
    expect(stdout).toContain('\n3 notes, 2 issues\n');
    expect(exitCode).toBe(1);
    rmSync(join(folder, 'notes/again-0000000000000002.yaml'));
    expect(evenkeel(['notes', 'lint', '--notes', join(folder, 'notes')], folder).stdout).toBe(
      '2 notes, 0 issues\n',
    );
    expect(evenkeel(['notes', 'lint', '--notes', 'no'], folder).stderr).toContain(
      'no cannot be read: ENOENT',
    );
  });
});
