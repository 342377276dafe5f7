import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { type Daemon, withDaemon } from './support/daemon.js';
import { randomFrom } from './support/random.js';
import { ensureBuilt } from './support/run-build.js';
import { askDaemon, createObject, frame, RawClient, Worker } from './support/wire.js';

const CONNECTIONS = 300;
const random = randomFrom(11);
const below = (limit: number) => Math.floor(random() * limit);
const bytes = (length: number) => Buffer.from(Array.from({ length }, () => below(256)));
const pick = <T>(from: readonly T[], otherwise: T): T => from[below(from.length)] ?? otherwise;

/** Requests that look right in parts; none that ends the daemon. */
function oddRequest(ident: string): Buffer {
  const value = (): string =>
    pick<() => string>(
      [
        () => 'null',
        () => `"${ident}"`,
        () => '"rootwrap"',
        () => String(below(1e9) - 5e8),
        () => '"\\udc80\\ud800\\u0000"',
        () => '{"__bytes__": "/w=="}',
        () => '{"__proto__": {"x": 1}, "constructor": []}',
        () => `[${value()}, ${value()}]`,
        () => '[["echo", "x"], "in"]',
        () => '[["cat"], {"__bytes__": "AAA"}]',
        () => `{"stdin": ${value()}, "userargs": ${value()}}`,
        () => '"run_one_command"',
        () => '"create"',
        () => '"accept_connection"',
        () => '"incref"',
        () => '1e999',
        () => '{',
      ],
      () => '[]',
    )();
  return Buffer.from(`[${value()}, ${value()}, ${value()}, ${value()}]`);
}

function noise(ident: string): Buffer {
  return pick<() => Buffer>(
    [
      () => bytes(below(200)),
      () => frame(bytes(below(300))),
      () => frame(oddRequest(ident)),
      () => frame(oddRequest(ident).subarray(0, below(40))),
      () => frame(bytes(8), BigInt(below(2 ** 40))),
      () => frame('', 2n ** 64n - 1n),
      () => frame(''),
      () => frame('#CHALLENGE#'),
      () => frame(Buffer.concat([Buffer.from('#CHALLENGE#'), bytes(20)])),
      () => frame('#WELCOME#'),
    ],
    () => Buffer.alloc(0),
  )();
}

/** A connection at any stage, on which anything is said, and which goes or stays. */
async function disturb(daemon: Daemon, ident: string): Promise<void> {
  const stage = below(4);
  const client = stage < 2 ? new RawClient(daemon.path) : await RawClient.login(daemon);
  if (stage === 1) await client.prove(daemon.key);
  if (stage === 3) await client.ask([null, 'accept_connection', ['x'], {}]);
  for (let count = below(6); count >= 0; count -= 1) client.socket.write(noise(ident));
  const leave = [
    () => client.socket.end(),
    () => client.close(),
    () => void setTimeout(() => client.close(), 50),
  ];
  leave[below(leave.length)]?.();
  if (!client.socket.closed) await once(client.socket, 'close');
}

describe('anything that is said to the daemon', () => {
  it('does not end it, nor keeps it from a good client', async () => {
    ensureBuilt();
    await withDaemon({}, async (daemon) => {
      const ident = await createObject(daemon);
      const worker = await Worker.open(daemon);
      for (let done = 0; done < CONNECTIONS; done += 10) {
        await Promise.all(Array.from({ length: 10 }, () => disturb(daemon, ident)));
        assert.deepEqual(await worker.run(['echo', String(done)]), ['#RETURN', [0, `${done}\n`, '']]);
      }
      assert.deepEqual(await askDaemon(daemon, 'dummy'), ['#RETURN', null]);
      assert.equal(daemon.child.exitCode, null);
      await worker.close();
    });
  });
});
