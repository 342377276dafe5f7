import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { newFolder, newScene, removeFolders, type Scene, writeFilters } from './support/conf.js';
import { NOBODY, NOT_ROOT, ROOTWRAP, rootwrap, rootwrapTool, run } from './support/run.js';

after(removeFolders);

const ECHO = ['echo: CommandFilter, echo, root'];
const HI = { code: 0, out: 'hi\n', err: '' };
const filterFile = ({ filters }: Scene): string => join(filters, 'test.filters');

describe('the order of filter files (RW-020)', () => {
  const names = ['m', 'b', 'z', 'a', 'k', '10', '9', 'B', 'é'];
  const filled = (conf: string[]) => {
    const scene = newScene([], conf);
    for (const name of names) writeFilters(scene, name, [`in-${name}: CommandFilter, echo, root`]);
    return scene;
  };
  const explained = (scene: Scene): string[] =>
    [...rootwrapTool('--explain', scene, ['nope']).out.matchAll(/\/([^/:]+):2: in-/g)].map(
      ([, name = '']) => name,
    );

  it('is that of their names', () => {
    assert.deepEqual(explained(filled([])), ['10', '9', 'B', 'a', 'b', 'k', 'm', 'z', 'é']);
  });

  it('is that of the folder under legacy = RW-020', () => {
    const scene = filled(['legacy = RW-020']);
    const listed = run('ls', ['-U', scene.filters])
      .out.trim()
      .split('\n')
      .filter((name) => name !== 'test.filters');
    assert.deepEqual(explained(scene), listed);
  });
});

describe('a filter file that is broken (RW-021)', () => {
  const broken: [name: string, text: string | Buffer, line: number, words: RegExp][] = [
    ['has no [Filters]', '[DEFAULT]\na: CommandFilter, id, root\n', 0, /has no section \[Filters\]/],
    ['has it in small letters', '[filters]\na: CommandFilter, id, root\n', 0, /has no section/],
    ['is empty', '', 0, /has no section/],
    ['has junk', '[Filters]\na: CommandFilter, id, root\njunk\n', 3, /:3: this line is not 'name = value'/],
    ['has a value without a name', '[Filters]\n: CommandFilter, id, root\n', 2, /is not 'name = value'/],
    ['begins before its section', 'a: CommandFilter, id, root\n', 1, /stands before any \[section\]/],
    ['begins with a byte order mark', '\ufeff[Filters]\n', 1, /stands before any/],
    ['is not UTF-8', Buffer.from('[Filters]\n#\xff\n', 'latin1'), 0, /is not UTF-8/],
    [
      'has too few words',
      '[Filters]\n\nx: CommandFilter, id\n',
      3,
      /filter 'x': a CommandFilter wants 2 words/,
    ],
    ['has a KillFilter without words', '[Filters]\nx: KillFilter\n', 2, /a KillFilter wants 1 words/],
  ];
  for (const [name, text, line, words] of broken) {
    it(`is named, with the line, when it ${name}; nothing is permitted then`, () => {
      const scene = newScene(ECHO);
      const file = join(scene.filters, 'zz.broken');
      writeFileSync(file, text);
      const { code, out, err } = rootwrap(scene, ['echo', 'hi']);
      assert.deepEqual([code, out], [97, '']);
      assert.ok(err.includes(`\n${file}:${line > 0 ? `${line}:` : ''} `), err);
      assert.match(err, words);
      assert.doesNotMatch(err, /^ +at |a fault in rootwrap/m);
    });
  }

  it('is named when it cannot be read', { skip: NOT_ROOT }, () => {
    const scene = newScene(ECHO);
    chmodSync(filterFile(scene), 0o600);
    const { code, err } = rootwrap(scene, ['echo', 'hi'], { uid: NOBODY });
    assert.equal(code, 97);
    assert.match(err, /test\.filters: cannot be read \(EACCES\)/);
    chmodSync(scene.filters, 0o700);
    assert.match(rootwrap(scene, ['echo', 'hi'], { uid: NOBODY }).err, /filters\.d: cannot be listed/);
  });

  it('is named when it is far too large', () => {
    const scene = newScene(ECHO);
    truncateSync(filterFile(scene), 100 * 1024 * 1024);
    const { code, err } = rootwrap(scene, ['echo', 'hi']);
    assert.equal(code, 97);
    assert.match(err, /test\.filters: is larger than \d+ bytes/);
  });

  it('is passed over when it is hidden, a folder, a pipe, or a link to nowhere, as oslo.rootwrap does', () => {
    const scene = newScene(ECHO);
    writeFileSync(join(scene.filters, '.hidden'), 'junk');
    mkdirSync(join(scene.filters, 'folder'));
    symlinkSync('nowhere', join(scene.filters, 'dangling'));
    run('mkfifo', [join(scene.filters, 'pipe')]);
    assert.deepEqual(rootwrap(scene, ['echo', 'hi']), HI);
  });

  it('passes over a filter of a class that it does not know, and says so', () => {
    const scene = newScene(['odd: NoFilter, id, root', ...ECHO]);
    const { code, out, err } = rootwrap(scene, ['echo', 'hi']);
    assert.deepEqual([code, out], [0, 'hi\n']);
    assert.match(
      err,
      /test\.filters:2: Skipping unknown filter class \(NoFilter\) specified in filter definitions\n/,
    );
  });
});

it('does not wait for a rootwrap.conf that is a pipe, a folder or a device', () => {
  const folder = newFolder();
  run('mkfifo', [join(folder, 'pipe')]);
  for (const conf of [join(folder, 'pipe'), folder, '/dev/zero', '/nowhere']) {
    const { code, err } = run(ROOTWRAP, [conf, 'echo', 'hi']);
    assert.equal(code, 97);
    assert.match(err, /is not a file|cannot be read/);
  }
});
