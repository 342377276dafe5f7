// How much longer an offline cell takes than the same steps in a shell script: `npm run bench [-- ROUNDS]`.
// Interleaved: in each round first one, then the other, on the same machine in the same state.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ROOT } from './prepare.mjs';

const rounds = Number(process.argv[2] ?? 5);
const EVENKEEL = join(ROOT, 'packages/evenkeel/bin/evenkeel.js');

for (const tool of ['bash', 'curl', 'setpriv']) {
  if (spawnSync(tool, ['--version']).error === undefined) continue;
  process.stderr.write(`The benchmark's shell script needs ${tool}.\n`);
  process.exit(2);
}
ensureBuilt();
const folder = mkdtempSync(join(tmpdir(), 'bench-of-evenkeel-'));
spawnSync('chmod', ['755', folder]);

/** Runs the offline cell; returns the milliseconds from its first step to its last, clean-up included. */
function withEvenkeel(round) {
  const out = join(folder, `run-${round}`);
  const args = [EVENKEEL, 'run', 'examples/01-unleash', '--cell', 'offline:together', '--out', out, '--keep'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(stdout);
  const events = readFileSync(join(out, 'journal.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const at = (type) => events.find((event) => event.type === type && event.run === 'offline-together').at;
  return { ms: at('cell-run-finished') - at('cell-run-started'), installs: installsIn(events) };
}

/** Where the kept run installed base and target. */
function installsIn(events) {
  const notes = events.filter((event) => event.type === 'step-finished' && event.note?.startsWith('from '));
  const folders = [...new Set(notes.map((event) => event.note.slice('from '.length)))];
  const version = (path) =>
    JSON.parse(readFileSync(join(path, 'node_modules/unleash-server/package.json'), 'utf8')).version;
  return Object.fromEntries(folders.map((path) => [version(path), path]));
}

function byHand(round, installs) {
  const args = [
    join(folder, `run-${round}`, 'state'),
    installs['3.17.6'],
    installs['4.19.5'],
    'examples/01-unleash/site/unleash.env',
  ];
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'scripts/bench/offline-by-hand.sh'), args, {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout.trim());
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const ratios = [];
for (let round = 1; round <= rounds; round++) {
  const { ms, installs } = withEvenkeel(round);
  const hand = byHand(round, installs);
  rmSync(join(folder, `run-${round}`), { recursive: true });
  ratios.push(ms / hand);
  process.stdout.write(
    `round ${round}: evenkeel ${ms} ms, by hand ${hand} ms, ratio ${(ms / hand).toFixed(3)}\n`,
  );
}
rmSync(folder, { recursive: true });
process.stdout.write(`median ratio ${median(ratios).toFixed(3)} over ${rounds} rounds\n`);
