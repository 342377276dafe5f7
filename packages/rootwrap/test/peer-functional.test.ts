import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { DAEMON, isRoot, ROOTWRAP } from './support/daemon.js';
import { ensureBuilt, PACKAGE } from './support/run-build.js';

const PYTHON = '/usr/bin/python3';
const PACKAGES = ['python3-oslo.rootwrap', 'python3-fixtures', 'python3-testtools'];

/**
 * Tests of oslo.rootwrap that do not pass, and why. None is a deviation of ours: with the configuration that these
 * tests write, no `legacy` code is needed.
 */
const EXCEPTIONS: Record<string, RegExp> = {
  // compares text with bytes, and so fails against oslo.rootwrap as well
  'OneShot.test_run_as': /'65534\\n'[\s\S]*b'65534\\n'/,
};

const canImport = () =>
  spawnSync(PYTHON, ['-c', 'import oslo_rootwrap.tests, fixtures, testtools']).status === 0;

/** @returns why these tests cannot run here */
function prepare(): string | false {
  if (!isRoot) return "only root can run oslo.rootwrap's tests";
  if (canImport()) return false;
  if (existsSync('/usr/bin/apt-get'))
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...PACKAGES], { stdio: 'ignore' });
  return canImport() ? false : `${PACKAGES.join(', ')} are not installed, and apt has them not`;
}

describe("oslo.rootwrap's own functional tests, with our executables", { skip: prepare() }, () => {
  before(ensureBuilt);

  it('pass but for those named here', async () => {
    const script = join(PACKAGE, 'test/support/peer-functional.py');
    const { stdout } = await promisify(execFile)(PYTHON, [script, ROOTWRAP, DAEMON]);
    const outcomes = new Map(Object.entries<string>(JSON.parse(stdout)));
    assert.ok(outcomes.size >= 20, `${outcomes.size} tests`);
    for (const [name, outcome] of outcomes) {
      const exception = EXCEPTIONS[name];
      if (exception === undefined) assert.equal(outcome, 'ok', name);
      else assert.match(outcome, exception, name);
    }
  });
});
