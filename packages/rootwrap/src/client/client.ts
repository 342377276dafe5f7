import type { Json } from '../wire/messages.js';
import { encodeText } from '../wire/text.js';
import { Connection } from './connection.js';
import { ExecutableNotFound, OutcomeUnknown, StartFailed, Unauthorized } from './errors.js';
import type { Result, RunOptions } from './one-shot.js';
import { type Running, startDaemon } from './start.js';

export * from './errors.js';
export { type Result, type RunOptions, runOnce } from './one-shot.js';

/** A connection that one command has to itself. */
type Lease = { readonly daemon: Running; readonly connection: Connection; readonly reused: boolean };

/**
 * A rootwrap daemon, started at the first command, and again after it ended (it does so when it is idle). Commands may
 * run at the same time, each on a connection of its own. A command that was handed over is never run a second time.
 */
export class RootwrapDaemon {
  private readonly wrapper: readonly string[];
  private starting: Promise<Running> | undefined;
  private daemon: Running | undefined;
  private readonly runs = new Set<Promise<unknown>>();

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
    const input =
      stdin === undefined ? null : typeof stdin === 'string' ? stdin : { __bytes__: base64(stdin) };
    const run = this.ask([[...argv], input], signal);
    this.runs.add(run);
    try {
      return readResult(await run, argv);
    } finally {
      this.runs.delete(run);
    }
  }

  /** Ends the daemon, after the commands that run. */
  async close(): Promise<void> {
    await Promise.allSettled(this.runs);
    await this.starting?.catch(() => {}); // whoever asked for it was told
    const { daemon } = this;
    if (daemon === undefined) return;
    this.forget(daemon);
    const { child, path, key, ident } = daemon;
    child.ref();
    const gone = new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve();
      else child.once('exit', () => resolve());
    });
    try {
      const connection = await Connection.openForObjects(path, key);
      await connection.call(ident, 'shutdown', []).finally(() => connection.close());
    } catch (error) {
      // it ended by itself, or while it answered
      if (!(error instanceof StartFailed || error instanceof OutcomeUnknown)) throw error;
    }
    await gone;
  }

  /** Asks again only when the daemon cannot have got the question, because it was gone before we knew. */
  private async ask(args: readonly Json[], signal: AbortSignal | undefined): Promise<Json> {
    for (;;) {
      const lease = await orAborted(this.lease(), signal, release);
      try {
        return await lease.connection.call(lease.daemon.ident, 'run_one_command', args, signal);
      } catch (error) {
        if (!(error instanceof StartFailed && lease.reused)) throw error;
      } finally {
        release(lease);
      }
    }
  }

  /** Starting over is safe here: no command has been handed over yet. */
  private async lease(): Promise<Lease> {
    const daemon = await this.start();
    try {
      return await leaseOf(daemon);
    } catch (error) {
      if (!(error instanceof StartFailed)) throw error;
      this.forget(daemon);
      return leaseOf(await this.start());
    }
  }

  /** One daemon, however many ask for it at once. */
  private start(): Promise<Running> {
    if (this.daemon !== undefined) return Promise.resolve(this.daemon);
    this.starting ??= startDaemon(this.wrapper)
      .then((daemon) => {
        this.daemon = daemon;
        daemon.child.once('exit', () => this.forget(daemon));
        return daemon;
      })
      .finally(() => {
        this.starting = undefined;
      });
    return this.starting;
  }

  private forget(daemon: Running): void {
    if (this.daemon === daemon) this.daemon = undefined;
    for (const connection of daemon.free.splice(0)) connection.close();
  }
}

async function leaseOf(daemon: Running): Promise<Lease> {
  for (let free = daemon.free.pop(); free !== undefined; free = daemon.free.pop()) {
    if (free.usable) return { daemon, connection: free, reused: true };
    free.close();
  }
  return { daemon, connection: await Connection.openForObjects(daemon.path, daemon.key), reused: false };
}

function release({ daemon, connection }: Lease): void {
  connection.rest();
  if (connection.usable) daemon.free.push(connection);
  else connection.close();
}

/**
 * What is waited for, or the signal's reason, whichever comes first.
 * @param late gets what came after the signal
 */
async function orAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  late: (value: T) => void,
): Promise<T> {
  if (signal === undefined) return promise;
  let aborted = () => {};
  const abortion = new Promise<never>((_, reject) => {
    aborted = () => reject(signal.reason);
    signal.addEventListener('abort', aborted);
  });
  try {
    return await Promise.race([promise, abortion]);
  } catch (error) {
    promise.then(late, () => {});
    throw error;
  } finally {
    signal.removeEventListener('abort', aborted);
  }
}

function readResult(value: Json, argv: readonly string[]): Result {
  const [status, out, err] = Array.isArray(value) ? (value as readonly Json[]) : [];
  if (typeof status !== 'number' || typeof out !== 'string' || typeof err !== 'string')
    throw new OutcomeUnknown(`the daemon's answer is not a result: ${JSON.stringify(value)?.slice(0, 200)}`);
  // a daemon says no more than this when it refuses
  if (status === 99 && out === '' && err === '')
    throw new Unauthorized(`Unauthorized command: ${argv.join(' ').slice(0, 1000)}`);
  if (status === 96 && out === '' && err === '')
    throw new ExecutableNotFound(`Executable not found: ${argv[0]}`);
  return { status, stdout: encodeText(out) ?? Buffer.from(out), stderr: encodeText(err) ?? Buffer.from(err) };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
