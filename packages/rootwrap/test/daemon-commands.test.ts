import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Json } from '../src/wire/messages.js';
import { type Daemon, makePlace, type Place, rootOnly, startDaemon, withDaemon } from './support/daemon.js';
import { ensureBuilt } from './support/run-build.js';
import { type Answer, Worker } from './support/wire.js';

const bytes = (text: string): Json => ({ __bytes__: Buffer.from(text, 'latin1').toString('base64') });
const result = (...value: Json[]): Answer => ['#RETURN', value];
const DENIED = result(99, '', '');
const MISSING = result(96, '', '');

/** More than execve(2) takes, in words that are not too long each. */
const TOO_MUCH = Array.from({ length: 40 }, () => 'x'.repeat(100_000));

describe('commands that the daemon runs', () => {
  let place: Place;
  let daemon: Daemon;
  let worker: Worker;
  before(async () => {
    ensureBuilt();
    place = makePlace({}, { a_slow: 'RegExpFilter, /bin/echo, root, echo, (a*)*b' });
    daemon = await startDaemon(place);
    worker = await Worker.open(daemon);
  });
  after(async () => {
    await worker.close();
    await daemon.stop();
    place.remove();
  });

  it('hands back exit code, output and errors', async () => {
    const script = 'echo out; echo err >&2; exit 7';
    assert.deepEqual(await worker.run(['sh', '-c', script]), result(7, 'out\n', 'err\n'));
    assert.deepEqual(await worker.run(['sh', '-c', 'printf "a\\r\\nb"']), result(0, 'a\r\nb', ''));
  });

  it('tells a signal by its negative number', async () => {
    assert.deepEqual(await worker.run(['sh', '-c', 'kill -9 $$']), result(-9, '', ''));
    assert.deepEqual(await worker.run(['sh', '-c', 'kill -15 $$']), result(-15, '', ''));
  });

  it('gives text, bytes or nothing as standard input', async () => {
    assert.deepEqual(await worker.run(['cat'], 'grüße'), result(0, 'grüße', ''));
    assert.deepEqual(await worker.run(['cat'], bytes('\0\xff\n')), result(0, '\0\udcff\n', ''));
    assert.deepEqual(await worker.run(['cat'], 'x\udcff'), result(0, 'x\udcff', ''));
    assert.deepEqual(await worker.run(['cat'], ''), result(0, '', ''));
    assert.deepEqual(await worker.run(['cat']), result(0, '', ''));
  });

  it('hands output that is not UTF-8 back as lone surrogates', async () => {
    const printed = "printf 'a\\377\\303\\251\\355\\240\\200'; printf '\\200' >&2";
    assert.deepEqual(
      await worker.run(['sh', '-c', printed]),
      result(0, 'a\udcffé\udced\udca0\udc80', '\udc80'),
    );
  });

  it('takes words that come as bytes', async () => {
    assert.deepEqual(await worker.run([bytes('echo'), bytes('h\xc3\xa9'), 'x']), result(0, 'hé x\n', ''));
  });

  it('RW-026: refuses words that would reach the command as something else', async () => {
    const words: Json[] = ['a\0b', bytes('\xff'), bytes('a\0'), '\udcff', '\ud800', '\ufffd'];
    for (const word of words)
      assert.deepEqual(await worker.run(['echo', word]), DENIED, JSON.stringify(word));
  });

  it('RW-022: denies, says that a program is nowhere, and goes on', async () => {
    for (const argv of [[], [''], ['nope', 'x'], ['/tmp/evil/echo']])
      assert.deepEqual(await worker.run(argv), DENIED, argv.join());
    assert.deepEqual(await worker.run(['gone']), MISSING);
    assert.deepEqual(await worker.run(['echo', 'on']), result(0, 'on\n', ''));
  });

  it('says why a permitted program cannot be started, and goes on', async () => {
    const [kind, text] = await worker.run(['echo', ...TOO_MUCH]);
    assert.equal(kind, '#TRACEBACK');
    assert.match(String(text), /^OSError: .*E2BIG/);
    assert.deepEqual(await worker.run(['echo']), result(0, '\n', ''));
  });

  it('RW-028: an argument that a backtracking matcher would need years for does not keep others waiting', async () => {
    const other = await Worker.open(daemon);
    const [hostile, good] = await Promise.all([
      worker.run(['echo', 'a'.repeat(50_000)]),
      other.run(['echo', 'good']),
    ]);
    assert.equal(hostile[0], '#RETURN');
    assert.deepEqual(good, result(0, 'good\n', ''));
    await other.close();
  });

  it('carries 20 MB in and out, text and bytes', async () => {
    const text = '0123456789abcdef'.repeat((20 * 1024 * 1024) / 16);
    const answers = [await worker.run(['cat'], text), await worker.run(['cat'], bytes(text))];
    for (const [kind, value] of answers) {
      assert.equal(kind, '#RETURN');
      const [status, out, err] = value as readonly Json[];
      assert.deepEqual([status, err, out === text], [0, '', true]);
    }
  });

  it('RW-024: kills a command that writes without end, with what it left behind, and complains', async () => {
    const [kind, text] = await worker.run(['sh', '-c', 'cat /dev/zero & exec cat /dev/zero']);
    assert.equal(kind, '#TRACEBACK');
    assert.match(String(text), /^OSError: wrote more than \d+ bytes and was killed/);
    assert.deepEqual(await worker.run(['echo']), result(0, '\n', ''));
  });

  it('waits for a child in the background that holds the output', async () => {
    assert.deepEqual(
      await worker.run(['sh', '-c', 'echo first; (sleep 0.3; echo second) &']),
      result(0, 'first\nsecond\n', ''),
    );
  });

  it('runs commands of several connections at once, and those of one in order', async () => {
    const workers = await Promise.all([1, 2].map(() => Worker.open(daemon)));
    const fifo = join(place.folder, 'fifo');
    await worker.run(['sh', '-c', `mkfifo ${fifo}`]);
    // each needs the other
    const pair = [workers[0]?.run(['cat', fifo]), workers[1]?.run(['sh', '-c', `echo through > ${fifo}`])];
    assert.deepEqual(await Promise.all(pair), [result(0, 'through\n', ''), result(0, '', '')]);
    const ident = worker.ident;
    const call = (...argv: string[]) => JSON.stringify([ident, 'run_one_command', [argv, null], {}]);
    worker.client.send(call('sh', '-c', 'sleep 0.1; echo 1'));
    worker.client.send(call('echo', '2'));
    assert.deepEqual(await worker.client.answer(), result(0, '1\n', ''));
    assert.deepEqual(await worker.client.answer(), result(0, '2\n', ''));
    await Promise.all(workers.map((each) => each.close()));
  });

  it('runs as another user, with the groups of that user', rootOnly, async () => {
    const users = makePlace({}, { sh: 'CommandFilter, sh, nobody' });
    const other = await startDaemon(users);
    const asNobody = await Worker.open(other);
    assert.deepEqual(await asNobody.run(['sh', '-c', 'id -un; id -Gn']), result(0, 'nobody\nnogroup\n', ''));
    await asNobody.close();
    await other.stop();
    users.remove();
  });

  it('gives commands the limit of open files that rootwrap.conf wants', async () => {
    assert.deepEqual(await worker.run(['sh', '-c', 'ulimit -Sn']), result(0, '1024\n', ''));
    await withDaemon({ rlimit_nofile: '100' }, async (other) => {
      const limited = await Worker.open(other);
      assert.deepEqual(await limited.run(['sh', '-c', 'ulimit -Sn']), result(0, '100\n', ''));
      await limited.close();
    });
  });

  it('gives commands no descriptor above 2', async () => {
    // 3 is the folder that ls reads
    assert.deepEqual(await worker.run(['ls', '/proc/self/fd']), result(0, '0\n1\n2\n3\n', ''));
  });

  it('complains when it has no descriptors left for a command, and goes on', async () => {
    await withDaemon({ rlimit_nofile: '40' }, async (other) => {
      const workers: Worker[] = [];
      for (let count = 0; count < 8; count += 1) workers.push(await Worker.open(other));
      const answers = await Promise.all(workers.map((each) => each.run(['sh', '-c', 'sleep 0.2; echo'])));
      const kinds = answers.map(([kind, value]) => (kind === '#RETURN' ? kind : String(value)));
      assert.ok(
        kinds.every((kind) => kind === '#RETURN' || /EMFILE/.test(kind)),
        kinds.join(),
      );
      assert.ok(
        kinds.some((kind) => /EMFILE/.test(kind)),
        'the limit was not reached',
      );
      assert.deepEqual(await workers[0]?.run(['echo']), result(0, '\n', ''));
      await Promise.all(workers.map((each) => each.close()));
    });
  });

  it('records every decision, and goes on when it cannot', async () => {
    const decisions = ({ folder }: Place) =>
      readFileSync(join(folder, 'record'), 'utf8')
        .trim()
        .split('\n')
        .map((line): { filter: string | null; allowed: boolean } => JSON.parse(line))
        .map(({ filter, allowed }) => [filter, allowed]);
    await withDaemon({ record: '@/record' }, async (other, where) => {
      const recorded = await Worker.open(other);
      for (const argv of [['echo'], ['nope'], ['gone']]) await recorded.run(argv);
      assert.deepEqual(decisions(where), [
        ['echo', true],
        [null, false],
        ['gone', false],
      ]);
      unlinkSync(join(where.folder, 'record'));
      mkdirSync(join(where.folder, 'record'));
      assert.deepEqual(await recorded.run(['echo']), result(0, '\n', ''));
      await recorded.close();
    });
  });

  it('logs denials and permits of any length without falling over them', async () => {
    await withDaemon({ use_syslog: 'true', syslog_log_level: 'DEBUG' }, async (other) => {
      const logged = await Worker.open(other);
      assert.deepEqual(await logged.run(['nope', 'x\n'.repeat(200_000)]), DENIED);
      assert.match(String((await logged.run(['echo', ...TOO_MUCH]))[1]), /E2BIG/);
      assert.deepEqual(await logged.run(['gone', 'a\nb']), MISSING);
      assert.deepEqual(await logged.run(['echo']), result(0, '\n', ''));
      await logged.close();
    });
  });
});
