import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Each variable, set so that obeying it leaves a trace in the folder or in what is printed. */
const probesIn = (folder) => [
  { BUN_BE_BUN: '1' },
  { BUN_OPTIONS: '--preload=./evil.js' },
  { BUN_INSPECT_CONNECT_TO: `unix://${folder}/listener` },
  { BUN_BYTECODE_ORDER_OUT: `${folder}/obeyed-order` },
  { BUN_BYTECODE_DIGEST_OUT: `${folder}/obeyed-digest` },
  { BUN_JSC_dumpOptions: '1' },
  { BUN_JSC_useJITDump: '1', BUN_JSC_jitDumpDirectory: folder },
];
/**
 * A process can end before the thread that connects has done so: it was not seen in 9 of 100 runs. What connects is run
 * so often that missing it each time cannot happen.
 */
const TRIES = 25;
const SOUNDS_OBEYED = /Usage: bun|dumpOptions=1 \(default/;

/**
 * Runs an executable in a folder and an environment that want to steer it.
 * @returns by what it could be steered: names of variables, or `the folder`
 * @throws when it does not even say that it was given no command
 */
export async function obeys(file) {
  const folder = mkdtempSync(join(tmpdir(), 'rootwrap-probe-'));
  const state = { connected: false };
  const server = createServer((socket) => {
    state.connected = true;
    socket.destroy();
  });
  try {
    writeFileSync(join(folder, 'evil.js'), 'require("node:fs").writeFileSync("obeyed-preload", "");\n');
    writeFileSync(join(folder, 'bunfig.toml'), 'preload = ["./evil.js"]\n');
    // our own check would refuse it
    writeFileSync(join(folder, '.env'), 'BUN_FROM_DOTENV=1\n');
    await new Promise((resolve) => server.listen(join(folder, 'listener'), resolve));
    const plain = await runIn(folder, file, {});
    const steered = plain.traces.length > 0 || plain.said.includes('BUN_FROM_DOTENV') ? ['the folder'] : [];
    if (steered.length === 0 && plain.status !== 98)
      throw new Error(`it does not run: it ended with ${plain.status} and said: ${plain.said}`);
    for (const environment of probesIn(folder))
      for (let left = triesOf(environment); left > 0; left -= 1) {
        state.connected = false;
        const { status, said, traces } = await runIn(folder, file, environment);
        if (status !== 0 && traces.length === 0 && !state.connected && !SOUNDS_OBEYED.test(said)) continue;
        steered.push(nameOf(environment));
        break;
      }
    return steered;
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const nameOf = (environment) => Object.keys(environment)[0];
const triesOf = (environment) => ('BUN_INSPECT_CONNECT_TO' in environment ? TRIES : 1);

/** All that `obeys` tries. */
obeys.variables = probesIn('').map(nameOf);

function runIn(folder, file, env) {
  const before = new Set(readdirSync(folder));
  const child = spawn(file, [], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000 });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      const traces = readdirSync(folder).filter((name) => !before.has(name));
      for (const name of traces) rmSync(join(folder, name), { recursive: true });
      resolve({ status, said, traces });
    });
  });
}
