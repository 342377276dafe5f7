import { chmodSync, chownSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { distrust } from '../config/trusted.js';

/** Where a daemon listens. */
export type Listener = { readonly path: string; readonly server: Server; readonly remove: () => void };

/**
 * Opens the daemon's socket, in a folder of its own.
 * @param owner the user id that may connect; undefined: everybody (RW-023 in `legacy`)
 */
export async function listen(
  owner: number | undefined,
  onConnection: (socket: Socket) => void,
): Promise<Listener> {
  // TMPDIR comes from the caller, who could put a link where root is about to change an owner
  const parent = distrust(tmpdir()) === undefined ? tmpdir() : '/tmp';
  const folder = mkdtempSync(join(parent, 'rootwrap-'));
  const path = join(folder, 'rootwrap.sock');
  const remove = () => {
    rmSync(path, { force: true });
    rmdirSync(folder);
  };
  const server = createServer(onConnection);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    if (owner === undefined) chmodSync(path, 0o666);
    else {
      chmodSync(path, 0o600);
      if (owner !== process.geteuid?.()) chownSync(path, owner, -1);
    }
    // only now can anybody find it: the folder was ours alone
    chmodSync(folder, 0o755);
  } catch (error) {
    remove();
    throw error;
  }
  return { path, server, remove };
}
