import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { newScene, removeFolders } from './support/conf.js';
import { ENVIRONMENT, NO_OSLO, NOT_ROOT, oslo, rootwrap } from './support/run.js';

after(removeFolders);

const FILTERS = [
  'env: CommandFilter, env, root',
  'as: RegExpFilter, /usr/bin/printenv, www-data, printenv, HOME',
  'with: EnvFilter, env, root, A=, B=fixed, printenv',
];
const EXEC_DIRS = 'exec_dirs = /usr/sbin,/usr/bin,/sbin,/bin';
const ROOT = { HOME: '/root', USER: 'root', LOGNAME: 'root', SHELL: '/bin/bash' };
const PATH = '/usr/sbin:/usr/bin:/sbin:/bin';
const variables = (text: string) =>
  Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

describe('the environment of a command (RW-013)', { skip: NOT_ROOT }, () => {
  const scene = newScene(FILTERS, [EXEC_DIRS]);
  const seen = (env: Record<string, string>, at = scene) => variables(rootwrap(at, ['env'], { env }).out);

  it('is made from nothing: a path, the person, and the language', () => {
    const shell = seen({}).SHELL ?? '';
    const expected = { ...ROOT, SHELL: shell, PATH };
    assert.deepEqual(seen({}), expected);
    const evil = {
      PATH: '/tmp/evil',
      IFS: 'x',
      PYTHONPATH: '/tmp',
      PERL5LIB: '/tmp',
      BASH_ENV: '/tmp/x',
      HOME: '/tmp',
    };
    assert.deepEqual(seen({ ...evil, SHELL: '/tmp/sh', USER: 'mallory', LANG_X: 'x', LC_: 'x' }), expected);
    const kept = {
      LANG: 'de_DE.UTF-8@euro',
      LC_ALL: 'C',
      LC_TIME: 'en_GB',
      LANGUAGE: 'de:en',
      TERM: 'xterm-256color',
    };
    assert.deepEqual(seen({ ...kept, TZ: 'Europe/Berlin' }), { ...expected, ...kept, TZ: 'Europe/Berlin' });
    const rule = 'CET-1CEST,M3.5.0/2,M10.5.0/3';
    assert.equal(seen({ TZ: rule }).TZ, rule);
  });

  it('does not keep a language, zone or terminal that could name a file', () => {
    const bad = ['/tmp/x', '../../tmp/x', 'a/../../b', '..', 'a%sb', 'a b', 'a\nb', '$(id)', ''];
    for (const name of ['LANG', 'LC_ALL', 'LANGUAGE', 'TERM', 'TZ'])
      for (const value of bad) assert.equal(seen({ [name]: value })[name], undefined, `${name}=${value}`);
    for (const name of ['LANG', 'LC_ALL', 'LANGUAGE', 'TERM'])
      assert.equal(seen({ [name]: 'de/x' })[name], undefined, name);
    assert.equal(seen({ TZ: ':/tmp/x' }).TZ, undefined);
  });

  it('keeps what env_keep names, as it is', () => {
    const keeping = newScene(FILTERS, [EXEC_DIRS, 'env_keep = http_proxy, A B,,TZ']);
    const { http_proxy, TZ, OTHER } = seen(
      { http_proxy: 'http://x/../y', TZ: '/etc/x', OTHER: '1' },
      keeping,
    );
    assert.deepEqual([http_proxy, TZ, OTHER], ['http://x/../y', '/etc/x', undefined]);
  });

  it('has a path that never means the current folder', () => {
    for (const folders of ['', ',', 'bin', '/nowhere'])
      for (const legacy of ['legacy =', 'legacy = RW-008']) {
        const at = newScene(['env: CommandFilter, /usr/bin/env, root'], [`exec_dirs = ${folders}`, legacy]);
        const path = seen({}, at).PATH ?? '';
        assert.ok(
          path.split(':').every((folder) => folder.startsWith('/')),
          `${folders}: ${path}`,
        );
      }
  });

  it('is that of the user whom the filter names', () => {
    assert.equal(rootwrap(scene, ['printenv', 'HOME']).out, '/var/www\n');
  });

  it("has what an EnvFilter's command line sets, over what the caller has", () => {
    const env = { ...ENVIRONMENT, A: 'of the caller', PATH: '/tmp' };
    const { code, out } = rootwrap(scene, ['env', 'A=x=y', 'B=fixed', 'printenv'], { env });
    assert.equal(code, 0);
    const { SHELL: _, ...rest } = variables(out);
    assert.deepEqual(rest, {
      HOME: '/root',
      USER: 'root',
      LOGNAME: 'root',
      LANG: 'C.UTF-8',
      PATH,
      A: 'x=y',
      B: 'fixed',
    });
  });

  it('is the whole of the caller under legacy = RW-013', () => {
    const open = newScene(FILTERS, [EXEC_DIRS, 'legacy = RW-013']);
    const env = { PATH: '/usr/bin', HOME: '/tmp', LANG: '../x', A: '', 'a b': 'c' };
    const { PWD: _, 'a b': odd, ...rest } = seen(env, open);
    const { 'a b': wanted, ...others } = env;
    assert.deepEqual(rest, others);
    assert.ok(odd === undefined || odd === wanted); // dash passes on only names that it could have made
  });

  it('is the whole of the caller with oslo.rootwrap', { skip: NO_OSLO }, () => {
    const env = { PATH: '/usr/bin', PERL5LIB: '/tmp/evil' };
    assert.equal(variables(oslo(scene, ['env'], { env }).out).PERL5LIB, '/tmp/evil');
    assert.equal(seen(env).PERL5LIB, undefined);
  });
});
