import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { parseConfig } from '../src/config/conf.js';
import type { Command } from '../src/decide/decide.js';
import type { Host } from '../src/filter/types.js';
import { thisHost } from '../src/host/host.js';
import { parseIni } from '../src/ini/ini.js';
import { LaunchFailure, runAttached } from '../src/launch/launch.js';
import { newScene, removeFolders } from './support/conf.js';
import { endProcess, NO_OSLO, NOBODY, NOT_ROOT, oslo, rootwrap, run } from './support/run.js';

after(removeFolders);

/** Nobody is in a supplementary group on every machine: this one is, for as long as the tests run. */
const MEMBER = 'rootwrap-test-member';
const idsOf = (name: string) => {
  const [, , uid = '', gid = ''] = run('getent', ['passwd', name]).out.trim().split(':');
  return { uid, gid };
};
const ownGroups = /^Groups:(.*)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]?.trim() ?? '';
const four = (id: string) => [id, id, id, id].join(' ');

describe('run_as', { skip: NOT_ROOT }, () => {
  before(() => run('useradd', ['--system', '--no-create-home', '--groups', 'games,audio', MEMBER]));
  after(() => run('userdel', [MEMBER]));
  const noMember = (): false | string => (idsOf(MEMBER).uid === '' ? 'a user cannot be added' : false);
  const status = ['awk', '/^(Uid|Gid|Groups|CapEff|CapPrm|NoNewPrivs):/ {$1=$1; print}', '/proc/self/status'];
  const asked = (user: string, conf: string[] = [], program = rootwrap) => {
    const { out, err } = program(newScene([`awk: CommandFilter, awk, ${user}`], conf), status);
    assert.equal(err, '');
    return Object.fromEntries(
      out
        .trim()
        .split('\n')
        .map((line) => line.split(/: ?/)),
    );
  };
  const NONE = '0000000000000000';

  it('sets user and group, real, effective, saved and of the file system, and leaves no capability', () => {
    for (const user of ['www-data', 'games', 'backup']) {
      const { uid, gid } = idsOf(user);
      const expected = { Uid: four(uid), Gid: four(gid), Groups: gid, CapEff: NONE, CapPrm: NONE };
      assert.deepEqual(
        { ...asked(user), NoNewPrivs: undefined },
        { ...expected, NoNewPrivs: undefined },
        user,
      );
    }
  });

  it('sets the supplementary groups that the user has (RW-005)', (test) => {
    const missing = noMember();
    if (missing !== false) return test.skip(missing);
    const { gid } = idsOf(MEMBER);
    const groups = run('id', ['-G', MEMBER]).out.trim().split(' ').sort();
    assert.equal(groups.length, 3);
    assert.deepEqual(asked(MEMBER).Groups?.split(' ').sort(), groups);
    assert.equal(asked(MEMBER).Gid, four(gid));
  });

  it('sets the user alone under legacy = RW-005', () => {
    const { uid } = idsOf('www-data');
    const [Gid, Groups] = [four(String(process.getegid?.())), ownGroups];
    const old = asked('www-data', ['legacy = RW-005']);
    assert.deepEqual([old.Uid, old.Gid, old.Groups], [four(uid), Gid, Groups]);
    assert.equal(old.CapEff, NONE);
  });

  it('sets the user alone with oslo.rootwrap', { skip: NO_OSLO }, () => {
    const theirs = asked('www-data', [], oslo);
    assert.deepEqual([theirs.Uid, theirs.Gid], [four(idsOf('www-data').uid), four('0')]);
  });

  it('root is as we are', () => {
    assert.equal(asked('root').Uid, four('0'));
  });

  it('of an ordinary user works for himself and for root, which means as we are, and for nobody else', () => {
    const scene = newScene([
      'id: CommandFilter, id, root',
      'whoami: CommandFilter, whoami, nobody',
      'true: CommandFilter, true, www-data',
    ]);
    for (const [word, out] of [
      ['id', /^uid=65534\(nobody\)/],
      ['whoami', /^nobody$/m],
    ] as const) {
      const ran = rootwrap(scene, [word], { uid: NOBODY });
      assert.equal(ran.code, 0, ran.err);
      assert.match(ran.out, out);
    }
    const refused = rootwrap(scene, ['true'], { uid: NOBODY });
    assert.equal(refused.code, 96);
    assert.match(
      refused.err,
      /Cannot run true \(filter match = true\): only root can run a command as 'www-data'/,
    );
  });
});

describe('a KillFilter', { skip: NOT_ROOT }, () => {
  const sleeper = spawn('/usr/bin/sleep', ['60'], { stdio: 'ignore' });
  const ends = new Promise<NodeJS.Signals | null>((resolve) =>
    sleeper.on('exit', (_, signal) => resolve(signal)),
  );
  const pid = sleeper.pid ?? 0;
  after(() => endProcess(pid));
  const exe = thisHost.process(pid)?.exe ?? '';

  it('sends the signals that it lists to the program that it names, and no others', async () => {
    const scene = newScene([`kill: KillFilter, root, ${exe}, -TERM, -HUP`]);
    assert.equal(rootwrap(scene, ['kill', String(pid)]).code, 99);
    assert.equal(rootwrap(scene, ['kill', '-KILL', String(pid)]).code, 99);
    assert.equal(rootwrap(scene, ['kill', '-TERM', String(process.pid)]).code, 99);
    assert.equal(rootwrap(scene, ['kill', '-TERM', '-1']).code, 99);
    assert.equal(rootwrap(scene, ['kill', '-TERM', `0${pid}`]).code, 99);
    assert.equal(sleeper.exitCode, null);
    assert.deepEqual(rootwrap(scene, ['kill', '-TERM', String(pid)]), { code: 0, out: '', err: '' });
    assert.equal(await ends, 'SIGTERM');
  });

  it('does not hit a process that took the place of the one that was permitted (RW-016)', async () => {
    const config = parseConfig(parseIni('[DEFAULT]\nfilters_path=/nowhere\n', 'f', true), 'f', '');
    const victim = spawn('/usr/bin/sleep', ['60'], { stdio: 'ignore' });
    const number = victim.pid ?? 0;
    try {
      const target = thisHost.process(number);
      assert.ok(target !== undefined);
      const command: Command = {
        exec: '/bin/kill',
        args: ['-TERM', String(number)],
        env: [],
        runAs: 'root',
        target,
      };
      const others: Host[] = [
        { ...thisHost, process: () => ({ ...target, startTime: `${Number(target.startTime) + 1}` }) },
        { ...thisHost, process: () => ({ ...target, exe: '/usr/bin/other' }) },
        { ...thisHost, process: () => undefined },
      ];
      for (const host of others) await assert.rejects(runAttached(command, config, host), LaunchFailure);
      assert.match(readFileSync(`/proc/${number}/status`, 'utf8'), /^State:\s+[RS]/m);
      assert.deepEqual(await runAttached(command, config, thisHost), { status: 0 });
    } finally {
      endProcess(number);
    }
  });
});
