// Everything that must pass before a change is merged: types, lint, import rules, unused code, and the tests.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, must, ROOT } from './prepare.mjs';

const SUITES = ['unit', 'e2e', 'examples'];

ensureBuilt();
for (const check of ['types', 'lint', 'imports', 'unused'])
  must('npm', ['run', '--silent', `check:${check}`]);

const results = mkdtempSync(join(tmpdir(), 'tests-of-evenkeel-'));
const counts = { passed: 0, failed: 0, skipped: 0 };
let failed = false;
for (const suite of SUITES) {
  const file = join(results, `${suite}.json`);
  const args = [
    'vitest',
    'run',
    '--project',
    suite,
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${file}`,
  ];
  const { status } = spawnSync('npx', args, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) failed = true;
  if (!existsSync(file)) {
    process.stderr.write(`The ${suite} tests did not come to an end.\n`);
    failed = true;
    continue;
  }
  const report = JSON.parse(readFileSync(file, 'utf8'));
  counts.passed += report.numPassedTests;
  counts.failed += report.numFailedTests;
  counts.skipped += report.numPendingTests;
}
rmSync(results, { recursive: true });
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exit(failed || counts.passed === 0 ? 1 : 0);
