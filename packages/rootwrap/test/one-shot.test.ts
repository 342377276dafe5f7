import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { newScene, removeFolders, writeFilters, writeScript } from './support/conf.js';
import { NO_OSLO, oslo, ROOTWRAP, rootwrap, run } from './support/run.js';

after(removeFolders);

const scene = newScene([
  'sh: CommandFilter, sh, root',
  'cat: CommandFilter, cat, root',
  'printf: CommandFilter, printf, root',
  'gone: CommandFilter, /opt/no-such-program, root',
  'bare: CommandFilter, no-such-program-anywhere, root',
]);
const shell = (script: string) => rootwrap(scene, ['sh', '-c', script]);
/** Runs a shell script with rootwrap as $0 and rootwrap.conf as $1. */
const around = (script: string, ...more: readonly string[]) =>
  run('sh', ['-c', script, ROOTWRAP, scene.conf, ...more]);

describe('the exit code of rootwrap', () => {
  it("is the command's own", () => {
    for (const code of [0, 1, 7, 96, 99, 127, 255]) assert.equal(shell(`exit ${code}`).code, code);
  });

  it('is 128 and the number of the signal that the command died of', () => {
    for (const [name, number] of Object.entries({
      HUP: 1,
      INT: 2,
      ABRT: 6,
      KILL: 9,
      SEGV: 11,
      PIPE: 13,
      TERM: 15,
    }))
      assert.equal(shell(`ulimit -c 0; kill -${name} $$`).code, 128 + number, name);
  });

  it('says in its own words why nothing was run', () => {
    const answers: [string[], number, string][] = [
      [['nope', 'a b', '', 'ö'], 99, 'Unauthorized command: nope a b  ö (no filter matched)'],
      [['no-such-program'], 96, 'Executable not found: /opt/no-such-program (filter match = gone)'],
      [
        ['no-such-program-anywhere'],
        96,
        'Executable not found: no-such-program-anywhere (filter match = bare)',
      ],
      [[], 98, 'No command specified'],
    ];
    for (const [words, code, message] of answers)
      assert.deepEqual(rootwrap(scene, words), { code, out: '', err: `${ROOTWRAP}: ${message}\n` });
    assert.equal(run(ROOTWRAP, []).code, 98);
    const lost = run(ROOTWRAP, ['/nowhere.conf', 'ls']);
    assert.equal(lost.code, 97);
    assert.match(lost.err, /Incorrect configuration file: \/nowhere\.conf\n.*ENOENT/);
  });

  it('and the words are those of oslo.rootwrap', { skip: NO_OSLO }, () => {
    for (const words of [['nope', 'a b', '', 'ö'], ['no-such-program'], ['sh', '-c', 'kill -TERM $$'], []]) {
      const [ours, theirs] = [rootwrap(scene, words), oslo(scene, words)];
      assert.equal(ours.code, theirs.code);
      assert.equal(ours.err.replace(ROOTWRAP, ''), theirs.err.replace('/usr/bin/oslo-rootwrap', ''));
    }
  });

  it('is 96, with the reason, when a program is not one or its user is nobody', () => {
    const bad = newScene(['true: CommandFilter, true, no-such-user-here']);
    const { folder } = bad;
    writeFilters(bad, 'more', [
      `closed: CommandFilter, ${folder}/closed, root`,
      `folder: CommandFilter, ${folder}/folder, root`,
    ]);
    writeFileSync(join(folder, 'closed'), '#!/bin/sh\n', { mode: 0o644 });
    mkdirSync(join(folder, 'folder'));
    for (const word of ['closed', 'folder']) {
      const { code, err } = rootwrap(bad, [word]);
      assert.equal(code, 96, `${word}: ${err}`);
      assert.match(err, new RegExp(`Executable not found: .*${word} \\(filter match = ${word}\\)`));
    }
    const { code, err } = rootwrap(bad, ['true']);
    assert.equal(code, 96);
    assert.match(err, /Cannot run true \(filter match = true\): there is no user 'no-such-user-here'/);
  });

  it('is not 0, with the reason, when a script names an interpreter that is nowhere', () => {
    const bad = newScene([]);
    writeFilters(bad, 'more', [`lost: CommandFilter, ${bad.folder}/lost, root`]);
    writeFileSync(join(bad.folder, 'lost'), '#!/nowhere/sh\n', { mode: 0o755 });
    const { code, out, err } = rootwrap(bad, ['lost']);
    assert.notEqual(code, 0);
    assert.equal(out, '');
    assert.match(err, /lost.*(ENOENT|No such file)/);
  });

  it('does not change when nobody reads what it says', () => {
    const script = 'exec 3>&1; { sleep 0.2; "$0" "$1" nope 2>&1; echo "$?" >&3; } | true';
    assert.equal(around(script).out, '99\n');
    assert.equal(around('"$0" "$1" nope 2>&-; echo $?').out, '99\n');
  });
});

describe('the streams of a command', () => {
  it('are those of rootwrap, byte for byte', () => {
    const file = join(scene.folder, 'bytes');
    writeFileSync(file, randomBytes(10 * 1024 * 1024));
    const through = around('"$0" "$1" cat <"$2" | cmp - "$2" && cat "$2" | "$0" "$1" cat | cmp - "$2"', file);
    assert.deepEqual(through, { code: 0, out: '', err: '' });
    const errors = around('"$0" "$1" sh -c "cat >&2" <"$2" 2>&1 >/dev/null | cmp - "$2"', file);
    assert.deepEqual(errors, { code: 0, out: '', err: '' });
  });

  it('may be closed', () => {
    assert.deepEqual(around('"$0" "$1" cat <&-'), { code: 0, out: '', err: '' });
    assert.equal(around('"$0" "$1" sh -c "exit 3" <&- >&- 2>&-').code, 3);
  });

  it('may break: the command dies of SIGPIPE', () => {
    const { out } = around(
      'exec 3>&1; { "$0" "$1" cat /dev/zero; echo "code $?" >&3; } | head -c 9 >/dev/null',
    );
    assert.equal(out, 'code 141\n');
  });
});

describe('the words of a command', () => {
  it('arrive as they are', () => {
    const words = [
      '',
      'a b',
      'é日本𝄞',
      '--',
      '-n',
      '--check',
      'a\nb',
      '\t\u001b[31m',
      `q'u"o\\te`,
      '*',
      '$HOME',
      '',
    ];
    const { code, out } = rootwrap(scene, ['printf', '%s|', ...words]);
    assert.equal(code, 0);
    assert.equal(out, words.map((word) => `${word}|`).join(''));
  });

  it('are refused when they are not UTF-8: the command would get other bytes than were judged (RW-026)', () => {
    for (const word of ['a\\377b', '\\303', '\\355\\240\\200', '\\300\\257']) {
      const { code, out, err } = around(`"$0" "$1" printf %s "$(printf '${word}')"`);
      assert.deepEqual([code, out], [99, ''], word);
      assert.match(err, /Unauthorized command: printf %s /);
    }
    assert.equal(around(`"$0" "$(printf '/tmp/\\377.conf')" true`).code, 97);
  });

  it('do not write lines or colours of their own into the messages', () => {
    const { err } = rootwrap(scene, ['nope', 'a\nUnauthorized: b', '\u001b[2J\r\u009b\u2028']);
    assert.equal(
      err,
      `${ROOTWRAP}: Unauthorized command: nope a\\u{a}Unauthorized: b \\u{1b}[2J\\u{d}\\u{9b}\\u{2028} (no filter matched)\n`,
    );
    const conf = run(ROOTWRAP, ['/no\u001b[31m\nwhere.conf', 'ls']).err;
    assert.match(conf, /Incorrect configuration file: \/no\\u\{1b\}\[31m\\u\{a\}where\.conf\n/);
  });
});

it("leaves to the command the caller's working folder and umask", () => {
  const script = writeScript(scene.folder, 'asks', 'umask', 'pwd');
  const asking = newScene([`asks: CommandFilter, ${script}, root`]);
  const { out } = run('sh', ['-c', 'umask 0027; exec "$0" "$1" asks', ROOTWRAP, asking.conf], {
    cwd: scene.folder,
  });
  assert.equal(out, `0027\n${scene.folder}\n`);
});
