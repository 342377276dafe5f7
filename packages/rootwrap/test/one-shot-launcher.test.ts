import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { newFolder, newScene, removeFolders } from './support/conf.js';
import { ENVIRONMENT, ROOTWRAP, rootwrap, run } from './support/run.js';

after(removeFolders);

const scene = newScene(['echo: CommandFilter, echo, root', 'env: CommandFilter, env, root']);
const NODE = process.execPath;
const NO_COMPILER = existsSync('/usr/bin/gcc') ? false : 'gcc is not installed';
const HI = { code: 0, out: 'hi\n', err: '' };

/** Compiles a library that appends to the mark, when a process loads it, the name of that process. */
function evilLibrary(folder: string, mark: string): string {
  const source = join(folder, 'evil.c');
  const text = `#include <errno.h>\n#include <fcntl.h>\n#include <string.h>\n#include <unistd.h>
extern char *program_invocation_short_name;
__attribute__((constructor)) static void mark(void) {
  int file = open("${mark}", O_WRONLY | O_APPEND | O_CREAT, 0666);
  write(file, program_invocation_short_name, strlen(program_invocation_short_name));
  write(file, "\\n", 1);
  close(file);
}\n`;
  writeFileSync(source, `#define _GNU_SOURCE\n${text}`);
  const library = join(folder, 'evil.so');
  const built = run('gcc', ['-shared', '-fPIC', '-w', '-o', library, source]);
  assert.equal(built.code, 0, built.err);
  return library;
}

const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** What an environment does to plain Node must not happen to rootwrap's. */
function assertHarmless(name: string, value: string, happened: () => boolean, script = '0'): void {
  const env = { ...ENVIRONMENT, [name]: value };
  assert.deepEqual(rootwrap(scene, ['echo', 'hi'], { env }), HI);
  assert.equal(happened(), false, `${name} steered rootwrap`);
  run(NODE, ['-e', script], { env });
  assert.equal(happened(), true, `${name} does nothing to plain Node: this test shows nothing`);
}

describe("a caller's environment does not steer rootwrap itself", () => {
  it('by NODE_OPTIONS', () => {
    const folder = newFolder();
    const mark = join(folder, 'mark');
    const evil = join(folder, 'evil.cjs');
    writeFileSync(evil, `require('fs').writeFileSync(${JSON.stringify(mark)}, 'x')`);
    assertHarmless('NODE_OPTIONS', `--require ${evil}`, () => existsSync(mark));
  });

  it('by NODE_V8_COVERAGE and NODE_REDIRECT_WARNINGS', () => {
    const folder = newFolder();
    const [coverage, warnings] = [join(folder, 'coverage'), join(folder, 'warnings')];
    mkdirSync(coverage);
    assertHarmless('NODE_V8_COVERAGE', coverage, () => readdirSync(coverage).length > 0);
    const warn = "process.emitWarning('x')";
    assertHarmless('NODE_REDIRECT_WARNINGS', warnings, () => existsSync(warnings), warn);
  });

  it('by NODE_EXTRA_CA_CERTS, NODE_ICU_DATA, NODE_DEBUG', () => {
    for (const [name, value] of [
      ['NODE_EXTRA_CA_CERTS', '/nowhere'],
      ['NODE_ICU_DATA', '/nowhere'],
      ['NODE_DEBUG', 'net,child_process,fs'],
      ['NODE_DEBUG_NATIVE', 'mksnapshot,diagnostics'],
      ['NODE_PENDING_DEPRECATION', '1'],
      ['UV_THREADPOOL_SIZE', '0'],
      ['UV_USE_IO_URING', '1'],
    ] as const)
      assert.deepEqual(rootwrap(scene, ['echo', 'hi'], { env: { ...ENVIRONMENT, [name]: value } }), HI, name);
    const debug = run(NODE, ['-e', "require('child_process').spawn('true')"], {
      env: { NODE_DEBUG: 'child_process' },
    });
    assert.match(debug.err, /CHILD_PROCESS/i);
  });

  it('by OPENSSL_CONF, which can name a library to load', { skip: NO_COMPILER }, () => {
    const folder = newFolder();
    const mark = join(folder, 'mark');
    const conf = join(folder, 'openssl.cnf');
    const lines = [
      ...[
        'nodejs_conf = init',
        'openssl_conf = init',
        '[init]',
        'engines = engines',
        '[engines]',
        'evil = evil',
      ],
      ...['[evil]', 'engine_id = evil', `dynamic_path = ${evilLibrary(folder, mark)}`, 'init = 0'],
    ];
    writeFileSync(conf, `${lines.join('\n')}\n`);
    assertHarmless('OPENSSL_CONF', conf, () => existsSync(mark), "require('crypto').createHash('md5')");
  });

  it('by LD_PRELOAD, which only the shell before it still sees (sudo takes it away from that as well)', {
    skip: NO_COMPILER,
  }, () => {
    const folder = newFolder();
    const mark = join(folder, 'mark');
    const env = { ...ENVIRONMENT, LD_PRELOAD: evilLibrary(folder, mark) };
    run(NODE, ['-e', '0'], { env });
    assert.match(read(mark), /^node$/m);
    writeFileSync(mark, '');
    assert.deepEqual(rootwrap(scene, ['echo', 'hi'], { env }), HI);
    assert.doesNotMatch(read(mark), /node|echo|prlimit|setpriv/);
  });

  it('and none of it reaches the command, not even with the whole environment (legacy = RW-013)', () => {
    const open = newScene(['env: CommandFilter, env, root'], ['legacy = RW-013']);
    const evil = {
      ...{
        LD_LIBRARY_PATH: '/tmp',
        LD_AUDIT: '',
        LD_BIND_NOW: '1',
        NODE_OPTIONS: '--no-warnings',
        NODE_PATH: '/tmp',
      },
      ...{
        OPENSSL_CONF: '/nowhere',
        SSL_CERT_FILE: '/nowhere',
        GCONV_PATH: '/tmp',
        LOCPATH: '/tmp',
        NLSPATH: '/tmp/%N',
      },
      ...{
        MALLOC_ARENA_MAX: '1',
        GLIBC_TUNABLES: 'glibc.malloc.check=3',
        ICU_DATA: '/tmp',
        UV_THREADPOOL_SIZE: '1',
      },
    };
    const { out } = rootwrap(open, ['env'], {
      env: { ...ENVIRONMENT, ...evil, KEPT: "a'b\nexport LD_X=1\n$(id)" },
    });
    for (const name of Object.keys(evil)) assert.doesNotMatch(out, new RegExp(`^${name}=`, 'm'), name);
    assert.match(out, /^KEPT=a'b\nexport LD_X=1\n\$\(id\)$/m);
  });
});

describe('the launcher', () => {
  const bin = dirname(ROOTWRAP);
  const words = [scene.conf, 'echo', 'hi'];

  it('finds what it starts through links, relative paths and PATH', () => {
    const folder = newFolder();
    symlinkSync(ROOTWRAP, join(folder, 'one'));
    symlinkSync('one', join(folder, 'rw'));
    symlinkSync(bin, join(folder, 'bin'));
    assert.deepEqual(run(join(folder, 'rw'), words), HI);
    assert.deepEqual(run('./rw', words, { cwd: folder }), HI);
    assert.deepEqual(run('bin/rootwrap', words, { cwd: folder }), HI);
    assert.deepEqual(run('../rootwrap/bin/rootwrap', words, { cwd: dirname(bin) }), HI);
    for (const path of [bin, join(folder, 'bin')])
      assert.deepEqual(run('rootwrap', words, { env: { PATH: `${path}:/usr/bin` } }), HI);
    for (const path of ['', '.', ':/usr/bin'])
      assert.deepEqual(
        run('/bin/sh', ['-c', 'rootwrap "$@"', 'x', ...words], { cwd: bin, env: { PATH: path } }),
        HI,
      );
    assert.deepEqual(run('/bin/sh', ['-p', 'rootwrap', ...words], { cwd: bin }), HI);
  });

  it('says in messages the name that it was called by', () => {
    const folder = newFolder();
    symlinkSync(ROOTWRAP, join(folder, 'nova-rootwrap'));
    const { err } = run(join(folder, 'nova-rootwrap'), [scene.conf, 'nope']);
    assert.equal(err, `${folder}/nova-rootwrap: Unauthorized command: nope (no filter matched)\n`);
  });

  for (const shell of ['dash', 'bash', 'busybox']) {
    const path = [`/usr/bin/${shell}`, `/bin/${shell}`].find((each) => existsSync(each));
    it(`works when sh is ${shell}, whatever functions the caller exports`, {
      skip: path === undefined && `${shell} is not installed`,
    }, () => {
      const folder = newFolder();
      const sh = join(folder, 'sh');
      symlinkSync(path ?? '', sh);
      const mark = join(folder, 'mark');
      const names = ['read', 'unset', 'exec', 'export', 'case', 'echo', '[', '/usr/bin/readlink', ROOTWRAP];
      const functions = names.map((name) => [`BASH_FUNC_${name}%%`, `() { /usr/bin/touch ${mark}; }`]);
      const evil = {
        ENV: join(folder, 'env'),
        BASH_ENV: join(folder, 'env'),
        SHELLOPTS: 'xtrace',
        PS4: `$(/usr/bin/touch ${mark})`,
        IFS: 'x/o',
        CDPATH: '/tmp',
      };
      writeFileSync(join(folder, 'env'), `/usr/bin/touch ${mark}\n`);
      const env = {
        ...ENVIRONMENT,
        ...Object.fromEntries(functions),
        ...evil,
        NODE_OPTIONS: '--require /nowhere',
      };
      const { code, out } = run(sh, ['-p', ROOTWRAP, ...words], { env });
      assert.deepEqual([code, out], [0, 'hi\n']);
      assert.equal(existsSync(mark), false);
    });
  }

  it('takes the Node that it was built with, or else one of the system, never one from PATH', () => {
    const folder = newFolder();
    for (const name of ['bin', 'dist', 'evil']) mkdirSync(join(folder, name));
    copyFileSync(ROOTWRAP, join(folder, 'bin/rootwrap'));
    for (const name of readdirSync(join(bin, '../dist')).filter((each) => each.endsWith('.cjs')))
      copyFileSync(join(bin, '../dist', name), join(folder, 'dist', name));
    for (const name of ['node', 'readlink'])
      writeFileSync(join(folder, 'evil', name), '#!/bin/sh\necho evil\n', { mode: 0o755 });
    const env = { PATH: `${folder}/evil:/usr/bin` };
    const system = ['/usr/bin/node', '/usr/local/bin/node'].some((path) => existsSync(path));
    const { code, out, err } = run(join(folder, 'bin/rootwrap'), words, { env });
    assert.deepEqual([code, out], system ? [0, 'hi\n'] : [97, '']);
    if (!system) assert.match(err, /Node is in none of the places/);
    symlinkSync(NODE, join(folder, 'dist/node'));
    assert.deepEqual(run(join(folder, 'bin/rootwrap'), words, { env }), HI);
  });
});
