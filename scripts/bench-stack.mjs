// How long the full matrix with rollback takes of two APIs, a worker and PostgreSQL, and where the time goes:
// `npm run bench:stack`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ROOT } from './prepare.mjs';

const EVENKEEL = join(ROOT, 'packages/evenkeel/bin/evenkeel.js');

/** Steps that take as long as the tested software does, and those of the harness. */
const SORTS = {
  'services: start': ['start'],
  'services: stop': ['stop'],
  'services: asked for their version': ['ask-version', 'ask-stopped', 'probe-stopped'],
  'services: make and verify': ['resource', 'prove-state'],
  'services: schema steps and set-up': ['migrate', 'setup'],
  'PostgreSQL: start and stop': ['start-environment', 'stop-environment'],
  'harness: keep and restore states': ['save-state', 'save-snapshot', 'restore-snapshot'],
};

ensureBuilt();
const folder = mkdtempSync(join(tmpdir(), 'bench-of-evenkeel-'));
spawnSync('chmod', ['755', folder]);
const out = join(folder, 'out');
const [load] = loadavg();
const began = Date.now();
const args = [EVENKEEL, 'run', 'scripts/bench/stack', '--out', out, ...process.argv.slice(2)];
const { status, stdout } = spawnSync(process.execPath, args, {
  cwd: ROOT,
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
});
const wall = Date.now() - began;
if (status !== 0) throw new Error(stdout);
const events = readFileSync(join(out, 'journal.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const { cells } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
rmSync(folder, { recursive: true });

const verdicts = cells.map(({ cell, result, rollback, lattice }) => {
  const passed = lattice?.states.filter(({ outcome }) => outcome === 'passed').length;
  const states = lattice === undefined ? '' : `, ${passed} of ${lattice.states.length} states`;
  return `${cell} ${result.verdict}${states}, rollback ${rollback.verdict}`;
});
const runs = events.filter(({ type }) => type === 'cell-run-finished').length;
process.stdout.write(
  `${verdicts.join('\n')}\n${runs} runs, ${seconds(wall)} s, load average before ${load}\n\n`,
);
process.stdout.write('| | s | share |\n|---|---|---|\n');
for (const [words, ms] of Object.entries(timesOf(events)))
  process.stdout.write(`| ${words} | ${seconds(ms)} | ${((ms / wall) * 100).toFixed(1)} % |\n`);

function timesOf([{ plan }, ...rest]) {
  const kinds = new Map(
    plan.runs.flatMap(({ phases }) =>
      phases.flatMap(({ steps }) => steps.map(({ id, action }) => [id, action.kind])),
    ),
  );
  const done = rest.filter(({ type }) => type === 'step-finished');
  const times = Object.fromEntries(
    Object.entries(SORTS).map(([words, sort]) => [
      words,
      sum(done.filter(({ step }) => sort.includes(kinds.get(step)))),
    ]),
  );
  const known = Object.values(times).reduce((total, ms) => total + ms, 0);
  return { ...times, 'harness: all the rest': wall - known };
}

function sum(steps) {
  return steps.reduce((total, { ms }) => total + ms, 0);
}

function seconds(ms) {
  return (ms / 1000).toFixed(1);
}
