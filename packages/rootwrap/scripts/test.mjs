// Compiles sources and tests, and runs the tests: all, or the files whose names hold one of the given words.
// --counts FILE writes {"passed", "failed", "skipped"} there.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  options: { counts: { type: 'string' } },
  allowPositionals: true,
});

rmSync(join(FOLDER, 'build'), { recursive: true, force: true });
const compiled = spawnSync('npx', ['tsc', '-p', 'tsconfig.test.json'], { cwd: FOLDER, stdio: 'inherit' });
if (compiled.status !== 0) process.exit(1);

const folder = join(FOLDER, 'build', 'test');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.test.js'))
  .filter((name) => positionals.length === 0 || positionals.some((word) => name.includes(word)))
  .map((name) => join(folder, name));

const counts = { passed: 0, failed: 0, skipped: 0 };
// one file after another: two cores, and tests that start daemons
const stream = run({ files, concurrency: 1 });
const isTest = ({ details, file }) => details.type !== 'suite' && file !== undefined;
stream.on('test:pass', (test) => {
  if (isTest(test)) counts[test.skip !== undefined || test.todo !== undefined ? 'skipped' : 'passed'] += 1;
});
stream.on('test:fail', (test) => {
  if (isTest(test)) counts.failed += 1;
});
stream.compose(new spec()).pipe(process.stdout);
stream.on('end', () => {
  if (values.counts !== undefined) writeFileSync(values.counts, JSON.stringify(counts));
  process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
});
