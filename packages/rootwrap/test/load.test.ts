import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Daemon, until, withDaemon } from './support/daemon.js';
import { ensureBuilt } from './support/run-build.js';
import { askDaemon, Worker } from './support/wire.js';

const CLIENTS = 50;
const CALLS = 10_000;
/** Clients that are processes of their own. */
const PROCESSES = 2;
const EACH = CALLS / CLIENTS;
const MAX_GROWTH_KB = 200_000;
const PROGRAM = fileURLToPath(new URL('./support/load-client.js', import.meta.url));

const descriptors = ({ pid }: Daemon) => readdirSync(`/proc/${pid}/fd`).length;
const memory = ({ pid }: Daemon) =>
  Number(/^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

/** @returns how many calls were answered, each with its own words */
async function client(daemon: Daemon, name: number): Promise<number> {
  const worker = await Worker.open(daemon);
  for (let index = 0; index < EACH; index += 1) {
    const word = `client ${name} call ${index} ${'x'.repeat((name * index) % 1000)}`;
    // half of them through the input, so that bytes go both ways
    const answer =
      index % 2 === 0 ? await worker.run(['echo', word]) : await worker.run(['cat'], `${word}\n`);
    assert.deepEqual(answer, ['#RETURN', [0, `${word}\n`, '']]);
  }
  await worker.close();
  return EACH;
}

/** A client whose connection breaks in the middle of a call, and which goes on with another. */
async function breaking(daemon: Daemon): Promise<number> {
  const worker = await Worker.open(daemon);
  await worker.run(['echo', 'first']);
  worker.client.send(
    JSON.stringify([worker.ident, 'run_one_command', [['sh', '-c', 'sleep 0.2'], null], {}]),
  );
  worker.client.socket.destroy();
  return client(daemon, CLIENTS);
}

function start({ path, key }: Daemon, name: string): ChildProcess {
  return spawn(process.execPath, [PROGRAM, path, key.toString('hex'), name, String(EACH)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('50 clients and 10,000 calls', () => {
  before(ensureBuilt);

  it('lose nothing and mix nothing up, with one connection broken and one client killed', async () => {
    await withDaemon({}, async (daemon) => {
      await client(daemon, 0); // what is loaded at the first use is there now
      const before = { descriptors: descriptors(daemon), memory: memory(daemon) };

      const processes = Array.from({ length: PROCESSES }, (_, index) => start(daemon, `process ${index}`));
      const [killed, whole] = processes;
      let answered = 0;
      killed?.stdout?.once('data', () => killed.kill('SIGKILL'));
      whole?.stdout?.on('data', (chunk: Buffer) => {
        answered += chunk.length;
      });
      const ends = processes.map((each) => once(each, 'close'));
      const others = Array.from({ length: CLIENTS - PROCESSES - 1 }, (_, index) => client(daemon, index + 1));
      const counts = await Promise.all([...others, breaking(daemon)]);

      assert.deepEqual(await Promise.all(ends), [
        [null, 'SIGKILL'],
        [0, null],
      ]);
      assert.equal(answered, EACH);
      const expected = (CLIENTS - PROCESSES) * EACH;
      assert.equal(
        counts.reduce((sum, count) => sum + count, 0),
        expected,
      );
      await askDaemon(daemon, 'dummy');
      await until(() => descriptors(daemon) <= before.descriptors);
      const growth = memory(daemon) - before.memory;
      assert.ok(growth < MAX_GROWTH_KB, `the daemon grew by ${growth} kB`);
    });
  });
});
