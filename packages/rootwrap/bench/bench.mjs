// What a command costs: one-shot and through a daemon, next to oslo.rootwrap, sudo and nothing at all. All variants
// take turns, so that a busy moment of the machine meets them all. npm run bench [-- --rounds N]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { aim, print, summaryOf } from './table.mjs';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const PYTHON = '/usr/bin/python3';
const OSLO = '/usr/bin/oslo-rootwrap';
const SUDO = '/usr/bin/sudo';
const OURS = `${FOLDER}bin/rootwrap`;
const STANDALONE = `${FOLDER}dist/rootwrap-standalone`;
const CLEAN = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };
const CALLS_PER_ROUND = 10;
const UNTIMED_CALLS = 20;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '30' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds wants a whole number above 0');
if (!existsSync(`${FOLDER}dist/rootwrap.cjs`)) throw new Error('dist is not built: npm run build');

// whatever npm and the caller have set must not matter, and the client hands its environment to the daemon
for (const name of Object.keys(process.env)) delete process.env[name];
Object.assign(process.env, CLEAN);

const peer = versionOfPeer();
const hasStandalone = existsSync(STANDALONE);
const folder = mkdtempSync(join(tmpdir(), 'rootwrap-bench-'));
try {
  const conf = configuration(folder);
  say(`Node ${process.version}, oslo.rootwrap ${peer ?? 'missing'}, ${rounds} rounds; medians`);
  if (!hasStandalone) say('missing: the single-file executable (npm run build:standalone)');
  if (peer === undefined) say(`missing: oslo.rootwrap in ${PYTHON}; nothing to compare with`);
  benchOneShot(conf);
  benchPythonClient(conf);
  await benchOurClient(conf);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

function versionOfPeer() {
  const script = "import importlib.metadata as m; print(m.version('oslo.rootwrap'))";
  const { status, stdout } = spawnSync(PYTHON, ['-c', script], { env: CLEAN, encoding: 'utf8' });
  return status === 0 && existsSync(OSLO) ? stdout.trim() : undefined;
}

function configuration(home) {
  const conf = join(home, 'rootwrap.conf');
  mkdirSync(join(home, 'filters'));
  writeFileSync(conf, `[DEFAULT]\nfilters_path=${home}/filters\nexec_dirs=/usr/bin,/bin\n`);
  writeFileSync(join(home, 'filters', 'a.filters'), '[Filters]\ntrue: CommandFilter, /bin/true, root\n');
  return conf;
}

function benchOneShot(conf) {
  if (!existsSync(PYTHON)) return say(`\none-shot: not measured, ${PYTHON} is missing`);
  const commands = {
    'plain exec': ['/bin/true'],
    ...(canSudo() && { sudo: [SUDO, '-n', '/bin/true'] }),
    ...(peer && { 'oslo-rootwrap': [OSLO, conf, 'true'] }),
    'ours on Node': [OURS, conf, 'true'],
    ...(hasStandalone && { 'ours, single file': [STANDALONE, conf, 'true'] }),
  };
  const taken = measure('one-shot.py', rounds, commands);
  const rows = summaryOf(taken, ['wall', 'CPU']);
  print('one-shot', rows, 'oslo-rootwrap');
  aim('one-shot on Node, CPU', rows, 'ours on Node', 'oslo-rootwrap', 'CPU', 0.5);
  aim('one-shot, single file, CPU', rows, 'ours, single file', 'oslo-rootwrap', 'CPU', 0.2);
}

function canSudo() {
  const can = existsSync(SUDO) && spawnSync(SUDO, ['-n', '/bin/true'], { env: CLEAN }).status === 0;
  if (!can) say('missing: sudo without a password');
  return can;
}

function daemonsOf(conf) {
  return {
    ...(peer && { 'oslo daemon': [`${OSLO}-daemon`, conf] }),
    'our daemon on Node': [`${FOLDER}bin/rootwrap-daemon`, conf],
    ...(hasStandalone && { 'our daemon, single file': [`${FOLDER}dist/rootwrap-daemon-standalone`, conf] }),
  };
}

function benchPythonClient(conf) {
  if (!peer) return say('\ncalls by the Python client: not measured');
  const taken = measure('calls.py', rounds * CALLS_PER_ROUND, { 'plain spawn': null, ...daemonsOf(conf) });
  const rows = summaryOf(taken, ['wall']);
  print("a call by oslo's Python client", rows, 'oslo daemon');
  aimForCalls(rows);
}

async function benchOurClient(conf) {
  const { RootwrapDaemon } = await import('../dist/client.mjs');
  const daemons = Object.entries(daemonsOf(conf)).map(([name, words]) => [name, new RootwrapDaemon(words)]);
  const calls = [
    ['plain spawn', plainSpawn],
    ...daemons.map(([name, daemon]) => [name, () => daemon.run(['true'])]),
  ];
  const taken = Object.fromEntries(calls.map(([name]) => [name, []]));
  try {
    for (let turn = -UNTIMED_CALLS; turn < rounds * CALLS_PER_ROUND; turn += 1) {
      for (const [name, call] of calls) {
        const start = process.hrtime.bigint();
        const { status } = await call();
        const wall = Number(process.hrtime.bigint() - start) / 1e9;
        if (status !== 0) throw new Error(`${name}: true ended with ${status}`);
        if (turn >= 0) taken[name].push([wall]);
      }
    }
  } finally {
    for (const [, daemon] of daemons) await daemon.close();
  }
  const rows = summaryOf(taken, ['wall']);
  print('a call by our client', rows, 'oslo daemon');
  aimForCalls(rows);
}

function aimForCalls(rows) {
  for (const name of ['our daemon on Node', 'our daemon, single file'])
    aim(`a call of ${name}`, rows, name, 'oslo daemon', 'wall', 0.6);
}

function plainSpawn() {
  return new Promise((resolve, reject) => {
    const child = spawn('true', { stdio: 'pipe' });
    child.stdin.end();
    child.stdout.resume();
    child.stderr.resume();
    child.on('error', reject);
    child.on('close', (status) => resolve({ status }));
  });
}

/** Lets a Python program measure. */
function measure(script, times, input) {
  const { status, stdout, stderr } = spawnSync(PYTHON, [`${FOLDER}bench/${script}`, String(times)], {
    env: CLEAN,
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}
