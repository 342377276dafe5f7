import assert from 'node:assert/strict';
import { chmodSync, chownSync, lchownSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { newScene, removeFolders, type Scene } from './support/conf.js';
import { NO_OSLO, NOBODY, NOT_ROOT, oslo, ROOTWRAP, rootwrap, run } from './support/run.js';

after(removeFolders);

const ECHO = ['echo: CommandFilter, echo, root'];
const HI = { code: 0, out: 'hi\n', err: '' };
const filterFile = ({ filters }: Scene): string => join(filters, 'test.filters');

type Change = readonly [name: string, change: (scene: Scene) => void, words: RegExp];

/** Whatever lets somebody else write the filters. */
const FILTERS_OF_OTHERS: Change[] = [
  [
    'a filter file that its group may write',
    (scene) => chmodSync(filterFile(scene), 0o664),
    /writable by others/,
  ],
  ['a filter file that all may write', (scene) => chmodSync(filterFile(scene), 0o602), /writable by others/],
  [
    'a filter file of another user',
    (scene) => chownSync(filterFile(scene), NOBODY, 0),
    /belongs to user 65534/,
  ],
  [
    'a filter folder that its group may write',
    ({ filters }) => chmodSync(filters, 0o775),
    /the folder .*filters\.d is writable/,
  ],
  [
    'a filter folder of another user',
    ({ filters }) => chownSync(filters, NOBODY, 0),
    /the folder .*filters\.d belongs/,
  ],
  ['a folder far above that all may write', moveBelow(0o777), /the folder .*deep is writable/],
  ['a link to a filter file in a folder of another user', linkFile, /the folder .*foreign belongs/],
  ['a link to the filter folder through one', linkThrough, /the folder .*foreign belongs/],
  ['a link that another user put into a sticky folder', linkInSticky, /the link .* belongs/],
];

function moveBelow(mode: number) {
  return ({ filters, folder, conf }: Scene): void => {
    const deep = join(folder, 'deep');
    mkdirSync(join(deep, 'er'), { recursive: true });
    renameSync(filters, join(deep, 'er/filters.d'));
    chmodSync(deep, mode);
    writeFileSync(conf, `[DEFAULT]\nfilters_path = ${deep}/er/filters.d\n`);
  };
}

function foreignFolder({ folder }: Scene): string {
  const foreign = join(folder, 'foreign');
  mkdirSync(foreign);
  chownSync(foreign, NOBODY, NOBODY);
  return foreign;
}

function linkFile(scene: Scene): void {
  const foreign = foreignFolder(scene);
  renameSync(filterFile(scene), join(foreign, 'file'));
  symlinkSync(join(foreign, 'file'), filterFile(scene));
}

/** conf.d → foreign/link → filters.d: only what is in the middle is another's. */
function linkThrough(scene: Scene): void {
  const foreign = foreignFolder(scene);
  symlinkSync(scene.filters, join(foreign, 'link'));
  symlinkSync(join(foreign, 'link'), join(scene.folder, 'conf.d'));
  writeFileSync(scene.conf, `[DEFAULT]\nfilters_path = ${scene.folder}/conf.d\n`);
}

function linkInSticky(scene: Scene): void {
  const sticky = join(scene.folder, 'sticky');
  mkdirSync(sticky);
  chmodSync(sticky, 0o1777);
  symlinkSync(scene.filters, join(sticky, 'link'));
  lchownSync(join(sticky, 'link'), NOBODY, NOBODY);
  writeFileSync(scene.conf, `[DEFAULT]\nfilters_path = ${sticky}/link\n`);
}

describe('rules that others could have written (RW-019)', { skip: NOT_ROOT }, () => {
  for (const [name, change, words] of FILTERS_OF_OTHERS) {
    it(`are refused: ${name}`, () => {
      const scene = newScene(ECHO);
      assert.deepEqual(rootwrap(scene, ['echo', 'hi']), HI);
      change(scene);
      const { code, out, err } = rootwrap(scene, ['echo', 'hi']);
      assert.deepEqual([code, out], [97, ''], err);
      assert.match(err, words);
      assert.match(err, /\(RW-019\)/);
      if (NO_OSLO === false) assert.deepEqual(oslo(scene, ['echo', 'hi']), HI);
    });

    it(`are taken under legacy = RW-019: ${name}`, () => {
      const scene = newScene(ECHO);
      change(scene);
      run('sh', ['-c', `echo 'legacy = RW-019' >>${scene.conf}`]);
      assert.deepEqual(rootwrap(scene, ['echo', 'hi']), HI);
    });
  }

  const confOfOthers: Change[] = [
    ['its group may write it', ({ conf }) => chmodSync(conf, 0o664), /it is writable by others/],
    ['it belongs to another user', ({ conf }) => chownSync(conf, NOBODY, 0), /it belongs to user 65534/],
    ['all may write its folder', ({ folder }) => chmodSync(folder, 0o777), /the folder .* is writable/],
  ];
  for (const [name, change, words] of confOfOthers) {
    it(`are refused when ${name}, rootwrap.conf, whatever that says of itself`, () => {
      const scene = newScene(ECHO, ['legacy = RW-019']);
      change(scene);
      const { code, err } = rootwrap(scene, ['echo', 'hi']);
      assert.equal(code, 97);
      assert.match(err, /^.*rootwrap: Incorrect configuration file: /);
      assert.match(err, words);
    });
  }

  it('are taken through links and sticky folders that only root can change, and by relative paths', () => {
    const scene = newScene(ECHO);
    moveBelow(0o1777)(scene);
    assert.deepEqual(rootwrap(scene, ['echo', 'hi']), HI);
    symlinkSync(scene.conf, join(scene.folder, 'link.conf'));
    symlinkSync(scene.folder, join(scene.folder, 'self'));
    for (const conf of ['link.conf', './self/self/link.conf', `../../${scene.conf.slice(1)}`])
      assert.deepEqual(run(ROOTWRAP, [conf, 'echo', 'hi'], { cwd: scene.folder }), HI, conf);
  });

  it('are taken from the user that we run as: he harms himself alone', () => {
    const scene = newScene(ECHO);
    for (const path of [scene.conf, scene.filters, filterFile(scene)]) chownSync(path, NOBODY, NOBODY);
    assert.deepEqual(rootwrap(scene, ['echo', 'hi'], { uid: NOBODY }), HI);
    assert.equal(rootwrap(scene, ['echo', 'hi']).code, 97);
    assert.equal(rootwrap(scene, ['echo', 'hi'], { uid: 1 }).code, 97);
  });
});
