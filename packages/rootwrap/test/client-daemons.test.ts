import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { ExecutableNotFound, Unauthorized } from '../src/client/client.js';
import { osloDaemon, PYTHONS, withClient } from './support/client.js';
import { DAEMON, until } from './support/daemon.js';
import { ensureBuilt } from './support/run-build.js';

const DAEMONS = [
  { name: 'our daemon', program: [DAEMON], skip: false as const },
  ...PYTHONS.map((python) => ({
    name: `oslo.rootwrap's daemon under ${python.name}`,
    program: osloDaemon(python),
    skip: python.skip,
  })),
];
/** Without a log, oslo.rootwrap answers a refusal with a traceback. */
const OPTIONS = { use_syslog: 'true', syslog_log_level: 'CRITICAL' };

before(ensureBuilt);

for (const { name, program, skip } of DAEMONS) {
  describe(`our client and ${name}`, { skip }, () => {
    const test = (title: string, use: Parameters<typeof withClient>[1]) =>
      it(title, () => withClient(OPTIONS, use, program));

    test('run commands, with text, bytes and nothing as input, and any output', async ({ client }) => {
      assert.deepEqual(await client.run(['echo', 'grüße', '']), {
        status: 0,
        stdout: Buffer.from('grüße \n'),
        stderr: Buffer.alloc(0),
      });
      assert.equal((await client.run(['cat'], { stdin: 'tëxt' })).stdout.toString(), 'tëxt');
      const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      assert.deepEqual((await client.run(['cat'], { stdin: all })).stdout, all);
      assert.deepEqual((await client.run(['cat'])).stdout, Buffer.alloc(0));
      const big = Buffer.alloc(3_000_000, 'x');
      assert.deepEqual((await client.run(['cat'], { stdin: big })).stdout, big);
    });

    test('tell how a command ended', async ({ client }) => {
      const { status, stderr } = await client.run(['sh', '-c', 'echo no >&2; exit 5']);
      assert.deepEqual([status, stderr.toString()], [5, 'no\n']);
      assert.equal((await client.run(['sh', '-c', 'kill -9 $$'])).status, -9);
    });

    test('tell a refusal from a program that is nowhere, and go on', async ({ client, pids }) => {
      await assert.rejects(client.run(['nope', 'x']), Unauthorized);
      await assert.rejects(client.run(['gone']), ExecutableNotFound);
      assert.equal((await client.run(['echo'])).status, 0);
      assert.equal(pids().length, 1);
    });

    test('run many commands at once, each with its own answer, from one daemon', async ({ client, pids }) => {
      const words = Array.from({ length: 50 }, (_, index) => `word ${index}`);
      const results = await Promise.all(words.map((word) => client.run(['echo', word])));
      assert.deepEqual(
        results.map(({ stdout }) => stdout.toString()),
        words.map((word) => `${word}\n`),
      );
      assert.equal(pids().length, 1);
    });

    test('stop waiting when told to, before and while a command runs', async ({ client, place, pids }) => {
      const [ran, go] = [join(place.folder, 'ran'), join(place.folder, 'go')];
      const why = new Error('enough');
      await assert.rejects(client.run(['sh', '-c', `: > ${ran}`], { signal: AbortSignal.abort(why) }), why);
      const starting = new AbortController();
      const early = client.run(['sh', '-c', `: > ${ran}`], { signal: starting.signal });
      starting.abort(why);
      await assert.rejects(early, why);
      await client.run(['echo']);
      assert.equal(existsSync(ran), false);

      const during = new AbortController();
      const script = `: > ${ran}; while [ ! -e ${go} ]; do sleep 0.02; done; : > ${ran}2`;
      const run = client.run(['sh', '-c', script], { signal: during.signal });
      await until(() => existsSync(ran));
      during.abort(why);
      await assert.rejects(run, why);
      await client.run(['sh', '-c', `: > ${go}`]);
      await client.close();
      assert.ok(existsSync(`${ran}2`), 'the command was not let finish');
      for (const { signal } of [starting, during]) assert.equal(getEventListeners(signal, 'abort').length, 0);
      assert.equal(pids().length, 1);
    });

    test('end together, and start again', async ({ client, pids, gone, place }) => {
      await client.run(['echo']);
      const last = client.run(['sh', '-c', 'sleep 0.3; echo last']);
      await client.close();
      assert.equal((await last).stdout.toString(), 'last\n');
      await gone();
      assert.deepEqual(place.leftovers(), []);
      assert.equal((await client.run(['echo'])).status, 0);
      assert.equal(pids().length, 2);
    });
  });
}
