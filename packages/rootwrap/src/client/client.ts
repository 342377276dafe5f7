import { type ChildProcess, spawn } from 'node:child_process';
import { encodeText, type Json } from '../wire/messages.js';
import { Connection } from './connection.js';
import { ExecutableNotFound, OutcomeUnknown, StartFailed, Unauthorized } from './errors.js';
import type { Result, RunOptions } from './one-shot.js';

export * from './errors.js';
export { type Result, type RunOptions, runOnce } from './one-shot.js';

const KEY_BYTES = 32;
const MAX_PATH_BYTES = 4096;

type Running = {
  readonly child: ChildProcess;
  readonly path: string;
  readonly key: Buffer;
  readonly ident: string;
};

/**
 * A rootwrap daemon, started at the first command, and again after it ended (it does so when it is idle). Commands may
 * run at the same time, each on a connection of its own. A command that was handed over is never run a second time.
 */
export class RootwrapDaemon {
  private readonly wrapper: readonly string[];
  private running: Promise<Running> | undefined;
  private readonly free: Connection[] = [];

  /** @param wrapper how to start the daemon, as `['sudo', 'rootwrap-daemon', '/etc/svc/rootwrap.conf']` */
  constructor(wrapper: readonly string[]) {
    this.wrapper = wrapper;
  }

  /**
   * Runs a command.
   * @throws Unauthorized, ExecutableNotFound, StartFailed, DaemonComplaint, OutcomeUnknown; the signal's reason
   */
  async run(argv: readonly string[], { stdin, signal }: RunOptions = {}): Promise<Result> {
    signal?.throwIfAborted();
    const { connection, ident } = await this.connection();
    const input =
      stdin === undefined ? null : typeof stdin === 'string' ? stdin : { __bytes__: base64(stdin) };
    const value = await connection.call(ident, 'run_one_command', [[...argv], input], signal);
    this.free.push(connection);
    return readResult(value, argv);
  }

  /** Ends the daemon; it lets what runs finish. */
  async close(): Promise<void> {
    const running = this.running;
    this.running = undefined;
    for (const connection of this.free.splice(0)) connection.close();
    if (running === undefined) return;
    const { child, path, key, ident } = await running;
    child.ref();
    const gone = new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve();
      else child.once('exit', () => resolve());
    });
    try {
      const connection = await Connection.open(path, key);
      await connection.call(null, 'accept_connection', ['closing']);
      await connection.call(ident, 'shutdown', []);
    } catch (error) {
      // it ended by itself, or while it answered
      if (!(error instanceof StartFailed || error instanceof OutcomeUnknown)) throw error;
    }
    await gone;
  }

  /** Starting over is safe here: no command has been handed over yet. */
  private async connection(): Promise<{ connection: Connection; ident: string }> {
    const started = await this.start();
    const idle = this.free.pop();
    if (idle !== undefined) return { connection: idle, ident: started.ident };
    const connection = await Connection.open(started.path, started.key);
    await connection.call(null, 'accept_connection', ['client']);
    return { connection, ident: started.ident };
  }

  private async start(): Promise<Running> {
    const known = await this.running;
    if (known !== undefined && known.child.exitCode === null && known.child.signalCode === null) return known;
    if (this.running !== undefined) for (const connection of this.free.splice(0)) connection.close();
    const starting = startDaemon(this.wrapper);
    this.running = starting;
    starting.catch(() => {
      if (this.running === starting) this.running = undefined;
    });
    return starting;
  }
}

async function startDaemon(wrapper: readonly string[]): Promise<Running> {
  const [file = '', ...args] = wrapper;
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const { path, key } = await readGreeting(child);
  child.stdout.destroy();
  child.stderr.destroy();
  child.unref();
  const connection = await Connection.open(path, key);
  const created = await connection.call(null, 'create', ['rootwrap']);
  connection.close();
  const ident = Array.isArray(created) ? (created as readonly Json[])[0] : undefined;
  if (typeof ident !== 'string') throw new StartFailed('the daemon did not name its object');
  return { child, path, key, ident };
}

/** The socket's path, a line feed, and the key. @throws StartFailed with what it said instead */
function readGreeting(child: ChildProcess): Promise<{ path: string; key: Buffer }> {
  return new Promise((resolve, reject) => {
    let said = Buffer.alloc(0);
    let complained = '';
    child.on('error', (error) => reject(new StartFailed(error.message)));
    child.on('close', () => reject(new StartFailed(complained.trim() || 'the daemon ended without a word')));
    child.stderr?.on('data', (chunk: Buffer) => {
      complained += chunk.toString();
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      said = Buffer.concat([said, chunk]);
      const end = said.indexOf('\n');
      if (end < 0 && said.length > MAX_PATH_BYTES)
        reject(new StartFailed('the daemon did not name its socket'));
      if (end >= 0 && said.length >= end + 1 + KEY_BYTES)
        resolve({ path: said.toString('utf8', 0, end), key: said.subarray(end + 1, end + 1 + KEY_BYTES) });
    });
  });
}

function readResult(value: Json, argv: readonly string[]): Result {
  const [status, out, err] = Array.isArray(value) ? (value as readonly Json[]) : [];
  if (typeof status !== 'number' || typeof out !== 'string' || typeof err !== 'string')
    throw new OutcomeUnknown(`the daemon's answer is not a result: ${JSON.stringify(value)?.slice(0, 200)}`);
  // a daemon says no more than this when it refuses
  if (status === 99 && out === '' && err === '')
    throw new Unauthorized(`Unauthorized command: ${argv.join(' ')}`);
  if (status === 96 && out === '' && err === '')
    throw new ExecutableNotFound(`Executable not found: ${argv[0]}`);
  return { status, stdout: encodeText(out) ?? Buffer.from(out), stderr: encodeText(err) ?? Buffer.from(err) };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
