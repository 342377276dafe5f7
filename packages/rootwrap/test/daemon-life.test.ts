import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import {
  DAEMON,
  type Daemon,
  makePlace,
  type Place,
  startDaemon,
  until,
  withDaemon,
} from './support/daemon.js';
import { ensureBuilt } from './support/run-build.js';
import { askDaemon, createObject, RawClient, Worker } from './support/wire.js';

const WELL = { code: 0, signal: null };
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const;

/** A command that says that it runs, and ends when it is told to. */
function held(place: Place): { argv: string[]; running: () => boolean; release: () => void } {
  const [started, go] = [join(place.folder, 'started'), join(place.folder, 'go')];
  const script = `: > ${started}; while [ ! -e ${go} ]; do sleep 0.02; done; echo done`;
  return {
    argv: ['sh', '-c', script],
    running: () => existsSync(started),
    release: () => writeFileSync(go, ''),
  };
}

const refuses = (path: string) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(path);
    socket.once('error', () => resolve(true));
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });

describe('the end of a daemon', () => {
  before(ensureBuilt);

  for (const signal of SIGNALS) {
    it(`comes with ${signal} at once when nothing runs, and leaves nothing`, async () => {
      await withDaemon({}, async (daemon, place) => {
        daemon.kill(signal);
        assert.deepEqual(await daemon.ended, WELL);
        assert.deepEqual(place.leftovers(), []);
      });
    });

    it(`waits at ${signal} for the command that runs, and its answer is delivered`, async () => {
      await withDaemon({}, async (daemon, place) => {
        const command = held(place);
        const worker = await Worker.open(daemon);
        const idle = await Worker.open(daemon);
        const answer = worker.run(command.argv);
        await until(command.running);
        daemon.kill(signal);
        assert.equal(await idle.client.receive(), undefined);
        assert.ok(await refuses(daemon.path));
        daemon.kill(signal);
        assert.equal(daemon.child.exitCode, null);
        command.release();
        assert.deepEqual(await answer, ['#RETURN', [0, 'done\n', '']]);
        assert.deepEqual(await daemon.ended, WELL);
      });
    });
  }

  it('does not wait for clients that are connected and ask nothing', async () => {
    await withDaemon({}, async (daemon) => {
      const clients = [
        new RawClient(daemon.path),
        await RawClient.login(daemon),
        (await Worker.open(daemon)).client,
      ];
      daemon.kill('SIGTERM');
      for (const client of clients) await client.receive().then(() => client.receive());
      assert.deepEqual(await daemon.ended, WELL);
    });
  });

  it('delivers an answer of 20 MB to a client that takes it slowly', async () => {
    await withDaemon({}, async (daemon, place) => {
      const worker = await Worker.open(daemon);
      const go = join(place.folder, 'go');
      const script = `while [ ! -e ${go} ]; do sleep 0.02; done; head -c 20000000 /dev/zero | tr '\\0' x`;
      worker.client.socket.pause();
      worker.client.send(JSON.stringify([worker.ident, 'run_one_command', [['sh', '-c', script], null], {}]));
      await askDaemon(daemon, 'dummy');
      daemon.kill('SIGTERM');
      writeFileSync(go, '');
      await new Promise((resolve) => setTimeout(resolve, 1500));
      worker.client.socket.resume();
      const [, value] = await worker.client.answer();
      assert.equal((value as readonly string[])[1]?.length, 20_000_000);
      assert.deepEqual(await daemon.ended, WELL);
    });
  });

  it('leaves a client that takes nothing of its answer', async () => {
    await withDaemon({}, async (daemon, place) => {
      const worker = await Worker.open(daemon);
      const started = join(place.folder, 'started');
      worker.client.socket.pause();
      const script = `: > ${started}; head -c 20000000 /dev/zero | tr '\\0' x`;
      worker.client.send(JSON.stringify([worker.ident, 'run_one_command', [['sh', '-c', script], null], {}]));
      await until(() => existsSync(started));
      daemon.kill('SIGTERM');
      assert.deepEqual(await daemon.ended, WELL);
      worker.client.close();
    });
  });

  it("comes with the object's call and with the daemon's, which are both answered", async () => {
    await withDaemon({}, async (daemon) => {
      const worker = await Worker.open(daemon);
      assert.deepEqual(await worker.ask('shutdown', []), ['#RETURN', null]);
      assert.deepEqual(await daemon.ended, WELL);
    });
    await withDaemon({}, async (daemon) => {
      assert.deepEqual(await askDaemon(daemon, 'shutdown'), ['#RETURN', null]);
      assert.deepEqual(await daemon.ended, WELL);
    });
  });

  it('comes after daemon_timeout without a command, though clients are connected', async () => {
    await withDaemon({ daemon_timeout: '1' }, async (daemon) => {
      await Worker.open(daemon);
      assert.deepEqual(await daemon.ended, WELL);
    });
  });

  it('does not come while a command runs, however long', async () => {
    await withDaemon({ daemon_timeout: '1' }, async (daemon) => {
      const worker = await Worker.open(daemon);
      assert.deepEqual(await worker.run(['sh', '-c', 'sleep 2.5; echo late']), [
        '#RETURN',
        [0, 'late\n', ''],
      ]);
      assert.deepEqual(await worker.run(['echo']), ['#RETURN', [0, '\n', '']]);
      assert.deepEqual(await daemon.ended, WELL);
    });
  });

  it('does not come with SIGUSR1, nor a debugger', async () => {
    await withDaemon({}, async (daemon) => {
      daemon.kill('SIGUSR1');
      assert.deepEqual(await askDaemon(daemon, 'dummy'), ['#RETURN', null]);
      const listening = spawnSync('cat', [`/proc/${daemon.pid}/net/tcp`], { encoding: 'utf8' }).stdout;
      assert.doesNotMatch(listening, /:240D /); // 9229
    });
  });
});

describe('clients that go, and clients that stay', () => {
  before(ensureBuilt);

  it('lets a command finish whose client went in the middle', async () => {
    await withDaemon({}, async (daemon, place) => {
      const worker = await Worker.open(daemon);
      const [started, finished] = [join(place.folder, 'started'), join(place.folder, 'finished')];
      const script = `: > ${started}; sleep 0.2; : > ${finished}`;
      worker.client.send(JSON.stringify([worker.ident, 'run_one_command', [['sh', '-c', script], null], {}]));
      await until(() => existsSync(started));
      await worker.close();
      await until(() => existsSync(finished));
      assert.match(await createObject(daemon), /^[0-9a-f]+$/);
    });
  });

  it('lets nobody wait for those who are connected and say nothing', async () => {
    await withDaemon({}, async (daemon) => {
      const silent = Array.from({ length: 100 }, () => new RawClient(daemon.path));
      const worker = await Worker.open(daemon);
      assert.deepEqual(await worker.run(['echo']), ['#RETURN', [0, '\n', '']]);
      for (const client of silent) client.close();
      await worker.close();
    });
  });
});

describe('a daemon that does not start', () => {
  before(ensureBuilt);
  const run = (...args: string[]) => spawnSync(DAEMON, args, { encoding: 'utf8', input: '' });

  it('wants exactly one argument', () => {
    assert.equal(run().status, 98);
    const { status, stderr } = run('a', 'b');
    assert.deepEqual([status, stderr], [98, `${DAEMON}: Extra arguments to daemon\n`]);
  });

  it('names the configuration file that is wrong, and the value', () => {
    const { status, stderr } = run('/nonexistent.conf');
    assert.equal(status, 97);
    assert.match(stderr, /rootwrap-daemon: Incorrect configuration file: \/nonexistent\.conf\n/);
    for (const daemon_timeout of ['abc', '2.5', '']) {
      const place = makePlace({ daemon_timeout });
      const wrong = run(place.conf);
      place.remove();
      assert.equal(wrong.status, 97);
      const reason = `Incorrect value in ${place.conf}: invalid literal for int() with base 10: '${daemon_timeout}'`;
      assert.ok(wrong.stderr.includes(reason), wrong.stderr);
    }
  });

  it('does not start with filters that are broken, and leaves no folder', () => {
    const place = makePlace({}, { odd: 'CommandFilter' });
    const { status, stdout } = spawnSync(DAEMON, [place.conf], {
      encoding: 'utf8',
      env: { TMPDIR: place.temporary },
    });
    const left = place.leftovers();
    place.remove();
    assert.deepEqual([status, stdout, left], [97, '', []]);
  });

  it('says before the greeting which filters it passes over, and lets go of stderr all the same', async () => {
    const place = makePlace({}, { odd: 'NoSuchFilter, x, root' });
    let daemon: Daemon | undefined;
    try {
      daemon = await startDaemon(place);
      assert.match((await daemon.streamsEnded).err, /Skipping unknown filter class \(NoSuchFilter\)/);
      const worker = await Worker.open(daemon);
      assert.deepEqual(await worker.run(['echo']), ['#RETURN', [0, '\n', '']]);
    } finally {
      await daemon?.stop();
      place.remove();
    }
  });

  it('has no folder to leave when it cannot make one', () => {
    const place = makePlace();
    const temporary = join(place.folder, 'x'.repeat(100));
    mkdirSync(temporary);
    const { status, stdout } = spawnSync(DAEMON, [place.conf], {
      encoding: 'utf8',
      env: { TMPDIR: temporary },
    });
    const left = existsSync(join(temporary, 'rootwrap.sock'));
    place.remove();
    assert.deepEqual([status, stdout, left], [1, '', false]);
  });
});
