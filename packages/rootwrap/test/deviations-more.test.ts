import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { newFolder, newScene, removeFolders } from './support/conf.js';
import { endProcess, NO_OSLO, oslo, rootwrap } from './support/run.js';
import { assertCloses, evil, ran, take, worked } from './support/run-closes.js';

after(removeFolders);

describe('what the named deviations close', () => {
  it('RW-013: the environment is built from nothing', () => {
    assertCloses('RW-013', ['perl: RegExpFilter, perl, root, perl, -e, 1'], (scene, program) => {
      const { folder } = evil('x');
      writeFileSync(join(folder, 'Evil.pm'), `open(F, ">${folder}/mark"); 1;\n`);
      program(scene, ['perl', '-e', '1'], {
        env: { PATH: '/usr/bin', PERL5OPT: '-MEvil', PERL5LIB: folder },
      });
      return take(join(folder, 'mark'));
    });
  });

  it('RW-014: a PathFilter runs the path that it checked, not the one that it was given', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data/file'), 'inside');
    symlinkSync('data', join(folder, 'link'));
    const { out } = rootwrap(newScene([`echo: PathFilter, echo, root, ${folder}/data`]), [
      'echo',
      `${folder}/link/../link/file`,
    ]);
    assert.equal(out, `${folder}/data/file\n`);
  });

  it("RW-015: a PathFilter does not resolve relative paths in the caller's folder", () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'file'), 'x');
    assertCloses('RW-015', [`cat: PathFilter, cat, root, ${folder}`], (scene, program) =>
      worked(program(scene, ['cat', 'file'], { cwd: folder })),
    );
  });

  it('RW-017: a KillFilter does not believe argv[0]', async () => {
    const folder = newFolder();
    copyFileSync('/usr/bin/sleep', join(folder, 'mine'));
    const victim = spawn(join(folder, 'mine'), ['60'], { argv0: '/usr/bin/cat', stdio: 'ignore' });
    const ended = new Promise((resolve) => victim.on('exit', resolve));
    try {
      const words = ['kill', '-0', String(victim.pid)];
      await new Promise((resolve) => setTimeout(resolve, 100));
      unlinkSync(join(folder, 'mine'));
      const filters = ['k: KillFilter, root, /usr/bin/cat, -0'];
      assertCloses('RW-017', filters, (scene, program) => worked(program(scene, words)), { peer: false });
    } finally {
      endProcess(victim.pid ?? 0);
      await ended;
    }
  });

  it('RW-018: a KillFilter takes plain digits only', () => {
    const sleeper = spawn('/usr/bin/sleep', ['60'], { stdio: 'ignore' });
    try {
      const filters = ['k: KillFilter, root, /usr/bin/sleep, -0'];
      for (const word of [` ${sleeper.pid}`, `+${sleeper.pid}`, `0${sleeper.pid}`])
        assertCloses('RW-018', filters, (scene, program) => ran(program(scene, ['kill', '-0', word])));
    } finally {
      endProcess(sleeper.pid ?? 0);
    }
  });

  it('RW-027: a pattern that cannot be carried over refuses its filter, and says so', () => {
    const scene = newScene([
      'id: RegExpFilter, id, root, id, (?<=a+)b',
      'other: RegExpFilter, id, root, id, -u',
    ]);
    const { code, err } = rootwrap(scene, ['id', 'b']);
    assert.equal(code, 99);
    assert.match(err, /filter 'id': regular expression '\(\?<=a\+\)b' refused: .*RW-027/);
    assert.equal(rootwrap(scene, ['id', '-u']).code, 0);
  });

  it('RW-028: a pattern that backtracks for ever in Python is answered', () => {
    const scene = newScene([
      'id: RegExpFilter, id, root, id, (a|aa)+$',
      'two: RegExpFilter, id, root, id, (a*)*b',
    ]);
    assert.equal(rootwrap(scene, ['id', `${'a'.repeat(5000)}!`]).code, 99);
  });

  it('RW-029: a folder is not an executable', () => {
    const scene = newScene(['share: CommandFilter, /usr/share, root']);
    const { code, err } = rootwrap(scene, ['share']);
    assert.equal(code, 96);
    assert.match(err, /Executable not found: \/usr\/share/);
  });

  it('RW-030: a PathFilter refuses links that go in a circle', () => {
    const folder = newFolder();
    symlinkSync('b', join(folder, 'a'));
    symlinkSync('a', join(folder, 'b'));
    assert.equal(
      rootwrap(newScene([`echo: PathFilter, echo, root, ${folder}`]), ['echo', `${folder}/a`]).code,
      99,
    );
    if (NO_OSLO === false)
      assert.equal(
        oslo(newScene([`echo: PathFilter, echo, root, ${folder}`]), ['echo', `${folder}/a`]).code,
        0,
      );
  });
});
