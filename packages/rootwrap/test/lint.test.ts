import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { thisHost } from '../src/host/host.js';
import { lint } from '../src/lint/lint.js';
import { rootwrap } from '../src/main/rootwrap.js';

const folder = mkdtempSync(join(tmpdir(), 'rootwrap-lint-'));
const filters = join(folder, 'filters');
const conf = join(folder, 'rootwrap.conf');

before(() => {
  mkdirSync(filters);
  mkdirSync(join(folder, 'real'));
  symlinkSync(join(folder, 'real'), join(folder, 'link'));
});
after(() => rmSync(folder, { recursive: true }));

/** What is found in these filters: `severity line text`, the folder's name shortened to @. */
function found(lines: readonly string[], more = ''): string[] {
  writeFileSync(conf, `[DEFAULT]\nfilters_path=${filters}\nexec_dirs=/usr/sbin,/usr/bin,/sbin,/bin\n${more}`);
  writeFileSync(join(filters, 'a.filters'), `[Filters]\n${lines.join('\n')}\n`);
  return lint(conf, thisHost).map(({ severity, place, text }) =>
    `${severity} ${place.line} ${text}`.replaceAll(folder, '@'),
  );
}

describe('rootwrap --lint', () => {
  it('has nothing to say of filters that permit what they name', () => {
    assert.deepEqual(found(['ls: RegExpFilter, ls, root, ls, -l', 'date: CommandFilter, date, root']), []);
  });

  it('names filters that amount to root', () => {
    const text = (lines: readonly string[]) =>
      found(lines).map((line) => line.replace(/^warning \d+ filter '\w+': /, ''));
    assert.deepEqual(text(['x: CommandFilter, sh, root']), ["'sh' with any arguments is a root shell"]);
    assert.deepEqual(text(['x: CommandFilter, /usr/bin/python3.11, nobody']), []);
    assert.match(
      text(['x: EnvFilter, env, root, A=, find']).join(),
      /'find' with any arguments is a root shell/,
    );
    assert.match(text(['x: CommandFilter, tee, root']).join(), /changes any file or mount/);
    assert.match(text(['x: CommandFilter, ip, root']).join(), /'ip netns exec'; use IpFilter/);
    assert.match(text(['x: RegExpFilter, sh, root, sh, -c, echo .*']).join(), /'echo \.\*' leaves them open/);
    assert.deepEqual(text(['x: RegExpFilter, sh, root, sh, -c, echo [a-z]']), []);
    assert.match(text(['x: PathFilter, ls, root, /']).join(), /'\/' admits every path there is/);
  });

  it('names filters that an earlier one hides, unless they have a user of their own in a chain', () => {
    const [wide, narrow] = ['a: CommandFilter, date, root', 'b: RegExpFilter, date, root, date, -u'];
    assert.deepEqual(found([wide, narrow]), [
      "warning 3 filter 'b': is never reached: 'a' (@/filters/a.filters:2) permits all of it before",
    ]);
    assert.deepEqual(found([narrow, wide]), [
      "warning 2 filter 'b': restricts nothing: 'a' (@/filters/a.filters:3) permits the program with any arguments",
    ]);
    const other = 'b: RegExpFilter, date, nobody, date, -u';
    assert.equal(found([wide, other]).length, 1);
    assert.deepEqual(found([wide, other, 'n: ChainingRegExpFilter, nice, nobody, nice, -5']), []);
  });

  it('sees that the built-in filter leaves one about privsep-helper without effect', () => {
    const text = found(['p: RegExpFilter, privsep-helper, root, privsep-helper, --x']).join('\n');
    assert.match(text, /restricts nothing: the built-in 'privsep-helper' permits/);
  });

  it('names filters that can never match', () => {
    assert.match(found(['x: RegExpFilter, ls, root']).join(), /has no patterns/);
    assert.match(found(['x: EnvFilter, env, root, date']).join(), /names no variable/);
    assert.match(found([`x: PathFilter, ls, root, ${folder}/link`]).join(), /'@\/link' is a link/);
    assert.match(found(['x: RegExpFilter, ls, root, ls, (a)\\1']).join(), /back-reference.*RW-027/);
  });

  it('writes the path of a KillFilter behind a merged /usr', () => {
    const real = thisHost.realPath('/bin/sleep');
    const wanted =
      real === '/bin/sleep'
        ? []
        : [
            `warning 2 filter 'x': '/bin/sleep' is reached by a link, so no process has it as its program: write '${real}'`,
          ];
    assert.deepEqual(found(['x: KillFilter, root, /bin/sleep, -9']), wanted);
  });

  it('names classes that are not there, programs that are nowhere, and old ways that are on', () => {
    assert.match(
      found(['x: NoFilter, ls, root']).join(),
      /warning 2 Skipping unknown filter class \(NoFilter\)/,
    );
    assert.deepEqual(found(['x: CommandFilter, nosuchprogram, root']), [
      "note 2 filter 'x': its program 'nosuchprogram' is nowhere",
    ]);
    assert.match(found([], 'legacy=RW-013\n').join(), /warning 0 RW-013 is off/);
  });

  it('names every broken or untrusted file, not the first alone', () => {
    writeFileSync(join(filters, 'b.filters'), 'junk');
    writeFileSync(join(filters, 'c.filters'), '[Filters]\n');
    chmodSync(join(filters, 'c.filters'), 0o666);
    const text = found(['x: CommandFilter, date, root']).join('\n');
    assert.match(text, /error 1 this line stands before any \[section\]/);
    assert.match(text, /error 0 refused: it is writable by others/);
    rmSync(join(filters, 'b.filters'));
    rmSync(join(filters, 'c.filters'));
  });

  it('names a program that others than root could replace', () => {
    const program = join(folder, 'program');
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    chmodSync(program, 0o777);
    assert.match(
      found([`x: CommandFilter, ${program}, root`]).join(),
      /its program '@\/program' is not safe from others/,
    );
    chmodSync(program, 0o755);
    assert.deepEqual(found([`x: CommandFilter, ${program}, root`]), []);
  });

  it('ends with 0, 1 or 97, and takes nothing after its file', async (test) => {
    test.mock.method(process.stdout, 'write', () => true);
    test.mock.method(process.stderr, 'write', () => true);
    found(['x: CommandFilter, nosuchprogram, root']);
    assert.equal(await rootwrap('rootwrap', ['--lint', conf]), 0);
    found(['x: CommandFilter, sh, root']);
    assert.equal(await rootwrap('rootwrap', ['--lint', conf]), 1);
    assert.equal(await rootwrap('rootwrap', ['--lint', join(folder, 'nothing')]), 97);
    assert.equal(await rootwrap('rootwrap', ['--lint', conf, 'id']), 98);
    assert.equal(await rootwrap('rootwrap', ['--lint']), 98);
  });
});
