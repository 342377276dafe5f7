import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const EXE = join(DIST, 'rootwrap-standalone');
const DAEMON = join(DIST, 'rootwrap-daemon-standalone');
const PYTHON = '/usr/bin/python3';
const CLEAN = { PATH: '/usr/bin:/bin' };

const skip = existsSync(EXE) ? false : 'dist/rootwrap-standalone is not built (npm run build:standalone)';
const isRoot = process.getuid?.() === 0;
const hasPeer = spawnSync(PYTHON, ['-c', 'import oslo_rootwrap.client']).status === 0;

const FILTERS = `[Filters]
sh: CommandFilter, /bin/sh, root
ls: CommandFilter, /bin/ls, root
env: CommandFilter, /usr/bin/env, root
echo: CommandFilter, /bin/echo, root
id: CommandFilter, /usr/bin/id, USER
gone: CommandFilter, /nonexistent/gone, root
`;

/** A user with more groups than his own, when there is one. */
function somebody(): string {
  const members = readFileSync('/etc/group', 'utf8').split('\n');
  const names = members.flatMap((line) => line.split(':')[3]?.split(',') ?? []);
  return names.find((name) => name !== '' && name !== 'root') ?? 'nobody';
}

describe('the single-file executable', { skip }, () => {
  let folder = '';
  let conf = '';

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'rootwrap-standalone-'));
    conf = join(folder, 'rootwrap.conf');
    mkdirSync(join(folder, 'filters'));
    writeFileSync(
      conf,
      `[DEFAULT]\nfilters_path=${folder}/filters\nexec_dirs=/usr/bin,/bin\nrlimit_nofile=300\n`,
    );
    writeFileSync(join(folder, 'filters', 'a.filters'), FILTERS.replace('USER', somebody()));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = (words: readonly string[], env: Record<string, string> = CLEAN, exe = EXE) =>
    spawnSync(exe, words, { env, cwd: folder, encoding: 'utf8', timeout: 30_000 });
  const runCommand = (...argv: string[]) => run([conf, ...argv]);
  /** Runs it by a shell line, in which $0 is the executable and $1 the configuration. */
  const byShell = (line: string) =>
    spawnSync('/bin/sh', ['-c', line, EXE, conf], { env: CLEAN, encoding: 'utf8' });

  it("ends with the command's code, or 128 and the signal", () => {
    assert.equal(runCommand('sh', '-c', 'exit 7').status, 7);
    assert.equal(runCommand('sh', '-c', 'kill -9 $$').status, 137);
    assert.equal(runCommand('echo', 'a b').stdout, 'a b\n');
  });

  it("has rootwrap's own codes and words", () => {
    const denied = runCommand('cat', '/etc/shadow');
    assert.equal(denied.status, 99);
    assert.equal(denied.stderr, `${EXE}: Unauthorized command: cat /etc/shadow (no filter matched)\n`);
    assert.equal(run([conf]).status, 98);
    assert.equal(run(['/nonexistent.conf', 'ls']).status, 97);
    assert.equal(runCommand('gone').status, 96);
  });

  it('says with --check what it would do, and does not do it', () => {
    const permitted = run(['--check', conf, 'sh', '-c', 'echo done > done']);
    assert.equal(permitted.status, 0);
    assert.match(permitted.stdout, /^permit: filter sh /);
    assert.equal(existsSync(join(folder, 'done')), false);
    assert.equal(run(['--check', conf, 'cat']).status, 99);
  });

  it('runs a command with the user, the group and all groups of the filter', {
    skip: !isRoot && 'not root',
  }, () => {
    const { stdout } = spawnSync('/usr/bin/id', [somebody()], { encoding: 'utf8' });
    assert.equal(runCommand('id').stdout, stdout);
  });

  it('sets the limit of open files that the configuration names, for the command', () => {
    assert.equal(runCommand('sh', '-c', 'ulimit -S -n').stdout, '300\n');
  });

  it('leaves no descriptor above 2 to the command', () => {
    const stdio: ('pipe' | 'ignore')[] = ['pipe', 'pipe', 'pipe', ...Array<'ignore'>(20).fill('ignore')];
    const { stdout } = spawnSync(EXE, [conf, 'ls', '/proc/self/fd'], { env: CLEAN, stdio, encoding: 'utf8' });
    // 3 is the folder that ls reads
    assert.equal(String(stdout), '0\n1\n2\n3\n');
  });

  it('passes signals on to the command', async () => {
    const line = 'trap "echo got it; exit 5" TERM; echo ready; for i in $(seq 100); do sleep 0.05; done';
    const child = spawn(EXE, [conf, 'sh', '-c', line], { env: CLEAN, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (said === 'ready\n') child.kill('SIGTERM');
    });
    const [code] = await once(child, 'close');
    assert.deepEqual([code, said], [5, 'ready\ngot it\n']);
  });

  it("makes the command's environment from nothing", () => {
    const { stdout } = run([conf, 'env'], {
      ...CLEAN,
      LANG: 'C',
      LD_X: '1',
      NODE_OPTIONS: '',
      PYTHONPATH: '/tmp',
    });
    const names = stdout
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]);
    assert.deepEqual(names.sort(), ['HOME', 'LANG', 'LOGNAME', 'PATH', 'SHELL', 'USER']);
  });

  it('refuses arguments that are not UTF-8', () => {
    assert.equal(byShell('exec "$0" "$1" echo "$(printf "a")"').status, 0);
    assert.equal(byShell('exec "$0" "$1" echo "$(printf "\\377")"').status, 99);
  });

  it('does not call it a success when nobody can know how the command ended', () => {
    const { status, stdout } = byShell('trap "" CHLD; exec "$0" "$1" sh -c "echo ran; exit 3"');
    assert.equal(stdout, 'ran\n');
    assert.notEqual(status, 0);
  });

  it('serves the Python client as a daemon', { skip: !hasPeer && 'oslo-rootwrap is not installed' }, () => {
    const script = `
import sys
from oslo_rootwrap import client
c = client.Client(sys.argv[1:])
print(c.execute(['sh', '-c', 'cat; echo err >&2; exit 4'], stdin='in'))
print(c.execute(['cat', '/etc/shadow']))
`;
    const { stdout, stderr } = spawnSync(PYTHON, ['-c', script, DAEMON, conf], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    assert.equal(stdout, "[4, 'in', 'err\\n']\n[99, '', '']\n", stderr);
  });

  describe("in a caller's folder and environment", () => {
    before(() => {
      writeFileSync(join(folder, 'evil.js'), 'require("node:fs").writeFileSync("obeyed", "");\n');
      writeFileSync(join(folder, 'bunfig.toml'), 'preload = ["./evil.js"]\n');
      writeFileSync(join(folder, '.env'), 'BUN_FROM_FILE=1\nLANG=evil\n');
    });
    const unobeyed = () => assert.equal(existsSync(join(folder, 'obeyed')), false);

    it('reads neither bunfig.toml nor .env', () => {
      const { status, stdout } = runCommand('env');
      assert.deepEqual([status, /LANG/.test(stdout)], [0, false]);
      unobeyed();
    });

    const variables = [
      ['BUN_BE_BUN', '1'],
      ['BUN_OPTIONS', '--preload=./evil.js'],
      ['BUN_INSPECT_PRELOAD', './evil.js'],
      ['BUN_BYTECODE_ORDER_OUT', 'obeyed'],
      ['BUN_BYTECODE_DIGEST_OUT', 'obeyed'],
      ['BUN_GARBAGE_COLLECTOR_LEVEL', '2'],
    ] as const;
    for (const [name, value] of variables)
      it(`refuses ${name}`, () => {
        const { status, stderr, stdout } = run([conf, 'echo', 'ran'], { ...CLEAN, [name]: value });
        assert.deepEqual([status, stdout], [97, '']);
        assert.equal(stderr, `${EXE}: refused: ${name} is set in the environment; unset it\n`);
        unobeyed();
      });

    for (const name of ['dumpOptions', 'useJITDump', 'functionOverrides', 'configFile', 'useDollarVM'])
      it(`does not start with BUN_JSC_${name}`, () => {
        const { status, stdout, stderr } = run([conf, 'echo', 'ran'], { ...CLEAN, [`BUN_JSC_${name}`]: '1' });
        assert.deepEqual([status, stdout], [1, '']);
        assert.match(stderr, /invalid JSC environment variable/);
      });

    it('does not mind the variables that steer Node', () => {
      const env = {
        ...CLEAN,
        NODE_OPTIONS: '--require=./evil.js',
        NODE_CHANNEL_FD: '1',
        OPENSSL_CONF: './evil.js',
      };
      assert.equal(run([conf, 'echo', 'ran'], env).stdout, 'ran\n');
      unobeyed();
    });
  });
});
