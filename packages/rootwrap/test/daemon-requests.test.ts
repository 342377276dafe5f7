import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Json } from '../src/wire/messages.js';
import { type Daemon, makePlace, type Place, startDaemon } from './support/daemon.js';
import { ensureBuilt } from './support/run-build.js';
import { askDaemon, createObject, RawClient, Worker } from './support/wire.js';

describe('what clients ask the daemon', () => {
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

  it('names each object that it creates anew, and what can be called', async () => {
    const [kind, value] = await askDaemon(daemon, 'create', ['rootwrap']);
    assert.equal(kind, '#RETURN');
    const [ident, methods] = value as readonly Json[];
    assert.match(String(ident), /^[0-9a-f]+$/);
    assert.deepEqual(methods, ['run_one_command', 'shutdown']);
    assert.notEqual(await createObject(daemon), ident);
  });

  it('counts references, and forgets an object with its last one', async () => {
    const [, before] = await askDaemon(daemon, 'number_of_objects');
    const ident = await createObject(daemon);
    assert.deepEqual(await askDaemon(daemon, 'incref', [ident]), ['#RETURN', null]);
    assert.deepEqual(await askDaemon(daemon, 'decref', [ident]), ['#RETURN', null]);
    assert.deepEqual(await askDaemon(daemon, 'number_of_objects'), ['#RETURN', Number(before) + 1]);
    assert.deepEqual(await askDaemon(daemon, 'decref', [ident]), ['#RETURN', null]);
    assert.deepEqual(await askDaemon(daemon, 'number_of_objects'), ['#RETURN', before]);
    assert.equal((await askDaemon(daemon, 'decref', [ident]))[0], '#TRACEBACK');
  });

  it('takes one request, right or wrong, on a connection without accept_connection', async () => {
    const requests = [
      '[null, "dummy", [], {}]',
      '[null, "nosuch", [], {}]',
      'not JSON',
      '["id", "dummy", [], {}]',
    ];
    for (const request of requests) {
      const client = await RawClient.login(daemon);
      await client.ask(Buffer.from(request));
      assert.equal(await client.receive(), undefined, request);
    }
  });

  it('complains of what it does not know in the words that Python begins with', async () => {
    const complaint = async (method: string, args: readonly Json[]) => {
      const [kind, text] = await askDaemon(daemon, method, args);
      assert.equal(kind, '#TRACEBACK');
      return String(text);
    };
    assert.equal(await complaint('nosuch', []), "AssertionError: 'nosuch' unrecognized");
    assert.equal(await complaint('create', ['nope']), 'KeyError: "nope"');
    assert.match(await complaint('create', []), /^KeyError/);
    assert.match(await complaint('incref', ['dead']), /^KeyError/);
    assert.match(await complaint('decref', [['__proto__']]), /^KeyError/);
  });

  it('goes on with a connection after a request that makes no sense', async () => {
    const worker = await Worker.open(daemon);
    const odd = [
      '',
      '{',
      '[]',
      '{}',
      'null',
      '[1,2,3]',
      '[null, 5, [], {}]',
      '["x", "m", {}, {}]',
      '["x", "m", [], []]',
    ];
    for (const request of [...odd.map((text) => Buffer.from(text)), Buffer.of(0xff, 0xfe)])
      assert.equal((await worker.client.ask(request))[0], '#TRACEBACK', request.toString());
    assert.deepEqual(await worker.client.ask(['dead', 'run_one_command', [['echo']], {}]), [
      '#TRACEBACK',
      "KeyError: 'dead'",
    ]);
    assert.match(String((await worker.ask('nosuch', []))[1]), /^AttributeError: method 'nosuch'/);
    assert.match(String((await worker.ask('__proto__', []))[1]), /^AttributeError/);
    assert.deepEqual(await worker.run(['echo', 'still here']), ['#RETURN', [0, 'still here\n', '']]);
    await worker.close();
  });

  it('complains of a command that is not a list of words, or of an input that is neither text nor bytes', async () => {
    const worker = await Worker.open(daemon);
    const calls: readonly Json[][] = [
      [],
      ['echo'],
      [[1]],
      [['echo', null]],
      [{}],
      [['cat'], 5],
      [['cat'], { __bytes__: '!' }],
      [['cat'], { __bytes__: 'YQ=' }],
      [['cat'], { __bytes__: 'YQ==', more: 1 }],
      [['cat'], '\ud800'],
    ];
    for (const args of calls) {
      const [kind, text] = await worker.ask('run_one_command', args);
      assert.equal(kind, '#TRACEBACK', JSON.stringify(args));
      assert.match(String(text), /^TypeError/);
    }
    await worker.close();
  });

  it('takes the words and the input by name as well', async () => {
    const worker = await Worker.open(daemon);
    const named = { userargs: ['cat'], stdin: 'by name' };
    assert.deepEqual(await worker.ask('run_one_command', [], named), ['#RETURN', [0, 'by name', '']]);
    assert.deepEqual(await worker.ask('run_one_command', [['cat']], { stdin: 'half' }), [
      '#RETURN',
      [0, 'half', ''],
    ]);
    await worker.close();
  });

  it('answers a request whose nesting is deeper than a stack', async () => {
    const depth = 200_000;
    const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const client = await RawClient.login(daemon);
    client.send(`[null, "create", [${deep}], {}]`);
    const answer = await client.receive();
    assert.ok(answer === undefined || answer.toString().startsWith('["#TRACEBACK"'));
    assert.deepEqual(await askDaemon(daemon, 'dummy'), ['#RETURN', null]);
    client.close();
  });
});
