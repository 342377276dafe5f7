import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ExecutableNotFound, StartFailed, Unauthorized } from './errors.js';

/** How a command ended. */
export type Result = {
  /** The exit code, or the negative number of the signal that it died of. */
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
};

export type RunOptions = {
  /** What the command reads; without, nothing. */
  readonly stdin?: string | Uint8Array;
  /** Rejects with its reason. One-shot, the command gets SIGTERM as far as we may send it; a daemon lets it finish. */
  readonly signal?: AbortSignal;
};

/**
 * Runs one command by starting rootwrap for it.
 * @param wrapper how to start rootwrap, as `['sudo', 'rootwrap', '/etc/svc/rootwrap.conf']`
 * @param argv the command line
 * @throws Unauthorized, ExecutableNotFound, StartFailed; the signal's reason
 */
export async function runOnce(
  wrapper: readonly string[],
  argv: readonly string[],
  options: RunOptions = {},
): Promise<Result> {
  options.signal?.throwIfAborted();
  const [file = '', ...args] = [...wrapper, ...argv];
  const child = spawn(file, args, { stdio: 'pipe' });
  let aborted = () => {};
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on('error', () => {}); // EPIPE: a command need not read what it is given
  child.stdin.end(options.stdin ?? '');
  try {
    const status = await new Promise<number>((resolve, reject) => {
      child.on('error', (error) => reject(new StartFailed(error.message)));
      aborted = () => {
        reject(options.signal?.reason);
        child.kill('SIGTERM'); // which may not be allowed, and is an 'error' then
      };
      options.signal?.addEventListener('abort', aborted);
      child.on('close', (code, signal) => resolve(code ?? -constants.signals[signal ?? 'SIGKILL']));
    });
    return check({ status, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) });
  } finally {
    options.signal?.removeEventListener('abort', aborted);
  }
}

/** rootwrap's own exit codes; its words tell them from the same codes of a command. */
function check(result: Result): Result {
  const { status } = result;
  // rootwrap(1): 128 + N says that the command died of signal N
  const said = result.stderr.toString();
  if (status === 99 && said.includes(': Unauthorized command: ')) throw new Unauthorized(said.trim());
  if (status === 96 && /: (?:Executable not found: |Cannot run )/.test(said))
    throw new ExecutableNotFound(said.trim());
  if (status === 97 && said.includes(': Incorrect ')) throw new StartFailed(said.trim());
  if (status === 98 && said.includes(': No command specified')) throw new StartFailed(said.trim());
  return status > 128 && status <= 128 + 64 ? { ...result, status: 128 - status } : result;
}
