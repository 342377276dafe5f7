import { readFileSync } from 'node:fs';
import { baseName } from '../filter/types.js';
import { EXIT } from '../wrapper/wording.js';
import { rootwrap } from './rootwrap.js';
import { run } from './run.js';

/**
 * The single-file executable: a daemon when the name that it is called by says so. Bun reads its variables before this
 * line. scripts/build-standalone.mjs took out the names of those known to do harm; here the others are met, since a
 * caller who sets one is up to something. What still reaches the process before it can refuse: LD_* of the C library,
 * as in every program (sudo removes them), and MIMALLOC_*, which changes how memory is had, and prints.
 */
const STEERS_BUN = /^BUN_/;

const [called = 'rootwrap'] = readFileSync('/proc/self/cmdline', 'utf8').split('\0');
const steering = Object.keys(process.env).find((name) => STEERS_BUN.test(name));
if (steering !== undefined) {
  process.stderr.write(`${called}: refused: ${steering} is set in the environment; unset it\n`);
  process.exit(EXIT.badConfig);
}
const words = [called, ...process.argv.slice(2)];
// a single command does without the modules that only the daemon needs: Bun takes 13 ms to load them
const main = baseName(called).includes('rootwrap-daemon')
  ? (await import('./daemon.js')).rootwrapDaemon
  : rootwrap;
run(main, words);
