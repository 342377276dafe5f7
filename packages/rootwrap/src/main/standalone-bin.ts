import { readFileSync } from 'node:fs';
import { rootwrapDaemon } from './daemon.js';
import { rootwrap } from './rootwrap.js';
import { run } from './run.js';

/** Bun reads these before us; those that it reads by other means than their name cannot be taken from it. */
const STEERS_BUN = /^BUN_/;

/** The single-file executable: a daemon when it is called by a name that ends so. */
const [called = 'rootwrap'] = readFileSync('/proc/self/cmdline', 'utf8').split('\0');
const steering = Object.keys(process.env).find((name) => STEERS_BUN.test(name));
if (steering !== undefined) {
  process.stderr.write(`${called}: refused: ${steering} is set in the environment; unset it\n`);
  process.exit(97);
}
const words = [called, ...process.argv.slice(2)];
if (called.endsWith('rootwrap-daemon')) run(rootwrapDaemon, words);
else run(rootwrap, words);
