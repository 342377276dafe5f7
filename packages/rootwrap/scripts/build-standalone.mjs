// Builds dist/rootwrap-standalone, one file that needs no Node, with Bun's compiler; and a link to it by whose name it
// is the daemon. Bun is fetched once from npm (50 MB) and kept in node_modules/.cache.
import { spawnSync } from 'node:child_process';
import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fetchBun } from './standalone/bun.mjs';
import { blankNames } from './standalone/names.mjs';
import { obeys } from './standalone/obeys.mjs';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const MADE = `${FOLDER}dist/rootwrap-standalone`;
const DAEMON = `${FOLDER}dist/rootwrap-daemon-standalone`;
const UNPROVEN = `${MADE}.unproven`;

const say = (text) => process.stdout.write(`build:standalone: ${text}\n`);

try {
  rmSync(MADE, { force: true });
  rmSync(DAEMON, { force: true });
  compile(fetchBun(`${FOLDER}node_modules/.cache/`, say));
  await proveThatProbesSee();
  for (const [name, count] of blankNames(UNPROVEN)) say(`took ${count} × ${name} out of it`);
  const obeyed = await obeys(UNPROVEN);
  if (obeyed.length > 0) throw new Error(`it obeys the caller: ${obeyed.join(', ')}; it is not kept`);
  renameSync(UNPROVEN, MADE);
  symlinkSync('rootwrap-standalone', DAEMON);
  say('made dist/rootwrap-standalone and dist/rootwrap-daemon-standalone; they obey nothing that was tried');
} catch (error) {
  rmSync(UNPROVEN, { force: true });
  process.stderr.write(`build:standalone: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

function compile(bun) {
  say('compiling');
  const words = [
    ...['build', '--compile', '--minify', '--outfile', UNPROVEN],
    // compiled beforehand, and the daemon in a part of its own that a single command does not load: half the CPU time
    ...['--bytecode', '--splitting', '--format=esm'],
    // without these it would obey files in the caller's folder
    ...['dotenv', 'bunfig', 'tsconfig', 'package-json'].map((what) => `--no-compile-autoload-${what}`),
    'src/main/standalone-bin.ts',
  ];
  const { status, stdout, stderr, error } = spawnSync(bun, words, { cwd: FOLDER, env: {}, encoding: 'utf8' });
  if (status !== 0) throw new Error(`Bun could not compile it: ${error?.message ?? `${stdout}${stderr}`}`);
}

/** As it comes from the compiler it obeys all of them: a probe that does not show that proves nothing later. */
async function proveThatProbesSee() {
  const obeyed = await obeys(UNPROVEN);
  const unseen = obeys.variables.filter((name) => !obeyed.includes(name));
  if (unseen.length > 0) throw new Error(`nothing shows whether it obeys ${unseen.join(', ')}`);
}
