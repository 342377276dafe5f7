import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { PYTHONS } from './support/client.js';
import { DAEMON, makePlace, until } from './support/daemon.js';
import { ensureBuilt, PACKAGE } from './support/run-build.js';

const SCRIPT = join(PACKAGE, 'test/support/client.py');

describe("oslo.rootwrap's client and our daemon", () => {
  before(ensureBuilt);

  for (const { name, program, skip } of PYTHONS) {
    it(`understand each other under ${name}`, { skip }, async () => {
      const place = makePlace();
      const env = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', TMPDIR: place.temporary };
      const { stdout } = await promisify(execFile)(program, [SCRIPT, DAEMON, place.conf], { env });
      const { last, ...answers } = JSON.parse(stdout);
      assert.deepEqual(answers, {
        run: [0, 'hello\n', ''],
        text: [0, 'grüße', ''],
        bytes: [0, 'raw\0', ''],
        broken: [0, 'a\udcff', ''],
        signal: [-9, '', ''],
        denied: [99, '', ''],
        missing: [96, '', ''],
        undecodable: [99, '', ''],
        large: [0, 3_000_000, 0],
        threads: [0, 1, 2, 3, 4, 5, 6, 7].map((index) => [0, `${index}\n`, '']),
        'after TERM': [[0, 'again\n', ''], true],
        'after KILL': [[0, 'again\n', ''], true],
      });
      // when the client's process ends, so does its daemon
      const pid = Number(last[1]);
      assert.ok(pid > 1);
      await until(() => !existsSync(`/proc/${pid}`));
      assert.equal(place.leftovers().length, 1, 'the folder of the one that was killed, and no other');
      place.remove();
    });
  }
});
