import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evenkeel } from '../../support/cli.ts';
import { SMALL_PLAN } from '../../support/model.ts';

const folder = mkdtempSync(join(tmpdir(), 'plan-of-evenkeel-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const commit = (tag: string, date: string): void => {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'init.defaultBranch=main'];
  const env = { ...process.env, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: '2001-01-01T00:00:00Z' };
  for (const args of [
    ['init', '-q'],
    ['add', 'schema.json'],
    ['commit', '-qm', tag],
    ['tag', tag],
  ])
    expect(spawnSync('git', [...who, ...args], { cwd: folder, env }).status).toBe(0);
};
const schema = (properties: object) => JSON.stringify({ properties }, null, 2);
const deprecated = { deprecated: true, 'x-deprecated-since': '1.0', 'x-deprecated-reason': 'unused' };
const port = (value: number) => ({ port: { type: 'integer', default: value } });
const ONLY = 'version: 1\nname: gate\ncontract:\n';

beforeAll(() => {
  write('schema.json', schema({ ...port(80), host: { type: 'string', ...deprecated } }));
  commit('v1.0', '2024-04-03T00:30:00+0200');
  write('schema.json', schema(port(80)));
  commit('v2.0', '2025-04-01T12:00:00Z');
  write('gate/one/schema.json', schema(port(80)));
  write('gate/two/schema.json', schema(port(81)));
  write('gate/site.conf', '[DEFAULT]\nprot = 1\n');
  write('gate/evenkeel.yaml', `${ONLY}  base: one\n  target: two\n  config: schema.json\n`);
  write(
    'tags.yaml',
    `${ONLY}  base: { release: v1.0, version: "1.0" }\n  target: v2.0\n  config: schema.json\n`,
  );
});

const plan = (): string => readFileSync(join(folder, 'gate/evenkeel.yaml'), 'utf8');
const check = (...args: readonly string[]) => evenkeel(['check', ...args], folder);
const CHANGED = 'two/schema.json:3:5: warning CFG106: the default of port changed\n    80 in ';

describe('evenkeel check, by a plan', () => {
  test('takes all from the plan in the current folder', () => {
    const { stdout, exitCode } = evenkeel(['check'], join(folder, 'gate'));
    expect(stdout).toContain(CHANGED);
    expect(stdout).toContain('\n0 errors, 1 warning, 0 notes\n');
    expect(exitCode).toBe(0);
  });

  test('reads the paths of a plan from where it lies, and names them from here', () => {
    for (const plan of ['gate', 'gate/evenkeel.yaml', join(folder, 'gate')])
      expect(check('--plan', plan).stdout).toContain(`gate/${CHANGED}`);
  });

  test('takes files of operators and a severity from it too', () => {
    write('gate/more.yaml', `${plan()}  files: [site.conf]\n  fail_on: warning\n`);
    const found = check('--plan', 'gate/more.yaml');
    expect(found.stdout).toContain("gate/site.conf:2:1: note OPR102: gate/two's schema has no group");
    expect(found.exitCode).toBe(1);
    expect(check('--plan', 'gate/more.yaml', '--fail-on', 'error').exitCode).toBe(0);
    const other = check('--plan', 'gate/more.yaml', '--file', 'gate/none.conf');
    expect(other.stderr).toContain('gate/none.conf cannot be read');
  });

  test('takes files that lie over each other from it, unless others are named', () => {
    const oslo = (...opts: object[]) =>
      JSON.stringify({ generator_options: {}, options: { DEFAULT: { opts } } });
    const workers = { name: 'workers', dest: 'workers', type: 'integer value', default: 1 };
    write('site/base.json', oslo(workers));
    write('site/target.json', oslo({ ...workers, default: 4 }));
    write('site/first.conf', '[DEFAULT]\nworkers = many\n');
    write('site/last.conf', '[DEFAULT]\nworkers = 2\n');
    const files = '  files: [first.conf, last.conf]\n  layered: true\n';
    write('site/evenkeel.yaml', `${ONLY}  base: base.json\n  target: target.json\n${files}`);
    const summary = (...args: readonly string[]) => {
      const { stdout } = evenkeel(['check', ...args], join(folder, 'site'));
      return [...stdout.matchAll(/^(\S+?):(\d+):\d+: \w+ (\w{3}\d+)/gm)].map((found) =>
        found.slice(1).join(' '),
      );
    };
    // what first.conf says does not count, and no default does
    expect(summary()).toEqual(['target.json 1 CFG106']);
    const alone = ['--file', 'first.conf', '--file', 'last.conf'];
    expect(summary(...alone)).toContain('first.conf 2 OPR105');
    expect(summary(...alone, '--layered')).toEqual(summary());
  });

  test('takes a baseline from it, which may be written for the first time', () => {
    write('gate/based.yaml', `${plan()}  baseline: b.json\n`);
    const missing = check('--plan', 'gate/based.yaml');
    expect(missing.stderr).toBe('there is no baseline gate/b.json: --write-baseline writes one\n');
    expect(check('--plan', 'gate/based.yaml', '--write-baseline', 'gate/b.json').stdout).toContain(
      '1 warning',
    );
    const accepted = check('--plan', 'gate/based.yaml');
    expect(accepted.stdout).toBe('0 errors, 0 warnings, 0 notes, 1 accepted\n');
  });

  test('lets options win', () => {
    const { stdout } = check('--plan', 'gate', '--target', 'gate/one');
    expect(stdout).toBe('0 errors, 0 warnings, 0 notes\n');
    expect(check('--plan', 'gate', '--config', 'none.json').stderr).toContain('gate/one/none.json');
    expect(check('--plan', 'gate', '--policy', 'none').stderr).toContain("There is no policy 'none'");
  });

  test('reads no plan where both releases are named and no plan is', () => {
    const releases = ['--base', 'one/schema.json', '--target', 'one/schema.json'];
    write('gate/broken/evenkeel.yaml', 'version: 2\n');
    write('gate/broken/one/schema.json', schema(port(80)));
    const { stdout, exitCode } = evenkeel(['check', ...releases], join(folder, 'gate/broken'));
    expect([stdout, exitCode]).toEqual(['0 errors, 0 warnings, 0 notes\n', 0]);
  });

  test('calls the releases of a plan that is run by its labels, and hears its exceptions', () => {
    const exceptions = 'exceptions:\n  tidy: { run: tidy, note: note.md, why: for order }\n';
    const releases = 'contract:\n  base: one\n  target: two\n  config: schema.json\n  notes: notes\n';
    write('gate/note.md', '');
    write('gate/two/notes/add-0000000000000001.yaml', 'upgrade: [port moved]\n');
    write('gate/whole.yaml', `${SMALL_PLAN}${exceptions}${releases}`);
    const { stdout } = check('--plan', 'gate/whole.yaml');
    expect(stdout).toContain('80 in 1.0.0, 81 in 2.0.0');
    expect(stdout).toContain('gate/whole.yaml:18:28: error NOTE103: the exception tidy names note.md');
  });
});

describe('the dates of releases', () => {
  const early = 'error CFG102: host is gone in v2.0, too early for the policy "';

  test('are those of the commits of git refs, in UTC', () => {
    const { stdout } = check('--plan', 'tags.yaml');
    expect(stdout).toContain(`v1.0:schema.json:7:5: ${early}openstack"; the policy: OpenStack governance`);
    expect(stdout).toContain('deprecated since 1.0 (2024-04-02), 11 months before v2.0 (2025-04-01); ');
  });

  test('may be said', () => {
    expect(check('--plan', 'tags.yaml', '--target-date', '2025-04-02').stdout).not.toContain('CFG102');
    expect(check('--plan', 'tags.yaml', '--base-date', '2024-04-01').stdout).not.toContain('CFG102');
    const { stderr, exitCode } = check('--plan', 'tags.yaml', '--base-date', '2024-02-30');
    expect(stderr).toContain("argument '2024-02-30' is invalid. A day is written as 2025-04-02.");
    expect(exitCode).toBe(2);
  });

  test('count by the policy of the command line', () => {
    const by = (policy: string) => check('--plan', 'tags.yaml', '--policy', policy).stdout;
    expect(by('months=11')).not.toContain('CFG102');
    expect(by('months=12')).toContain(`${early}releases=1,months=12"\n`);
    expect(by('releases=2')).toContain('in one release before v2.0; the policy wants 2');
  });

  test('and the version of the plan do not hold for another release', () => {
    expect(check('--plan', 'tags.yaml', '--base', 'v1.0').stdout).not.toContain('CFG102');
    const named = ['--base', 'v1.0', '--base-version', '1.0', '--target-version', '2.0'];
    expect(check('--plan', 'tags.yaml', ...named).stdout).toContain('host is gone in 2.0, too early');
  });
});

describe('what is wrong', () => {
  test.each([
    [
      'no plan and no release',
      [],
      /^Which releases\? Name them with --base and --target, .*evenkeel\.yaml here/,
    ],
    ['no plan and one release', ['--base', 'v1.0'], /^Which releases\?/],
    ['a plan that is not there', ['--plan', 'no.yaml'], /^no\.yaml:1:1: there is no such plan file/],
    [
      'a whole plan without a contract',
      ['--plan', 'small.yaml'],
      /^small\.yaml:1:1: the plan has no contract; name base there, or with --base$/m,
    ],
    [
      'a contract without a target',
      ['--plan', 'half.yaml'],
      /^half\.yaml:3:1: the contract does not name target; name target there, or with --target$/m,
    ],
    [
      'a key that is misspelt',
      ['--plan', 'misspelt.yaml'],
      /^misspelt\.yaml:5:3: unknown key "confg" in contract; did you mean "config"\?$/m,
    ],
    [
      'a section of a run that is misspelt',
      ['--plan', 'section.yaml'],
      /^section\.yaml:5:1: unknown key "exeptions" in the plan; did you mean "exceptions"\?$/m,
    ],
    ['a file that is not there', ['--plan', 'gone.yaml'], /^gone\.yaml:4:11: site\.conf does not exist$/m],
    ['a placeholder', ['--plan', 'filled.yaml'], /^filled\.yaml:4:9: .*\$\{plan\.dir\} is not known here/],
    ['a git ref that is not there', ['--plan', 'tags.yaml', '--base', 'v9'], /^git has no v9:schema\.json/],
    ['a contract that is none', ['--plan', 'word.yaml'], /^word\.yaml:3:11: contract should be a mapping/],
  ])('%s is answered in words, with its place', (_title, args, words) => {
    write('small.yaml', SMALL_PLAN);
    write('half.yaml', `${ONLY}  base: v1.0\n`);
    write('misspelt.yaml', `${ONLY}  base: v1.0\n  confg: schema.json\n`);
    write('section.yaml', `${ONLY}  base: v1.0\nexeptions: {}\n`);
    write('gone.yaml', `${ONLY}  files: [site.conf]\n`);
    write('filled.yaml', `${ONLY}  base: "\${plan.dir}/v1"\n`);
    write('word.yaml', 'version: 1\nname: gate\ncontract: v1.0\n');
    const { stderr, stdout, exitCode } = check(...args);
    expect(stderr).toMatch(words);
    expect(stderr).not.toContain('    at ');
    expect([exitCode, stdout]).toEqual([2, '']);
  });

  test('a plan that has a contract alone cannot be run', () => {
    const { stderr, exitCode } = evenkeel(['run', '--dry-run'], join(folder, 'gate'));
    expect(stderr).toBe(
      'evenkeel.yaml:3:1: the plan has a contract and nothing to run; "evenkeel check" judges it; a run needs releases, services, resources, probes\n',
    );
    expect(exitCode).toBe(2);
  });
});
