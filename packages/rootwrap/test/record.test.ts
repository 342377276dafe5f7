import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { newFolder, newScene, removeFolders, type Scene } from './support/conf.js';
import {
  ENVIRONMENT,
  NOBODY,
  NOT_ROOT,
  ROOTWRAP,
  rootwrap,
  rootwrapTool,
  run,
  start,
} from './support/run.js';

after(removeFolders);

const FILTERS = ['echo: CommandFilter, echo, root', 'gone: CommandFilter, /opt/nothing, root'];

/** A scene that records into `file` of its folder. */
function recording(...conf: string[]): Scene & { file: string } {
  const file = join(newFolder(), 'record.jsonl');
  return { ...newScene(FILTERS, [`record = ${file}`, ...conf]), file };
}
const lines = (file: string): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('record', () => {
  it('keeps each decision as a line: when, what, by which filter, for whom', () => {
    const scene = recording();
    const env = { ...ENVIRONMENT, SUDO_USER: 'nova', SUDO_UID: '162' };
    const started = Date.now();
    const words = ['echo', 'a b', 'ü\n"\u001b', ''];
    rootwrap(scene, words, { env });
    rootwrap(scene, ['nope', '1'], { env });
    rootwrap(scene, ['nothing', '2'], { env });
    // who is not root is the caller himself, whatever the environment says
    const caller = { uid: process.getuid?.() === 0 ? 162 : process.getuid?.(), name: 'nova' };
    const recorded = lines(scene.file);
    for (const { time } of recorded) {
      assert.equal(new Date(String(time)).toISOString(), time);
      assert.ok(Date.parse(String(time)) >= started - 1 && Date.parse(String(time)) <= Date.now());
    }
    assert.deepEqual(
      recorded.map(({ time: _, ...rest }) => rest),
      [
        { argv: words, filter: 'echo', allowed: true, caller },
        { argv: ['nope', '1'], filter: null, allowed: false, caller },
        { argv: ['nothing', '2'], filter: 'gone', allowed: false, caller },
      ],
    );
    assert.equal(statSync(scene.file).mode & 0o777, 0o600);
  });

  it('believes sudo about the caller only when it is root who says so', { skip: NOT_ROOT }, () => {
    const scene = recording();
    writeFileSync(scene.file, '');
    chmodSync(scene.file, 0o666);
    const env = { ...ENVIRONMENT, SUDO_UID: '0' };
    rootwrap(scene, ['echo'], { env, uid: NOBODY });
    assert.deepEqual(lines(scene.file)[0]?.caller, { uid: NOBODY, name: 'None' });
  });

  it('hides what record_redact says', () => {
    const words = ['echo', '--password=a=b\nc', 'secret', '=x', 'A=', '-p'];
    const hidden = {
      nothing: words,
      values: ['echo', '--password=***', 'secret', '=***', 'A=***', '-p'],
      all: ['echo', '***', '***', '***', '***', '***'],
    };
    for (const [redact, argv] of Object.entries(hidden)) {
      const scene = recording(`record_redact = ${redact}`);
      rootwrap(scene, words);
      assert.deepEqual(lines(scene.file)[0]?.argv, argv);
    }
    for (const redact of ['values', 'all']) {
      const scene = recording(`record_redact = ${redact}`);
      rootwrap(scene, ['A=secret', 'echo']);
      rootwrap(scene, ['env', 'A=secret', 'echo']);
      assert.doesNotMatch(readFileSync(scene.file, 'utf8'), /secret/);
    }
  });

  it('never mixes the lines of several at once', async () => {
    const scene = recording();
    const long = 'x'.repeat(20_000);
    const writers = Array.from({ length: 20 }, (_, index) =>
      start(ROOTWRAP, [scene.conf, 'echo', String(index), long]),
    );
    for (const { ended } of writers) assert.deepEqual(await ended, { code: 0, signal: null });
    const seen = lines(scene.file).map(({ argv }) => argv as string[]);
    assert.deepEqual(
      seen.map(([, index]) => Number(index)).sort((a, b) => a - b),
      writers.map((_, index) => index),
    );
    assert.ok(seen.every((argv) => argv[2] === long));
  });

  it('that cannot be written is told, and the command runs all the same', () => {
    const told = (scene: Scene, file: string) => {
      const { code, out, err } = rootwrap(scene, ['echo', 'hi']);
      assert.deepEqual([code, out], [0, 'hi\n'], err);
      assert.match(err, new RegExp(`^${ROOTWRAP}: cannot record in ${file}: .*\n$`));
    };
    const link = recording();
    const target = join(link.folder, 'target');
    writeFileSync(target, 'before');
    symlinkSync(target, link.file);
    told(link, link.file);
    assert.equal(readFileSync(target, 'utf8'), 'before');
    const dangling = recording();
    symlinkSync(join(dangling.folder, 'made'), dangling.file);
    told(dangling, dangling.file);
    assert.equal(existsSync(join(dangling.folder, 'made')), false);
    const pipe = recording();
    run('mkfifo', [pipe.file]);
    told(pipe, pipe.file);
    const folder = recording();
    mkdirSync(folder.file);
    told(folder, folder.file);
    told(newScene(FILTERS, ['record = /nowhere/at/all']), '/nowhere/at/all');
  });

  it('is not written by --check and --explain', () => {
    const scene = recording();
    rootwrapTool('--check', scene, ['echo']);
    rootwrapTool('--explain', scene, ['echo']);
    assert.equal(existsSync(scene.file), false);
  });
});
