import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { newScene, removeFolders } from './support/conf.js';
import { NOT_ROOT, ROOTWRAP, type Running, rootwrap, start } from './support/run.js';

after(removeFolders);

const LOG = '/dev/log';
/** Binds /dev/log and writes each datagram as a line of hexadecimal digits. */
const LISTENER = `use Socket; socket(S, AF_UNIX, SOCK_DGRAM, 0) or die; bind(S, pack_sockaddr_un("${LOG}")) or die;
$| = 1; print "ready\\n"; while (defined recv(S, $_, 65536, 0)) { print unpack("H*", $_), "\\n" }`;
const why = (): string | false => {
  if (NOT_ROOT !== false) return NOT_ROOT;
  if (!existsSync('/usr/bin/perl')) return 'perl is not installed';
  return existsSync(LOG) ? 'something listens at /dev/log already' : false;
};

describe('use_syslog', { skip: why() }, () => {
  const FILTERS = ['echo: CommandFilter, echo, root', 'gone: CommandFilter, /opt/nothing, root'];
  let listener: Running;
  before(async () => {
    listener = start('/usr/bin/perl', ['-e', LISTENER]);
    await listener.waitFor(/ready/);
  });
  after(async () => {
    listener.process.kill('SIGKILL');
    await listener.ended;
    rmSync(LOG, { force: true });
  });

  /** What has arrived since, when the last of it ends in `last`: priority and text. */
  async function arrived(from: number, last: string): Promise<[number, string][]> {
    await listener.waitFor(new RegExp(`${Buffer.from(last).toString('hex')}(?:00|0a)*\n`));
    return listener
      .text()
      .slice(from)
      .trim()
      .split('\n')
      .map((line) => {
        const [, priority, text = ''] =
          /^<(\d+)>(?:\w{3} [ \d]\d [\d:]{8} )?(.*)$/s.exec(Buffer.from(line, 'hex').toString()) ?? [];
        return [Number(priority), text.replace(/[\0\n]+$/, '')];
      });
  }

  let marks = 0;
  /** Runs the commands and then one more that is logged in any case, since logger(1) is not waited for. */
  async function logged(conf: string[], commands: string[][]): Promise<[number, string][]> {
    const from = listener.text().length;
    const all: [number, string][] = [];
    const scene = newScene(FILTERS, ['use_syslog = True', ...conf]);
    for (const words of commands) rootwrap(scene, words);
    marks += 1;
    rootwrap(newScene([], ['use_syslog = True']), ['mark', `${marks}`]);
    all.push(...(await arrived(from, `mark ${marks} (no filter matched)`)));
    return all.filter(([, text]) => !text.includes(': mark '));
  }

  it('says at ERROR what was denied, and at INFO what runs', async () => {
    const commands = [['nope', 'x'], ['nothing'], ['echo', 'a b', 'é', "q'"]];
    const denied: [number, string][] = [
      [43, 'rootwrap: Unauthorized command: nope x (no filter matched)'],
      [43, 'rootwrap: Executable not found: /opt/nothing (filter match = gone)'],
    ];
    const byText = (a: [number, string], b: [number, string]) => a[1].localeCompare(b[1]);
    assert.deepEqual((await logged([], commands)).sort(byText), denied.toSorted(byText));
    const all = await logged(['syslog_log_level = INFO'], commands);
    const permit: [number, string] = [
      46,
      `rootwrap: (None > root) Executing ['/usr/bin/echo', 'a b', 'é', "q'"] (filter match = echo)`,
    ];
    assert.deepEqual(all.sort(byText), [...denied, permit].sort(byText));
    assert.deepEqual(await logged(['syslog_log_level = CRITICAL'], commands), []);
  });

  it('uses the facility that rootwrap.conf names', async () => {
    const facilities = {
      local3: 19,
      LOG_DAEMON: 3,
      authpriv: 10,
      uucp: 8,
      ntp: 3,
      console: 1,
      security: 4,
      'solaris-cron': 9,
    };
    for (const [name, number] of Object.entries(facilities)) {
      const [[priority] = []] = await logged([`syslog_log_facility = ${name}`], [['nope']]);
      assert.equal(priority, number * 8 + 3, name);
    }
  });

  it('gets one line for one decision, whatever the command line holds', async () => {
    const words = ['nope', 'a\n<0>kernel: panic\n', '\u001b[2J', '--', '%s', '-p'];
    const texts = await logged([], [words]);
    assert.equal(texts.length, 1);
    assert.equal(
      texts[0]?.[1],
      'rootwrap: Unauthorized command: nope a\\u{a}<0>kernel: panic\\u{a} \\u{1b}[2J -- %s -p (no filter matched)',
    );
  });

  it('is not waited for and does no harm where nobody listens', async () => {
    listener.process.kill('SIGKILL');
    await listener.ended;
    rmSync(LOG, { force: true });
    const scene = newScene(FILTERS, ['use_syslog = True', 'syslog_log_level = INFO']);
    assert.deepEqual(rootwrap(scene, ['echo', 'hi']), { code: 0, out: 'hi\n', err: '' });
    const err = `${ROOTWRAP}: Unauthorized command: nope (no filter matched)\n`;
    assert.deepEqual(rootwrap(scene, ['nope']), { code: 99, out: '', err });
  });
});
