import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { newFolder, newScene, removeFolders } from './support/conf.js';
import { NOT_ROOT, rootwrap } from './support/run.js';
import { type Attempt, assertCloses, evil, ran, worked } from './support/run-closes.js';

after(removeFolders);

describe('what the named deviations close', () => {
  it('RW-001: a chain runs its inner command by the path that was checked', () => {
    const { path, marked } = evil('cat');
    const nice = 'nice: ChainingRegExpFilter, nice, root, nice, -?\\d+';
    assertCloses('RW-001', [nice, 'cat: CommandFilter, cat, root'], (scene, program) => {
      program(scene, ['nice', '-5', path]);
      return marked();
    });
    const ip = evil('cat');
    const netns = 'ns: IpNetnsExecFilter, ip, root';
    assertCloses('RW-001', [netns, 'cat: CommandFilter, cat, root'], (scene, program) =>
      // without a namespace of that name ip fails itself: what counts is that it was asked
      ran(program(scene, ['ip', 'netns', 'exec', 'no-such-namespace', ip.path])),
    );
  });

  it('RW-001: not by a folder of the caller with the same name in PATH either', () => {
    const { folder, marked } = evil('cat');
    const scene = newScene(['nice: ChainingRegExpFilter, nice, root, nice', 'cat: CommandFilter, cat, root']);
    const { code } = rootwrap(scene, ['nice', 'cat', '/dev/null'], { env: { PATH: folder } });
    assert.deepEqual([code, marked()], [0, false]);
  });

  const NO_IP = existsSync('/usr/sbin/ip') ? false : 'ip is not installed';
  it('RW-002: ip -batch, whose file runs anything', { skip: NO_IP }, () => {
    for (const word of ['-batch', '-b', '-bat', '--batch'])
      assertCloses('RW-002', ['ip: IpFilter, ip, root'], (scene, program) => {
        const file = join(scene.folder, 'batch');
        writeFileSync(file, 'netns list\n');
        return worked(program(scene, ['ip', word, file]));
      });
  });

  it('RW-003: ip vrf exec, and netns exec behind another netns', { skip: NO_IP }, () => {
    const lines = [
      ['vrf', 'exec', 'none', 'id'],
      ['vr', 'ex', 'none', 'id'],
      ['-family', 'netns', 'netns', 'exec', 'none', 'id'],
    ];
    for (const words of lines)
      assertCloses('RW-003', ['ip: IpFilter, ip, root'], (scene, program) =>
        ran(program(scene, ['ip', ...words])),
      );
  });

  it('RW-004: a PathFilter for /data does not admit /data-evil', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'data'));
    mkdirSync(join(folder, 'data-evil'));
    for (const name of ['data', 'data-evil']) writeFileSync(join(folder, name, 'file'), name);
    const filters = [`cat: PathFilter, cat, root, ${folder}/data`];
    assertCloses('RW-004', filters, (scene, program) =>
      worked(program(scene, ['cat', `${folder}/data-evil/file`])),
    );
    assert.equal(rootwrap(newScene(filters), ['cat', `${folder}/data/file`]).out, 'data');
    assert.equal(rootwrap(newScene(filters), ['cat', `${folder}/data/../data-evil/file`]).code, 99);
  });

  it('RW-005: run_as sets the groups', { skip: NOT_ROOT }, () => {
    assertCloses(
      'RW-005',
      ['id: CommandFilter, id, www-data'],
      (scene, program) => program(scene, ['id', '-g']).out === '0\n',
    );
  });

  it('RW-006: a pattern of branches matches the whole word in all of them', () => {
    assertCloses('RW-006', ['ls: RegExpFilter, ls, root, ls, -l|-a'], (scene, program) =>
      worked(program(scene, ['ls', '-lR'])),
    );
    assert.equal(rootwrap(newScene(['ls: RegExpFilter, ls, root, ls, -l|-a']), ['ls', '-l']).code, 0);
  });

  it('RW-007: a newline at the end is not overlooked', () => {
    assertCloses('RW-007', ['echo: RegExpFilter, echo, root, echo, \\d+'], (scene, program) =>
      worked(program(scene, ['echo', '1\n'])),
    );
  });

  it('RW-008: exec_dirs does not look into the current folder', () => {
    const { folder, marked } = evil('some-tool');
    const filters = ['tool: CommandFilter, some-tool, root'];
    const conf = ['exec_dirs = .,/usr/bin'];
    const runsIt: Attempt = (scene, program) => {
      program(scene, ['some-tool'], { cwd: folder });
      return marked();
    };
    assertCloses('RW-008', filters, runsIt, { conf });
    // an empty entry finds it there as well; that it is then looked up in PATH is another matter
    const findsIt: Attempt = (scene, program) => program(scene, ['some-tool'], { cwd: folder }).code !== 96;
    assertCloses('RW-008', filters, findsIt, { conf: ['exec_dirs = ,/usr/bin'] });
  });

  it("RW-008: relative filters_path entries are not looked up in the caller's folder", () => {
    const { folder } = evil('x');
    mkdirSync(join(folder, 'filters'));
    writeFileSync(join(folder, 'filters/evil'), '[Filters]\nid: CommandFilter, id, root\n');
    assertCloses('RW-008', [], (scene, program) => worked(program(scene, ['id'], { cwd: folder })), {
      conf: ['filters_path = filters'],
    });
  });

  it("RW-009: without exec_dirs the caller's PATH is not searched", () => {
    const { folder, marked } = evil('id');
    const filters = ['id: CommandFilter, id, root'];
    const attempt: Attempt = (scene, program) => {
      const conf = readFileSync(scene.conf, 'utf8').replace(/^exec_dirs.*\n/m, '');
      writeFileSync(scene.conf, conf);
      program(scene, ['id'], { env: { PATH: `${folder}:/usr/bin` } });
      return marked();
    };
    assertCloses('RW-009', filters, attempt);
  });

  it('RW-010: an EnvFilter compares the values that it gives', () => {
    assertCloses('RW-010', ['e: EnvFilter, env, root, LD_DEBUG=off, MODE=, true'], (scene, program) =>
      worked(program(scene, ['env', 'LD_DEBUG=all', 'MODE=x', 'true'])),
    );
    const scene = newScene(['e: EnvFilter, env, root, LD_DEBUG=off, MODE=, true']);
    assert.equal(rootwrap(scene, ['env', 'MODE=any', 'LD_DEBUG=off', 'true']).code, 0);
  });

  it('RW-011: an EnvFilter does not take a variable named twice for the program', () => {
    const words = ['env', 'A=1', 'A=2', 'id'];
    assertCloses('RW-011', ['e: EnvFilter, env, root, A=, A=2'], (scene, program) =>
      ran(program(scene, words)),
    );
    assert.equal(rootwrap(newScene(['e: EnvFilter, env, root, A=, id']), words).code, 99);
  });

  it('RW-012: after an EnvFilter, a command line that begins with env is for EnvFilters alone', () => {
    const filters = ['e: EnvFilter, env, root, A=, true', 'id: CommandFilter, id, root'];
    assertCloses('RW-012', filters, (scene, program) => worked(program(scene, ['env', 'id'])));
    const before = newScene(['env: CommandFilter, env, root', 'e: EnvFilter, env, root, A=, true']);
    assert.equal(rootwrap(before, ['env', 'id']).code, 0);
    const after = newScene(['e: EnvFilter, env, root, A=, true', 'env: CommandFilter, env, root']);
    assert.equal(rootwrap(after, ['env', 'id']).code, 99);
  });
});
