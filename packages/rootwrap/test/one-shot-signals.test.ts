import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { newScene, removeFolders, type Scene } from './support/conf.js';
import { ENVIRONMENT, endProcess, NOT_ROOT, ROOTWRAP, run, start } from './support/run.js';

after(removeFolders);

const FILTERS = ['sh: CommandFilter, sh, root', 'ls: CommandFilter, ls, root'];
const scene = newScene(FILTERS);
const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGINT', 'SIGQUIT'] as const;
const isRunning = (pid: number): boolean =>
  run('sh', ['-c', `grep -q '^State:.[^Z]' /proc/${pid}/status`]).code === 0;

/** Sends a signal to rootwrap when its command says `ready PID`; what is left of the command then is ended. */
async function signalled({ conf }: Scene, script: string, signal: NodeJS.Signals) {
  const wrapper = start(ROOTWRAP, [conf, 'sh', '-c', script]);
  const pid = Number((await wrapper.waitFor(/ready (\d+)/))[1]);
  wrapper.process.kill(signal);
  const left = await wrapper.left;
  const orphaned = isRunning(pid);
  endProcess(pid);
  await wrapper.ended;
  return { left, orphaned, text: wrapper.text() };
}

describe('a signal to rootwrap (RW-025)', () => {
  for (const signal of SIGNALS) {
    it(`reaches the command when it is ${signal}, and the command's answer is the exit code`, async () => {
      const script = `trap 'echo got; exit 7' ${signal.slice(3)}; echo ready $$; while :; do sleep 0.05; done`;
      const { left, text } = await signalled(scene, script, signal);
      assert.deepEqual(left, { code: 7, signal: null });
      assert.match(text, /^ready \d+\ngot\n$/);
    });
  }

  it('ends a command that does not catch it', async () => {
    const { left, orphaned } = await signalled(scene, 'echo ready $$; exec sleep 60', 'SIGTERM');
    assert.deepEqual(left, { code: 143, signal: null });
    assert.equal(orphaned, false);
  });

  it('does not end rootwrap when the command ignores it', async () => {
    const { left, text } = await signalled(
      scene,
      `trap '' TERM; echo ready $$; sleep 1; echo later`,
      'SIGTERM',
    );
    assert.deepEqual(left, { code: 0, signal: null });
    assert.match(text, /later/);
  });

  const old = newScene(FILTERS, ['legacy = RW-025']);
  for (const signal of SIGNALS) {
    it(`ends rootwrap alone under legacy = RW-025 when it is ${signal}`, async () => {
      const { left, text, orphaned } = await signalled(old, 'echo ready $$; exec sleep 60', signal);
      assert.deepEqual(left, { code: null, signal });
      assert.equal(orphaned, true);
      assert.doesNotMatch(text, /Debugger/);
    });
  }
});

describe('a command starts without what its caller left', () => {
  it('as descriptors above 2', () => {
    const file = openSync('/dev/null', 'r');
    const open = [3, 9, 15, 16, 20, 50, 100];
    const stdio = Array.from({ length: 101 }, (_, index) =>
      open.includes(index) ? file : ('ignore' as const),
    );
    stdio[1] = 'pipe' as 'ignore';
    const listing = (program: string, ...args: string[]) =>
      spawnSync(program, [...args, '/proc/self/fd'], {
        stdio,
        env: ENVIRONMENT,
        encoding: 'utf8',
      }).stdout.trim();
    try {
      for (const each of open) assert.ok(listing('/usr/bin/ls').split('\n').includes(String(each)));
      assert.equal(listing(ROOTWRAP, scene.conf, 'ls').replaceAll('\n', ' '), '0 1 2 3');
    } finally {
      closeSync(file);
    }
  });

  it('as ignored SIGPIPE and SIGXFSZ', () => {
    const caller = `trap '' PIPE XFSZ; exec "$@"`;
    const ask = ['sh', '-c', 'grep SigIgn /proc/$$/status'];
    const plain = run('sh', ['-c', caller, 'x', ...ask]);
    assert.match(plain.out, /SigIgn:\s*0000000001001000/);
    const ours = run('sh', ['-c', caller, 'x', ROOTWRAP, scene.conf, ...ask]);
    assert.match(ours.out, /SigIgn:\s*0000000000000000/);
    assert.match(
      run(ROOTWRAP, [
        scene.conf,
        'sh',
        '-c',
        'while read -r line; do case $line in SigBlk*|SigIgn*) echo "$line" ;; esac; done </proc/self/status',
      ]).out,
      /SigBlk:\s*0+\nSigIgn:\s*0+\n/,
    );
  });
});

describe('the limit of open files', { skip: NOT_ROOT }, () => {
  const limits = (caller: string, ...conf: string[]) => {
    const limited = newScene(FILTERS, conf);
    const words = [`--nofile=${caller}`, ROOTWRAP, limited.conf, 'sh', '-c', 'ulimit -Sn; ulimit -Hn'];
    return run('prlimit', words).out.trim().replace('\n', '/');
  };

  it('is rlimit_nofile, 1024 when it is not set, but never more than the hard one, which stays', () => {
    assert.equal(limits('4096:8192'), '1024/8192');
    assert.equal(limits('4096:8192', 'rlimit_nofile = 512'), '512/8192');
    assert.equal(limits('512:8192', 'rlimit_nofile = 8192'), '8192/8192');
    assert.equal(limits('4096:8192', 'rlimit_nofile = 99999999999999999999999'), '8192/8192');
    assert.equal(limits('100:200'), '200/200');
  });
});
