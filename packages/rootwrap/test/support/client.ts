import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RootwrapDaemon } from '../../src/client/client.js';
import { DAEMON, makePlace, type Place, until } from './daemon.js';

const MODULES = '/usr/lib/python3/dist-packages';
const MAIN = `import sys; sys.path.append('${MODULES}'); from oslo_rootwrap.cmd import daemon; daemon()`;

/** A Python that can import oslo.rootwrap, or why there is none: for a test's `skip`. */
export type Python = { readonly name: string; readonly program: string; readonly skip: string | false };

export const PYTHONS: readonly Python[] = ['/usr/bin/python3', '3.12.1', '3.13.0'].map((name) => {
  const program = name.startsWith('/') ? name : join('/root/.pyenv/versions', name, 'bin/python3');
  const test = `import sys; sys.path.append('${MODULES}'); import oslo_rootwrap.client`;
  const works = existsSync(program) && spawnSync(program, ['-c', test]).status === 0;
  return { name, program, skip: works ? false : `${program} with oslo.rootwrap is not installed` };
});

/** What starts oslo.rootwrap's daemon. */
export const osloDaemon = ({ program }: Python): string[] => [program, '-c', MAIN];

/** A client, and what is known of the daemons that it starts. */
export type Client = {
  readonly client: RootwrapDaemon;
  readonly place: Place;
  /** The process ids of all its daemons so far. */
  pids(): number[];
  isRunning(pid: number): boolean;
  /** Waits until none of them runs. */
  gone(): Promise<void>;
};

/** Runs a test with a client, whose daemons have ended after it. */
export async function withClient(
  options: Record<string, string>,
  use: (client: Client) => Promise<void>,
  program: readonly string[] = [DAEMON],
): Promise<void> {
  const place = makePlace(options);
  const log = join(place.folder, 'daemons');
  const script = `export TMPDIR=${place.temporary}; echo $$ >> ${log}; exec "$0" "$@"`;
  const client = new RootwrapDaemon(['/bin/sh', '-c', script, ...program, place.conf]);
  const pids = () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').map(Number) : []);
  const isRunning = (pid: number) => {
    try {
      // until its last thread has ended, a process has its files
      const ended = /^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
      return !ended || readdirSync(`/proc/${pid}/task`).length > 1;
    } catch {
      return false;
    }
  };
  const gone = () => until(() => !pids().some(isRunning));
  try {
    await use({ client, place, pids, isRunning, gone });
  } finally {
    await client.close();
    for (const pid of pids().filter(isRunning)) process.kill(pid, 'SIGTERM');
    await gone();
    place.remove();
  }
}
