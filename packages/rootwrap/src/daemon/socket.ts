import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
  const folder = mkdtempSync(join(tmpdir(), 'rootwrap-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const path = join(folder, 'rootwrap.sock');
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
