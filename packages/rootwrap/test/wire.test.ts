import assert from 'node:assert/strict';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Daemon, makePlace, type Place, rootOnly, startDaemon, withDaemon } from './support/daemon.js';
import { ensureBuilt } from './support/run-build.js';
import { askDaemon, frame, md5, RawClient, sha256 } from './support/wire.js';

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const NONCE = Buffer.alloc(20, 'x');
const challengeOf = (nonce: Buffer) => Buffer.concat([Buffer.from('#CHALLENGE#'), nonce]);

describe('the greeting and the handshake of the daemon', () => {
  let place: Place;
  let daemon: Daemon;
  before(async () => {
    ensureBuilt();
    place = makePlace();
    daemon = await startDaemon(place);
  });
  after(async () => {
    await daemon.stop();
    place.remove();
  });

  const servesOthers = async () => assert.deepEqual(await askDaemon(daemon, 'dummy'), ['#RETURN', null]);

  it('says path and key, then lets go of its streams, so that nobody waits for their end', async () => {
    assert.match(daemon.path, /^\/.*\/rootwrap-\w+\/rootwrap\.sock$/);
    assert.equal(daemon.key.length, 32);
    assert.deepEqual(await daemon.streamsEnded, { out: Buffer.alloc(0), err: '' });
    assert.deepEqual(
      [0, 1, 2].map((stream) => readlinkSync(`/proc/${daemon.pid}/fd/${stream}`)),
      ['/dev/null', '/dev/null', '/dev/null'],
    );
  });

  it('gives every daemon a key of its own', async () => {
    await withDaemon({}, async (other) => assert.notDeepEqual(other.key, daemon.key));
  });

  it('challenges with 20 bytes, welcomes who has the key, and proves that it has it', async () => {
    const client = new RawClient(daemon.path);
    const challenge = await client.receive();
    assert.equal(challenge?.toString('latin1', 0, 11), '#CHALLENGE#');
    assert.equal(challenge?.length, 31);
    client.send(md5(daemon.key, challenge?.subarray(11) ?? Buffer.alloc(0)));
    assert.equal((await client.receive())?.toString(), '#WELCOME#');
    client.send(challengeOf(NONCE));
    assert.deepEqual(await client.receive(), md5(daemon.key, NONCE));
    client.send('#WELCOME#');
    assert.deepEqual(await client.ask([null, 'dummy', [], {}]), ['#RETURN', null]);
    assert.equal(await client.receive(), undefined);
  });

  it('proves itself with SHA-256 to a client of Python 3.12, over the text with its prefix', async () => {
    const client = new RawClient(daemon.path);
    assert.equal(await client.prove(daemon.key), '#WELCOME#');
    const nonce = Buffer.concat([Buffer.from('{sha256}'), Buffer.alloc(40, 'y')]);
    client.send(challengeOf(nonce));
    const expected = Buffer.concat([Buffer.from('{sha256}'), sha256(daemon.key, nonce)]);
    assert.deepEqual(await client.receive(), expected);
    client.close();
  });

  it('refuses a wrong digest and ends the connection', async () => {
    for (const key of [Buffer.alloc(32), Buffer.alloc(0)]) {
      const client = new RawClient(daemon.path);
      assert.equal(await client.prove(key), '#FAILURE#');
      // as if it had been welcomed
      client.send(challengeOf(NONCE));
      client.send('#WELCOME#');
      client.send('[null, "dummy", [], {}]');
      assert.equal(await client.receive(), undefined);
    }
    await servesOthers();
  });

  it('takes no request from a client that skipped its challenge, or does not take ours', async () => {
    const skipping = new RawClient(daemon.path);
    await skipping.prove(daemon.key);
    skipping.send('[null, "dummy", [], {}]');
    assert.equal(await skipping.receive(), undefined);
    const refusing = new RawClient(daemon.path);
    await refusing.prove(daemon.key);
    refusing.send(challengeOf(NONCE));
    await refusing.receive();
    refusing.send('#FAILURE#');
    refusing.send('[null, "dummy", [], {}]');
    assert.equal(await refusing.receive(), undefined);
    await servesOthers();
  });

  it('RW-024: drops a handshake message that is announced as larger than 256 bytes, unread', async () => {
    for (const announced of [257n, 2n ** 32n, 2n ** 64n - 1n]) {
      const client = new RawClient(daemon.path);
      await client.receive();
      client.socket.write(frame('', announced));
      assert.equal(await client.receive(), undefined, String(announced));
    }
    await servesOthers();
  });

  it('RW-024: drops a request that is announced as larger than the limit', async () => {
    const client = await RawClient.login(daemon);
    client.socket.write(frame('[', 128n * 1024n * 1024n + 1n));
    assert.equal(await client.receive(), undefined);
    await servesOthers();
  });

  it('RW-024: waits 10 seconds for a silent client, at each stage, while others are served', async () => {
    const silent = new RawClient(daemon.path);
    const half = new RawClient(daemon.path);
    half.socket.write(frame('12345678').subarray(0, 11));
    const proved = new RawClient(daemon.path);
    await proved.prove(daemon.key);
    const loggedIn = await RawClient.login(daemon);
    await silent.receive();
    await half.receive();
    for (let index = 0; index < 20; index += 1) await servesOthers();
    // a wrong answer is told to the one; the others are dropped without a word or with a refusal
    const words = await Promise.all([silent, half, proved, loggedIn].map((client) => client.receive()));
    for (const word of words) assert.ok(word === undefined || word.toString() === '#FAILURE#');
    const ends = await Promise.all([silent, half, proved, loggedIn].map((client) => client.receive()));
    assert.deepEqual(ends, [undefined, undefined, undefined, undefined]);
  });

  it('takes a message that comes one byte at a time, and two in one piece', async () => {
    const client = await RawClient.login(daemon);
    client.socket.setNoDelay(true);
    for (const byte of frame('[null, "accept_connection", ["x"], {}]')) {
      client.socket.write(Buffer.of(byte));
      await new Promise(setImmediate);
    }
    assert.deepEqual(await client.answer(), ['#RETURN', null]);
    const twice = frame('["nobody", "run_one_command", [], {}]');
    client.socket.write(Buffer.concat([twice, twice]));
    assert.deepEqual(await client.answer(), ['#TRACEBACK', "KeyError: 'nobody'"]);
    assert.deepEqual(await client.answer(), ['#TRACEBACK', "KeyError: 'nobody'"]);
    client.close();
  });

  it('does not act on a request that breaks off', async () => {
    const client = await RawClient.login(daemon);
    client.socket.end(frame('[null, "shutdown", [], {}]').subarray(0, -1));
    assert.equal(await client.receive(), undefined);
    await servesOthers();
  });
});

describe('who can reach the daemon', () => {
  before(ensureBuilt);

  it('RW-023: the socket is for the caller alone', async () => {
    await withDaemon({}, async ({ path }) => {
      assert.equal(mode(path), '600');
      assert.equal(statSync(path).uid, process.getuid?.());
      assert.equal(mode(dirname(path)), '755');
      assert.deepEqual(readdirSync(dirname(path)), ['rootwrap.sock']);
    });
  });

  it('RW-023: under sudo the caller is the one whom sudo names', rootOnly, async () => {
    const asNobody = { env: { SUDO_UID: '65534', SUDO_USER: 'nobody' } };
    await withDaemon(
      {},
      async ({ path }) => {
        assert.equal(mode(path), '600');
        assert.equal(statSync(path).uid, 65534);
        assert.equal(statSync(dirname(path)).uid, 0);
      },
      asNobody,
    );
  });

  it('RW-023: stays with root when sudo names nobody that there could be', rootOnly, async () => {
    for (const SUDO_UID of ['', 'x', '-1', '1.5'])
      await withDaemon({}, async ({ path }) => assert.equal(statSync(path).uid, 0, SUDO_UID), {
        env: { SUDO_UID },
      });
  });

  it('RW-023 in legacy: everybody can connect, and still needs the key', async () => {
    await withDaemon({ legacy: 'RW-023' }, async (daemon) => {
      assert.equal(mode(daemon.path), '666');
      assert.equal(await new RawClient(daemon.path).prove(Buffer.alloc(32)), '#FAILURE#');
    });
  });

  it('is not in a folder of the caller, who could put a link into its place', rootOnly, async () => {
    const theirs = mkdtempSync(join(tmpdir(), 'rootwrap-theirs-'));
    chownSync(theirs, 65534, 65534);
    mkdirSync(join(theirs, 'below'));
    for (const TMPDIR of [theirs, join(theirs, 'below'), '/nonexistent'])
      await withDaemon({}, async ({ path }) => assert.match(path, /^\/tmp\/rootwrap-\w+\/rootwrap\.sock$/), {
        env: { TMPDIR },
      });
    rmSync(theirs, { recursive: true });
  });

  it('is gone with its folder when it ends', async () => {
    const path = await withDaemon({}, async (daemon) => daemon.path);
    assert.equal(existsSync(dirname(path)), false);
  });
});
