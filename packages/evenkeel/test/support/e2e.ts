import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { test as plainTest } from 'vitest';
import type { Event } from '../../src/model/event.ts';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
const CLI = join(PACKAGE, 'bin', 'evenkeel.js');
const POLL_MS = 20;
/** Far longer than anything takes; only a test that hangs meets it. */
const PATIENCE_MS = 120_000;

/** How a program ended, and what it printed. */
export interface Ended {
  /** The exit code; `undefined` when a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line tool while it runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly end: Promise<Ended>;
}

/** A folder of one test, and the tool run in it. Its temporary folder is the test's own too. */
export interface Sandbox {
  readonly root: string;
  readonly tmp: string;
  /** A path below the root. */
  path(...parts: string[]): string;
  /** Runs `evenkeel` to its end. */
  evenkeel(...args: string[]): Promise<Ended>;
  /** Starts `evenkeel`. */
  start(...args: string[]): Running;
  /** The same in another folder of the test. */
  startIn(cwd: string, ...args: string[]): Running;
}

/** A test with a sandbox. What it left behind, processes or files of the harness, makes it fail. */
export const test = plainTest.extend<{ box: Sandbox }>({
  box: async ({ task: _ }, use) => {
    buildOnce();
    const root = mkdtempSync(join(tmpdir(), 'shelf-'));
    try {
      await use(openSandbox(root));
      failOnLeftovers(root);
    } finally {
      for (const { pid } of processesOf(root)) process.kill(pid, 'SIGKILL');
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    }
  },
});

function openSandbox(root: string): Sandbox {
  // Servers that refuse root run as another user, who must get through to the state of a run.
  chmodSync(root, 0o755);
  const tmp = join(root, 'tmp');
  mkdirSync(tmp);
  const startIn = (cwd: string, ...args: string[]): Running => {
    const env = { ...process.env, TMPDIR: tmp };
    const child = spawn(process.execPath, [CLI, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    return { child, end: endOf(child) };
  };
  return {
    root,
    tmp,
    path: (...parts) => join(root, ...parts),
    evenkeel: (...args) => startIn(root, ...args).end,
    start: (...args) => startIn(root, ...args),
    startIn,
  };
}

function endOf(child: ChildProcess): Promise<Ended> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (chunk: Buffer) => {
      texts[name] += chunk.toString('utf8');
    });
  }
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code: code ?? undefined, ...texts }));
  });
}

let built = false;

/** Builds the tool when what is built is older than its source; the page of the HTML report is built last. */
export function buildOnce(): void {
  if (built) return;
  const last = statSync(join(PACKAGE, 'dist', 'page', 'index.html'), { throwIfNoEntry: false });
  const newest = Math.max(...['src', 'page'].map((folder) => newestIn(join(PACKAGE, folder))));
  if (last === undefined || last.mtimeMs < newest) {
    const { status, stderr } = spawnSync('npm', ['run', 'build'], { cwd: PACKAGE, encoding: 'utf8' });
    if (status !== 0) throw new Error(`the build failed:\n${stderr}`);
  }
  built = true;
}

function newestIn(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Math.max(...entries.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
}

/** A process that was started for a run below a folder. */
export interface LeftProcess {
  readonly pid: number;
  readonly command: string;
}

/** The living processes that carry the mark of a run below a folder, whoever started them. */
export function processesOf(root: string): LeftProcess[] {
  const read = (file: string): string => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) =>
      read(`/proc/${pid}/environ`)
        .split('\0')
        .some((line) => line.startsWith(`EVENKEEL_RUN=${root}/`)),
    )
    .filter((pid) => !/^\d+ \(.*\) Z /s.test(read(`/proc/${pid}/stat`)))
    .map((pid) => ({ pid: Number(pid), command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ') }));
}

/** Files of the harness that a run leaves in the temporary folder. */
export function temporaryFiles(box: Pick<Sandbox, 'tmp'>): string[] {
  return readdirSync(box.tmp).filter((name) => name.startsWith('evenkeel-'));
}

function failOnLeftovers(root: string): void {
  const left = [
    ...processesOf(root).map(({ pid, command }) => `process ${pid}: ${command}`),
    ...temporaryFiles({ tmp: join(root, 'tmp') }),
  ];
  if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`);
}

/** Every event of a journal that is whole by now; none before it is there. */
export function eventsOf(out: string): Event[] {
  let text = '';
  try {
    text = readFileSync(join(out, 'journal.jsonl'), 'utf8');
  } catch {
    return [];
  }
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Event]));
}

/** Waits until a run has journaled such an event. */
export async function journaled(out: string, wanted: (event: Event) => boolean): Promise<void> {
  await until(() => eventsOf(out).some(wanted), `no such event in ${out}`);
}

/** Waits until a condition holds. */
export async function until(holds: () => boolean, otherwise: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > end) throw new Error(otherwise);
    await delay(POLL_MS);
  }
}
