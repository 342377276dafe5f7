import { type ChildProcess, spawn } from 'node:child_process';
import type { Json } from '../wire/messages.js';
import { Connection } from './connection.js';
import { StartFailed } from './errors.js';

const KEY_BYTES = 32;
const MAX_PATH_BYTES = 4096;
const MAX_COMPLAINT = 65_536;

/** A daemon that runs, and the connections to it that nobody uses at the moment. */
export type Running = {
  readonly child: ChildProcess;
  readonly path: string;
  readonly key: Buffer;
  readonly ident: string;
  readonly free: Connection[];
};

/** Starts a daemon and lets it make the object that runs commands. @throws StartFailed */
export async function startDaemon(wrapper: readonly string[]): Promise<Running> {
  const [file = '', ...args] = wrapper;
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const { path, key } = await readGreeting(child);
    const connection = await Connection.open(path, key);
    const created = await connection.call(null, 'create', ['rootwrap']);
    connection.close();
    const ident = Array.isArray(created) ? (created as readonly Json[])[0] : undefined;
    if (typeof ident !== 'string') throw new StartFailed('the daemon did not name its object');
    return { child, path, key, ident, free: [] };
  } catch (error) {
    child.kill();
    throw error instanceof StartFailed ? error : new StartFailed(String(error));
  } finally {
    // without descriptors for pipes there are none, whatever their type says
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.unref();
  }
}

/** The socket's path, a line feed, and the key. @throws StartFailed with what it said instead */
function readGreeting(child: ChildProcess): Promise<{ path: string; key: Buffer }> {
  return new Promise((resolve, reject) => {
    let said = Buffer.alloc(0);
    let complained = '';
    child.on('error', (error) => reject(new StartFailed(error.message)));
    child.on('close', () => reject(new StartFailed(complained.trim() || 'the daemon ended without a word')));
    child.stderr?.on('data', (chunk: Buffer) => {
      if (complained.length < MAX_COMPLAINT) complained += chunk.toString();
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
