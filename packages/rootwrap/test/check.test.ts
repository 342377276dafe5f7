import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { newScene, removeFolders, writeFilters, writeScript } from './support/conf.js';
import { NOBODY, NOT_ROOT, ROOTWRAP, rootwrap, rootwrapTool, run } from './support/run.js';

after(removeFolders);

const scene = newScene([
  'echo: RegExpFilter, echo, root, echo, \\d+|x',
  'path: PathFilter, ls, root, -d, /etc',
  'env: EnvFilter, env, root, A=, true',
  'nice: ChainingRegExpFilter, nice, root, nice, -\\d',
  'read: ReadFileFilter, /etc/hostname',
  'ip: IpFilter, ip, root',
  'gone: CommandFilter, /opt/nothing, root',
  'refused: RegExpFilter, id, root, id, (?<=a+)b',
]);
const mark = join(scene.folder, 'mark');
writeFilters(scene, 'touch.filters', [
  `touch: CommandFilter, ${writeScript(scene.folder, 'touches', `/usr/bin/touch ${mark}`)}, root`,
]);

const COMMANDS: [words: string[], filter: string | undefined][] = [
  [['echo', '1'], 'echo'],
  [['echo', '1\n'], undefined],
  [['echo', '1', '2'], undefined],
  [['ls', '-d', '/etc/../etc'], 'path'],
  [['ls', '-d', '/tmp'], undefined],
  [['env', 'A=1', 'true'], 'env'],
  [['env', 'B=1', 'true'], undefined],
  [['nice', '-5', 'echo', '1'], 'nice'],
  [['nice', '-5', '/usr/bin/echo', '1'], 'nice'],
  [['nice', '-5', '/tmp/echo', '1'], undefined],
  [['cat', '/etc/hostname'], 'read'],
  [['cat', '/etc/shadow'], undefined],
  [['ip', '-V'], 'ip'],
  [['ip', 'netns', 'exec', 'x', 'id'], undefined],
  [['touches'], 'touch'],
  [['nope'], undefined],
  [[''], undefined],
];

describe('rootwrap --check and --explain', () => {
  it('give the answer of a real run, and name the filter', () => {
    for (const [words, filter] of COMMANDS) {
      const checked = rootwrapTool('--check', scene, words);
      const explained = rootwrapTool('--explain', scene, words);
      assert.equal(checked.code, filter === undefined ? 99 : 0, words.join(' '));
      assert.equal(explained.code, checked.code);
      assert.ok(explained.out.endsWith(checked.out));
      assert.match(
        checked.out,
        filter === undefined ? /^deny: no filter matched$/m : new RegExp(`^permit: filter ${filter} \\(`),
      );
      assert.equal(existsSync(mark), false);
    }
    for (const [words, filter] of COMMANDS)
      assert.equal(rootwrap(scene, words).code === 99, filter === undefined, words.join(' '));
    assert.equal(existsSync(mark), true);
  });

  it('say what would be run, by whom, and where the filter stands', () => {
    const { out } = rootwrapTool('--check', scene, ['nice', '-5', 'echo', '1']);
    const command = JSON.stringify(['/usr/bin/nice', '-5', '/usr/bin/echo', '1']);
    assert.equal(out, `permit: filter nice (${scene.filters}/test.filters:5) runs, as root: ${command}\n`);
  });

  it('deny a command whose program is nowhere', () => {
    const { code, out } = rootwrapTool('--check', scene, ['nothing']);
    assert.deepEqual(
      [code, out],
      [99, `deny: filter gone (${scene.filters}/test.filters:8) matches, but '/opt/nothing' is nowhere\n`],
    );
  });

  it('--explain has a line for each filter up to the one that matches', () => {
    const at = (line: number) => `${scene.filters}/test.filters:${line}`;
    const { out } = rootwrapTool('--explain', scene, ['env', 'A=1', 'true']);
    assert.deepEqual(out.split('\n').slice(0, 3), [
      `${at(2)}: echo (RegExpFilter): wants 2 words, not 3`,
      `${at(3)}: path (PathFilter): is about 'ls'`,
      `${at(4)}: env (EnvFilter): matches`,
    ]);
    const denied = rootwrapTool('--explain', scene, ['nope']).out.trim().split('\n');
    assert.equal(denied.length, 8 + 1 + 1 + 1); // the two files, the built-in one, the answer
    assert.match(
      rootwrapTool('--explain', scene, ['id', 'b']).out,
      /refused \(RegExpFilter\): regular expression '.*' refused: /,
    );
  });

  it('work without privilege', { skip: NOT_ROOT }, () => {
    for (const [words, filter] of COMMANDS)
      assert.equal(
        rootwrapTool('--check', scene, words, { uid: NOBODY }).code,
        filter === undefined ? 99 : 0,
        words.join(' '),
      );
  });

  it('never write control characters of the command line', () => {
    const words = ['echo', '\u001b[31m\n\r\u0007\u009b\u2028\u007f\b'];
    for (const tool of ['--check', '--explain'] as const)
      for (const line of [
        words,
        ['nice', '-5', ...words],
        ['ls', '-d', `/etc/${words[1]}`],
        [words[1] ?? '', 'x'],
      ]) {
        const { out, err } = rootwrapTool(tool, scene, line);
        assert.doesNotMatch((out + err).replaceAll('\n', ''), /[\p{Cc}\u2028\u2029]/u);
        assert.doesNotMatch(out, /^\S*\[31m/m);
      }
  });

  it('end as they should when their reader goes away', () => {
    const script = 'exec 3>&1; { sleep 0.2; "$0" --explain "$1" "$2" 2>&1; echo "$?" >&3; } | true';
    const codes = ['touches', 'nope'].map(
      (word) => run('sh', ['-c', script, ROOTWRAP, scene.conf, word]).out,
    );
    assert.deepEqual(codes, ['0\n', '99\n']);
  });

  it('want a configuration and a command, and say what is wrong with them', () => {
    for (const words of [['--check'], ['--check', scene.conf], ['--explain'], ['--explain', scene.conf]])
      assert.deepEqual(run(ROOTWRAP, words), {
        code: 98,
        out: '',
        err: `${ROOTWRAP}: No command specified\n`,
      });
    const { code, err } = run(ROOTWRAP, ['--check', '/nowhere.conf', 'ls']);
    assert.equal(code, 97);
    assert.match(err, /Incorrect configuration file: \/nowhere\.conf/);
  });
});
