import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Scene } from './conf.js';
import { ensureBuilt, PACKAGE } from './run-build.js';

ensureBuilt();

export const ROOTWRAP = join(PACKAGE, 'bin/rootwrap');
export const OSLO = '/usr/bin/oslo-rootwrap';
export const NO_OSLO = existsSync(OSLO) ? false : 'oslo-rootwrap is not installed';
export const NOT_ROOT = process.geteuid?.() === 0 ? false : 'only root can do this';
export const NOBODY = 65534;

/** As little as a caller can have. */
export const ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };

export type Outcome = { readonly code: number | null; readonly out: string; readonly err: string };
type Options = {
  readonly env?: Record<string, string>;
  readonly input?: string | Buffer;
  readonly cwd?: string;
  readonly uid?: number;
  readonly program?: string;
};

/** Runs a program to its end. */
export function run(file: string, args: readonly string[], options: Options = {}): Outcome {
  const { uid, program: _, ...rest } = options;
  const words = uid === undefined ? [file, ...args] : ['setpriv', ...plainUser(uid), file, ...args];
  const ended = spawnSync('/usr/bin/env', words, {
    encoding: 'utf8',
    env: ENVIRONMENT,
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
    input: '',
    ...rest,
  });
  return { code: ended.status, out: ended.stdout, err: ended.stderr };
}

const plainUser = (uid: number): string[] => [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--'];

/** `rootwrap CONF WORD…` */
export const rootwrap = (scene: Scene, words: readonly string[], options: Options = {}): Outcome =>
  run(options.program ?? ROOTWRAP, [scene.conf, ...words], options);

/** The same command line with oslo.rootwrap. */
export const oslo = (scene: Scene, words: readonly string[], options: Options = {}): Outcome =>
  rootwrap(scene, words, { ...options, program: OSLO });

/** `rootwrap --check CONF WORD…` or `--explain`. */
export const rootwrapTool = (
  tool: '--check' | '--explain',
  scene: Scene,
  words: readonly string[],
  options: Options = {},
): Outcome => run(ROOTWRAP, [tool, scene.conf, ...words], options);

/** A program that is still running. */
export type Running = {
  readonly process: ChildProcess;
  /** Its next output, until it matches; fails when it ends first. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** All that it wrote to both. */
  text(): string;
  /** Its end, and that of all who have its output. */
  readonly ended: Promise<End>;
  /** Its own end. */
  readonly left: Promise<End>;
};
type End = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** Starts a program and reads what it writes. */
export function start(file: string, args: readonly string[], options: SpawnOptions = {}): Running {
  const child = spawn(file, args, { env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => {
      text += chunk;
      child.emit('text');
    });
  }
  const endBy = (event: 'exit' | 'close'): Promise<End> =>
    new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on(event, (code, signal) => resolve({ code, signal }));
    });
  const waitFor = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(text);
        if (found !== null) resolve(found);
      };
      child.on('text', look);
      child.on('close', () => reject(new Error(`ended without ${pattern}: ${text}`)));
      look();
    });
  return { process: child, waitFor, text: () => text, ended: endBy('close'), left: endBy('exit') };
}

/** Ends a process that a test started, if it is still there. */
export function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended
  }
}
