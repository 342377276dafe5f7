import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ExecutableNotFound, runOnce, StartFailed, Unauthorized } from '../src/client/client.js';
import { makePlace, type Place, ROOTWRAP, until } from './support/daemon.js';
import { ensureBuilt } from './support/run-build.js';

describe('one command by starting rootwrap for it', () => {
  let place: Place;
  let wrapper: string[];
  before(() => {
    ensureBuilt();
    place = makePlace();
    wrapper = [ROOTWRAP, place.conf];
  });
  after(() => place.remove());

  it('hands back what it wrote and how it ended', async () => {
    const { status, stdout, stderr } = await runOnce(wrapper, ['sh', '-c', 'cat; echo no >&2; exit 3'], {
      stdin: Buffer.of(0, 255),
    });
    assert.deepEqual([status, stdout, stderr.toString()], [3, Buffer.of(0, 255), 'no\n']);
    assert.equal((await runOnce(wrapper, ['sh', '-c', 'kill -9 $$'])).status, -9);
    assert.equal((await runOnce(wrapper, ['echo'], { stdin: 'x'.repeat(1_000_000) })).status, 0);
  });

  it('tells refusals, missing programs and a wrong configuration apart', async () => {
    await assert.rejects(runOnce(wrapper, ['nope']), Unauthorized);
    await assert.rejects(runOnce(wrapper, ['gone']), ExecutableNotFound);
    await assert.rejects(runOnce(wrapper, []), StartFailed);
    await assert.rejects(runOnce([ROOTWRAP, '/nonexistent.conf'], ['echo']), StartFailed);
    await assert.rejects(runOnce(['/nonexistent/rootwrap', place.conf], ['echo']), StartFailed);
  });

  it("takes the same exit codes of a command for the command's own", async () => {
    for (const code of [96, 97, 98, 99])
      assert.equal((await runOnce(wrapper, ['sh', '-c', `exit ${code}`])).status, code);
  });

  it('stops waiting when told to, ends the command, and leaves no listener', async () => {
    const why = new Error('enough');
    const ran = join(place.folder, 'ran');
    await assert.rejects(
      runOnce(wrapper, ['sh', '-c', `: > ${ran}`], { signal: AbortSignal.abort(why) }),
      why,
    );
    assert.equal(existsSync(ran), false);

    const { signal, abort } = abortable();
    const run = runOnce(wrapper, ['sh', '-c', `echo $$ > ${ran}1; mv ${ran}1 ${ran}; exec sleep 60`], {
      signal,
    });
    await until(() => existsSync(ran));
    abort(why);
    await assert.rejects(run, why);
    const pid = readFileSync(ran, 'utf8').trim();
    await until(() => !existsSync(`/proc/${pid}`));
    assert.equal(getEventListeners(signal, 'abort').length, 0);

    const unused = abortable();
    await runOnce(wrapper, ['echo'], { signal: unused.signal });
    assert.equal(getEventListeners(unused.signal, 'abort').length, 0);
    writeFileSync(ran, '');
  });
});

function abortable(): { signal: AbortSignal; abort: (why: Error) => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (why) => controller.abort(why) };
}
