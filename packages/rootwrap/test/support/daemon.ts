import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PACKAGE } from './run-build.js';

export const DAEMON = join(PACKAGE, 'bin/rootwrap-daemon');
export const ROOTWRAP = join(PACKAGE, 'bin/rootwrap');
export const isRoot = process.getuid?.() === 0;
export const rootOnly = isRoot ? {} : { skip: 'only root can do this' };

/** What the tests of the daemon permit. */
const FILTERS = {
  echo: 'CommandFilter, echo, root',
  cat: 'CommandFilter, cat, root',
  sh: 'CommandFilter, sh, root',
  head: 'CommandFilter, head, root',
  id: 'CommandFilter, id, nobody',
  ls: 'CommandFilter, ls, root',
  gone: 'CommandFilter, /nonexistent/gone, root',
};

/** A rootwrap.conf with its filters, in a folder, `@` in values; their daemons have TMPDIR in it. */
export type Place = {
  readonly folder: string;
  readonly conf: string;
  readonly temporary: string;
  /** What is left of daemons: nothing, once they have ended. */
  leftovers(): string[];
  remove(): void;
};

export function makePlace(options: Record<string, string> = {}, filters: Record<string, string> = {}): Place {
  const folder = mkdtempSync(join(tmpdir(), 'rootwrap-test-'));
  chmodSync(folder, 0o755); // commands that run as nobody come here
  const temporary = join(folder, 'tmp');
  const conf = join(folder, 'rootwrap.conf');
  mkdirSync(temporary, 0o755);
  mkdirSync(join(folder, 'filters.d'), 0o755);
  const lines = (entries: Record<string, string>) =>
    Object.entries(entries).map(([name, value]) => `${name} = ${value.replaceAll('@', folder)}\n`);
  const all = { filters_path: join(folder, 'filters.d'), exec_dirs: '/usr/bin,/bin', ...options };
  writeFileSync(conf, ['[DEFAULT]\n', ...lines(all)].join(''), { mode: 0o644 });
  const rules = ['[Filters]\n', ...lines({ ...FILTERS, ...filters })].join('');
  writeFileSync(join(folder, 'filters.d/test.filters'), rules, { mode: 0o644 });
  return {
    folder,
    conf,
    temporary,
    leftovers: () => readdirSync(temporary),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type Ending = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** A daemon that said where it listens. */
export type Daemon = {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly path: string;
  readonly key: Buffer;
  readonly ended: Promise<Ending>;
  /** What it wrote beyond the greeting, once its streams have ended. */
  readonly streamsEnded: Promise<{ out: Buffer; err: string }>;
  kill(signal: NodeJS.Signals): void;
  stop(): Promise<Ending>;
};

export type DaemonOptions = { readonly env?: Record<string, string>; readonly program?: readonly string[] };

/** Starts a daemon and reads its greeting. */
export async function startDaemon(
  place: Place,
  { env = {}, program = [DAEMON] }: DaemonOptions = {},
): Promise<Daemon> {
  const [file = '', ...args] = [...program, place.conf];
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', TMPDIR: place.temporary, ...env },
  });
  const exits = once(child, 'exit');
  const ended = exits.then(([code, signal]): Ending => ({ code, signal }));
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const greeting = new Promise<{ path: string; key: Buffer; length: number }>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out.push(chunk);
      const all = Buffer.concat(out);
      const end = all.indexOf('\n');
      const length = end + 1 + 32;
      if (end >= 0 && all.length >= length)
        resolve({ path: all.toString('utf8', 0, end), key: all.subarray(end + 1, length), length });
    });
    child.once('close', () => reject(new Error(`no greeting, but: ${Buffer.concat(err)}`)));
  });
  const { path, key, length } = await greeting;
  const closed = Promise.all([once(child.stdout, 'close'), once(child.stderr, 'close')]);
  const pid = child.pid ?? -1;
  const kill = (signal: NodeJS.Signals) => void process.kill(pid, signal);
  return {
    child,
    pid,
    path,
    key,
    ended,
    streamsEnded: closed.then(() => ({
      out: Buffer.concat(out).subarray(length),
      err: Buffer.concat(err).toString(),
    })),
    kill,
    stop() {
      if (child.exitCode === null && child.signalCode === null) kill('SIGTERM');
      return ended;
    },
  };
}

/** Runs a test with a daemon of its own, which must end well and leave nothing. */
export async function withDaemon<T>(
  options: Record<string, string>,
  use: (daemon: Daemon, place: Place) => Promise<T>,
  start: DaemonOptions = {},
): Promise<T> {
  const place = makePlace(options);
  const daemon = await startDaemon(place, start);
  try {
    const value = await use(daemon, place);
    assert.deepEqual(await daemon.stop(), { code: 0, signal: null });
    assert.deepEqual(place.leftovers(), []);
    return value;
  } finally {
    await daemon.stop();
    place.remove();
  }
}

/** Waits until something holds; long enough for a slow machine, but not for ever. */
export async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    assert.ok(tries < 3000, `it does not come to hold: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
