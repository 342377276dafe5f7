import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  DaemonComplaint,
  OutcomeUnknown,
  RootwrapDaemon,
  RootwrapError,
  StartFailed,
} from '../src/client/client.js';
import { type Client, withClient } from './support/client.js';
import { makePlace, until } from './support/daemon.js';
import { ensureBuilt, PACKAGE } from './support/run-build.js';

const linesOf = (file: string) =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];

/** Keeps everything in this process from happening for a while. */
const block = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

const lastOf = ({ pids }: Client) => pids().at(-1) ?? -1;
const started = (count: number, { pids }: Client) => assert.equal(pids().length, count);

/** More than execve(2) takes, in words that are not too long each. */
const TOO_MUCH = Array.from({ length: 40 }, () => 'x'.repeat(100_000));

describe('a client whose daemon goes away', () => {
  before(ensureBuilt);

  it('starts exactly one daemon for 50 commands at once, the first of all', async () => {
    await withClient({}, async (all) => {
      const runs = Array.from({ length: 50 }, (_, index) => all.client.run(['echo', String(index)]));
      const outputs = (await Promise.all(runs)).map(({ stdout }) => stdout.toString());
      assert.deepEqual(
        outputs,
        [...runs.keys()].map((index) => `${index}\n`),
      );
      started(1, all);
    });
  });

  it('starts one again when the daemon ended because nothing was to do', async () => {
    await withClient({ daemon_timeout: '1' }, async (all) => {
      await all.client.run(['echo']);
      await all.gone();
      const runs = Array.from({ length: 20 }, () => all.client.run(['echo', 'again']));
      for (const { stdout } of await Promise.all(runs)) assert.equal(stdout.toString(), 'again\n');
      started(2, all);
    });
  });

  it('starts one again even when it had no time to notice', async () => {
    await withClient({}, async (all) => {
      // several connections to hand out, all of them dead
      await Promise.all([1, 2, 3, 4].map(() => all.client.run(['sh', '-c', 'sleep 0.1'])));
      const pid = lastOf(all);
      process.kill(pid, 'SIGTERM');
      while (all.isRunning(pid)) block(5);
      assert.equal((await all.client.run(['echo', 'on'])).stdout.toString(), 'on\n');
      started(2, all);
    });
  });

  it('does not know the outcome of a command whose daemon was killed, and does not run it again', async () => {
    await withClient({}, async (all) => {
      const [count, go] = [join(all.place.folder, 'count'), join(all.place.folder, 'go')];
      const script = `echo $$ >> ${count}; while [ ! -e ${go} ]; do sleep 0.02; done`;
      const run = all.client.run(['sh', '-c', script]);
      await until(() => linesOf(count).length > 0);
      process.kill(lastOf(all), 'SIGKILL');
      await assert.rejects(run, OutcomeUnknown);
      assert.equal((await all.client.run(['echo'])).status, 0);
      writeFileSync(go, '');
      await until(() => !linesOf(count).some((pid) => all.isRunning(Number(pid))));
      assert.equal(linesOf(count).length, 1);
      started(2, all);
    });
  });

  it('never runs a command twice, whenever the daemon is killed', async () => {
    await withClient({}, async (all) => {
      const count = join(all.place.folder, 'count');
      for (let round = 0; round < 20; round += 1) {
        await all.client.run(['echo']);
        const pid = lastOf(all);
        const run = all.client.run(['sh', '-c', `echo ${round} >> ${count}`]);
        setTimeout(() => process.kill(pid, 'SIGKILL'), round % 5);
        const error = await run.then(
          () => undefined,
          (reason: unknown) => reason,
        );
        assert.ok(error === undefined || error instanceof OutcomeUnknown, String(error));
        await until(() => !all.isRunning(pid));
        const times = linesOf(count).filter((line) => line === String(round)).length;
        assert.ok(error === undefined ? times === 1 : times <= 1, `round ${round}: ${times} times`);
      }
    });
  });

  it('uses a new daemon while the old one still finishes a command', async () => {
    await withClient({}, async (all) => {
      const [ran, go] = [join(all.place.folder, 'ran'), join(all.place.folder, 'go')];
      await all.client.run(['echo']);
      const slow = all.client.run([
        'sh',
        '-c',
        `: > ${ran}; while [ ! -e ${go} ]; do sleep 0.02; done; echo slow`,
      ]);
      await until(() => existsSync(ran));
      process.kill(lastOf(all), 'SIGTERM');
      await until(() => !acceptsMore(all));
      assert.equal((await all.client.run(['echo', 'new'])).stdout.toString(), 'new\n');
      started(2, all);
      writeFileSync(go, '');
      assert.equal((await slow).stdout.toString(), 'slow\n');
    });
  });

  it('says why a daemon did not start, to all who asked, and tries anew the next time', async () => {
    const place = makePlace({ daemon_timeout: 'soon' });
    const client = new RootwrapDaemon([join(PACKAGE, 'bin/rootwrap-daemon'), place.conf]);
    const settled = await Promise.allSettled([1, 2, 3].map(() => client.run(['echo'])));
    for (const outcome of settled) {
      assert.ok(outcome.status === 'rejected' && outcome.reason instanceof StartFailed);
      assert.match(outcome.reason.message, /Incorrect value in .*daemon_timeout|invalid literal for int/);
    }
    await assert.rejects(client.run(['echo']), StartFailed);
    await client.close();
    place.remove();
  });

  it('fails to start in its own words when the program is nowhere, or says something else', async () => {
    const nowhere = new RootwrapDaemon(['/nonexistent/rootwrap-daemon', 'x']);
    await assert.rejects(nowhere.run(['echo']), StartFailed);
    await nowhere.close();
    const other = new RootwrapDaemon(['/bin/sh', '-c', 'head -c 5000 /dev/zero; exec sleep 60']);
    await assert.rejects(other.run(['echo']), /did not name its socket/);
    await other.close();
    const lying = new RootwrapDaemon(['/bin/sh', '-c', 'echo /nonexistent/socket; head -c 32 /dev/zero']);
    await assert.rejects(lying.run(['echo']), StartFailed);
    await lying.close();
  });

  it('keeps the connection after a complaint of the daemon', async () => {
    await withClient({}, async (all) => {
      for (let round = 0; round < 30; round += 1)
        await assert.rejects(all.client.run(['echo', ...TOO_MUCH]), DaemonComplaint);
      const sockets = readFileSync(`/proc/${lastOf(all)}/net/unix`, 'utf8').split('\n');
      const ours = sockets.filter((line) => line.includes(all.place.temporary));
      assert.ok(ours.length <= 3, `${ours.length} connections`);
    });
  });

  it('has errors of one family, which tell their kind', () => {
    for (const error of [new StartFailed('x'), new OutcomeUnknown('x'), new DaemonComplaint('x')]) {
      assert.ok(error instanceof RootwrapError);
      assert.equal(error.name, error.constructor.name);
    }
  });

  it('does not keep its process from ending', async () => {
    await withClient({}, async ({ place }) => {
      const module = pathToFileURL(join(PACKAGE, 'dist/client.mjs')).href;
      const script = `import { RootwrapDaemon } from ${JSON.stringify(module)};
        const client = new RootwrapDaemon(process.argv.slice(1));
        process.stdout.write((await client.run(['sh', '-c', 'echo $PPID'])).stdout);`;
      const wrapper = [join(PACKAGE, 'bin/rootwrap-daemon'), place.conf];
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, ...wrapper], {
        env: { TMPDIR: place.temporary },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let pid = '';
      child.stdout.on('data', (chunk: Buffer) => {
        pid += chunk.toString();
      });
      const [code] = await once(child, 'close');
      assert.equal(code, 0);
      process.kill(Number(pid), 'SIGTERM');
      await until(() => place.leftovers().length === 0);
    });
  });

  it('is in the package as it is here', () => {
    const module = pathToFileURL(join(PACKAGE, 'dist/client.mjs')).href;
    const script = `console.log(Object.keys(await import(${JSON.stringify(module)})).sort().join())`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    assert.equal(
      stdout.trim(),
      'DaemonComplaint,ExecutableNotFound,OutcomeUnknown,RootwrapDaemon,RootwrapError,StartFailed,Unauthorized,runOnce',
    );
  });
});

/** Whether the daemon still listens: it stops when it is told to end. */
function acceptsMore({ place }: Client): boolean {
  const listening = readFileSync('/proc/net/unix', 'utf8').split('\n');
  return listening.some((line) => line.includes(place.temporary) && / 00010000 /.test(line));
}
