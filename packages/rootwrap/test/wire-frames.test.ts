import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Frames, WireProblem } from '../src/wire/frames.js';
import { randomFrom } from './support/random.js';
import { frame } from './support/wire.js';

const LIMIT = 100_000;

describe('frames on a stream', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rootwrap-frames-'));
  const path = join(folder, 'socket');
  let server: Server;
  before(async () => {
    server = createServer().listen(path);
    await once(server, 'listening');
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  /** Both ends of a connection. */
  async function pair(): Promise<{ near: Socket; far: Socket }> {
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const near = connect(path);
    const [far] = await accepted;
    return { near, far };
  }

  it('are the same however the bytes are cut', async () => {
    const random = randomFrom(7);
    for (let round = 0; round < 60; round += 1) {
      const sizes = Array.from({ length: 8 }, () => Math.floor(random() ** 4 * 20_000));
      const bodies = sizes.map((size, index) => Buffer.alloc(size, index + 1));
      const { near, far } = await pair();
      const frames = new Frames(near);
      const all = Buffer.concat(bodies.map((body) => frame(body)));
      const cuts = (async () => {
        for (let at = 0; at < all.length; ) {
          const next = at + 1 + Math.floor(random() ** 3 * 9000);
          far.write(all.subarray(at, next));
          at = next;
          if (random() < 0.5) await new Promise(setImmediate);
        }
        far.end();
      })();
      for (const body of bodies) assert.deepEqual(await frames.read(LIMIT), body);
      assert.equal(await frames.read(LIMIT), undefined);
      await cuts;
      near.destroy();
    }
  });

  it('are given over whole, or not at all', async () => {
    const { near, far } = await pair();
    const frames = new Frames(near);
    far.end(frame('whole').subarray(0, -1));
    await assert.rejects(frames.read(LIMIT), WireProblem);
    near.destroy();
  });

  it('may be as large as the limit, and no larger', async () => {
    const { near, far } = await pair();
    const frames = new Frames(near);
    far.write(Buffer.concat([frame(Buffer.alloc(LIMIT)), frame(Buffer.alloc(LIMIT + 1))]));
    assert.equal((await frames.read(LIMIT))?.length, LIMIT);
    await assert.rejects(frames.read(LIMIT), WireProblem);
    near.destroy();
    far.destroy();
  });

  it('are waited for no longer than one is told to, though bytes keep coming', async () => {
    const { near, far } = await pair();
    const frames = new Frames(near);
    const drops = setInterval(() => far.write('\0'), 100);
    far.write(frame('', 1000n));
    await assert.rejects(frames.read(LIMIT, 300), /no whole message came within 300 ms/);
    clearInterval(drops);
    near.destroy();
    far.destroy();
  });

  it('that nobody asks for stay with the system', async () => {
    const { near, far } = await pair();
    const frames = new Frames(near);
    far.write(frame('first'));
    assert.equal((await frames.read(LIMIT))?.toString(), 'first');
    const flood = Buffer.alloc(8 * 1024 * 1024);
    const taken = far.write(frame(flood));
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(taken, false);
    assert.ok(near.bytesRead < 1024 * 1024, `${near.bytesRead} bytes were read`);
    near.destroy();
    far.destroy();
  });

  it('that the other side cannot have got whole are reported as not written', async () => {
    const { near, far } = await pair();
    const frames = new Frames(near);
    const written = frames.write(Buffer.alloc(8 * 1024 * 1024));
    far.destroy();
    await assert.rejects(written, WireProblem);
    await assert.rejects(frames.write('more'), WireProblem);
    near.destroy();
  });
});
