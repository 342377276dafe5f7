// Everything that must pass before a change is merged: types, lint, import rules, unused code, and the tests.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, must, ROOT } from './prepare.mjs';

const SUITES = ['rootwrap', 'unit', 'e2e', 'examples'];

ensureBuilt();
for (const check of ['types', 'lint', 'imports', 'unused'])
  must('npm', ['run', '--silent', `check:${check}`]);

const results = mkdtempSync(join(tmpdir(), 'tests-of-evenkeel-'));
const counts = { passed: 0, failed: 0, skipped: 0 };
let failed = false;
for (const suite of SUITES) {
  const file = join(results, `${suite}.json`);
  const [command, ...args] = commandOf(suite, file);
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) failed = true;
  if (!existsSync(file)) {
    process.stderr.write(`The ${suite} tests did not come to an end.\n`);
    failed = true;
    continue;
  }
  const report = JSON.parse(readFileSync(file, 'utf8'));
  counts.passed += report.passed ?? report.numPassedTests;
  counts.failed += report.failed ?? report.numFailedTests;
  counts.skipped += report.skipped ?? report.numPendingTests;
}
rmSync(results, { recursive: true });
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exit(failed || counts.passed === 0 ? 1 : 0);

/** The command of a suite, which writes its counts to the file. */
function commandOf(suite, file) {
  if (suite === 'rootwrap') return ['node', 'packages/rootwrap/scripts/test.mjs', '--counts', file];
  return [
    'npx',
    'vitest',
    'run',
    '--project',
    suite,
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${file}`,
  ];
}
