/** The only file that starts a process, ends one, or changes a limit. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import type { Config } from '../config/conf.js';
import type { Command } from '../decide/decide.js';
import type { Host } from '../filter/types.js';
import { environmentFor } from './environment.js';
import { findUser, type User } from './user.js';

const SETPRIV = '/usr/bin/setpriv';
const PRLIMIT = '/usr/bin/prlimit';
const GETENT = '/usr/bin/getent';
const LOGGER = '/usr/bin/logger';
const MAX_LOGGED = 8192;
/** Output of one command that a daemon keeps in memory, in bytes. In JSON each takes up to six, and text has at most 2^29. */
const MAX_OUTPUT = 64 * 1024 * 1024;
const O_CLOEXEC = 0o2000000;

/** A command that was permitted and could not be started; the message says why. */
export class LaunchFailure extends Error {}

/** How a command ended: `status` is its exit code, or the negative number of the signal that it died of. */
export type Ended = { readonly status: number };
export type Captured = Ended & { readonly stdout: Buffer; readonly stderr: Buffer };

type Ready = {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Record<string, string>;
};

/** Runs a command with our own standard streams and passes signals on to it (but under RW-025 in `legacy`). */
export async function runAttached(command: Command, config: Config, host: Host): Promise<Ended> {
  const { file, args, env } = prepare(command, config, host, true);
  let child: ChildProcess | undefined;
  // before the start: a signal in between would leave the command without us
  const release = config.legacy.has('RW-025') ? () => {} : passSignalsOn((signal) => child?.kill(signal));
  try {
    child = startChild(() => spawn(file, args, { env, stdio: 'inherit' }));
    return { status: await ended(child, 'exit') };
  } finally {
    release();
  }
}

/**
 * Runs a command with these bytes as its standard input, or none.
 * @throws LaunchFailure also when it writes more than MAX_OUTPUT; it is killed then
 */
export async function runCaptured(
  command: Command,
  config: Config,
  host: Host,
  stdin: Buffer | undefined,
): Promise<Captured> {
  const { file, args, env } = prepare(command, config, host, false);
  // a command that is given nothing needs no pipe to find that out, and starts sooner
  const first = stdin === undefined ? 'ignore' : 'pipe';
  const child = startChild(() => spawn(file, args, { env, stdio: [first, 'pipe', 'pipe'] }));
  const { stdin: input, stdout, stderr } = child;
  const end = ended(child, 'close');
  // without descriptors for pipes there are none, whatever their type says, and `end` has the reason
  if (!stdout || !stderr) return end.then(() => Promise.reject(new LaunchFailure('no pipes')));
  input?.on('error', () => {}); // EPIPE: a command need not read what it is given
  input?.end(stdin);
  const output = { size: 0, tooLarge: false };
  const keep = (chunks: Buffer[]) => (chunk: Buffer) => {
    output.size += chunk.length;
    output.tooLarge ||= output.size > MAX_OUTPUT;
    if (!output.tooLarge) {
      chunks.push(chunk);
      return;
    }
    child.kill('SIGKILL');
    // what it left behind writes into nothing
    stdout.destroy();
    stderr.destroy();
  };
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  stdout.on('data', keep(out));
  stderr.on('data', keep(err));
  const status = await end;
  if (output.tooLarge) throw new LaunchFailure(`wrote more than ${MAX_OUTPUT} bytes and was killed`);
  return { status, stdout: Buffer.concat(out), stderr: Buffer.concat(err) };
}

function prepare(command: Command, config: Config, host: Host, limitFiles: boolean): Ready {
  const user = findUser(command.runAs, getent);
  if (user === undefined) throw new LaunchFailure(`there is no user '${command.runAs}'`);
  const prefix = [...(limitFiles ? filesPrefix(config.openFiles) : []), ...userPrefix(user, config)];
  const [file, ...args] = [...prefix, command.exec, ...command.args];
  const env = environmentFor(config, command, personOf(user), process.env);
  checkTarget(command, host);
  return { file: file ?? command.exec, args, env };
}

/** `root` means: as we are, which need not be root. */
function personOf(user: User): User | undefined {
  const uid = process.geteuid?.();
  return user.uid === 0 && uid !== undefined && uid !== 0 ? findUser(uid, getent) : user;
}

/** The process that a KillFilter looked at must not have become another one. */
function checkTarget({ target }: Command, host: Host): void {
  if (target === undefined) return;
  const now = host.process(target.pid);
  if (now?.startTime !== target.startTime || now.exe !== target.exe)
    throw new LaunchFailure(`process ${target.pid} is not the one any more that was permitted to be killed`);
}

/** Node can't set supplementary groups for a child: util-linux's setpriv does (setpriv(1)). */
function userPrefix(user: User, { legacy }: Config): string[] {
  if (user.uid === 0 || user.uid === process.geteuid?.()) return [];
  if (process.geteuid?.() !== 0) throw new LaunchFailure(`only root can run a command as '${user.name}'`);
  const groups = legacy.has('RW-005') ? [] : [`--regid=${user.gid}`, '--init-groups'];
  return [SETPRIV, `--reuid=${user.uid}`, ...groups, '--'];
}

/** Node raises its soft limit to the hard one, and its children get that: set the one of rootwrap.conf. */
function filesPrefix(openFiles: number): string[] {
  const [, soft = '0', hard = '0'] = /^Max open files +(\w+) +(\w+)/m.exec(ownLimits()) ?? [];
  const wanted = Math.min(openFiles, hard === 'unlimited' ? openFiles : Number(hard));
  return soft === String(wanted) || hard === '0' ? [] : [PRLIMIT, `--nofile=${wanted}:`, '--'];
}

function ownLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'latin1');
  } catch {
    return '';
  }
}

/** Sets our own limit, which all commands of a daemon inherit. */
export function limitOwnFiles(openFiles: number): void {
  const [prlimit, limit] = filesPrefix(openFiles);
  if (prlimit !== undefined && limit !== undefined)
    spawnSync(prlimit, [`--pid=${process.pid}`, limit], { env: {}, stdio: 'ignore' });
}

/** Marks nothing, closes for good: what the caller left open above 2 would reach the command. Ours close on exec. */
export function closeInherited(): void {
  let names: string[] = [];
  try {
    names = readdirSync('/proc/self/fdinfo');
  } catch {
    return; // without /proc nothing is known of them
  }
  for (const name of names.filter((each) => Number(each) > 2)) {
    try {
      const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, 'latin1'))?.[1];
      if (flags !== undefined && (Number.parseInt(flags, 8) & O_CLOEXEC) === 0) closeSync(Number(name));
    } catch {
      // closed in the meantime: the one that listed the folder
    }
  }
}

/** Hands a message to the system's log. It is gone when nobody listens there. */
export function sendToSyslog(tag: string, priority: string, message: string): void {
  // a longer word than the system takes would not start at all
  const text = message.slice(0, MAX_LOGGED);
  const child = spawn(LOGGER, ['-t', tag, '-p', priority, '--size', String(MAX_LOGGED), '--', text], {
    env: {},
    stdio: 'ignore',
    detached: true,
  });
  child.on('error', () => {});
  child.unref();
}

function getent(key: string): string {
  const found = spawnSync(GETENT, ['passwd', '--', key], { env: {}, encoding: 'utf8', timeout: 10_000 });
  return found.status === 0 ? found.stdout : '';
}

/** Bun throws where Node sends an event. */
function startChild(start: () => ChildProcess): ChildProcess {
  try {
    return start();
  } catch (error) {
    throw new LaunchFailure(error instanceof Error ? error.message : String(error));
  }
}

function ended(child: ChildProcess, event: 'exit' | 'close'): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new LaunchFailure(error.message)));
    child.on(event, (code: number | null, signal: NodeJS.Signals | null) => {
      if (code !== null) resolve(code);
      else if (signal !== null) resolve(-constants.signals[signal]);
      else reject(new LaunchFailure('how it ended is not known: is SIGCHLD ignored?'));
    });
  });
}

/** @returns how to stop passing them on */
function passSignalsOn(send: (signal: NodeJS.Signals) => void): () => void {
  const signals: NodeJS.Signals[] = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGINT', 'SIGQUIT'];
  // loaded when it is asked: it takes 9 ms of Bun's start
  const fromTerminal = (signal: string) =>
    process.getBuiltinModule('node:tty').isatty(0) && (signal === 'SIGINT' || signal === 'SIGQUIT');
  const handlers = signals.map((signal): [NodeJS.Signals, () => void] => [
    signal,
    // a terminal sends Ctrl-C to the command as well
    () => {
      if (!fromTerminal(signal)) send(signal);
    },
  ]);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}
