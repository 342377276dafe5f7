import { createHash } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import getPort, { portNumbers } from 'get-port';
import type { FileDriver } from '../../run/ports.ts';
import { copyContents } from './copy.ts';
import { markLogs, readLogs } from './logs.ts';
import { takeRecord } from './record.ts';

/** Below 32768, where Linux begins to take the ports of outgoing connections from. */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;

/** Real files. */
export const realFiles: FileDriver = {
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true, mode: 0o755 });
  },
  removeFolder: (path) => rm(path, { recursive: true, force: true, maxRetries: 5 }),
  copyFolder: copyContents,
  lay,
  fingerprint,
  freePorts,
  takeOutput,
  takeRecord,
  markLogs,
  readLogs,
};

async function lay(from: string, to: string, fill?: (text: string) => string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await cp(from, to, { recursive: true, verbatimSymlinks: true });
  await closeToOthers(to);
  if (fill !== undefined) await fillIn(to, fill);
}

/** As an installer lays files: only their owner may write them, whatever the umask was when the plan was checked out. */
async function closeToOthers(path: string): Promise<void> {
  const facts = await lstat(path);
  if (facts.isSymbolicLink()) return;
  if ((facts.mode & 0o022) !== 0) await chmod(path, facts.mode & 0o7755);
  if (facts.isDirectory()) for (const name of await readdir(path)) await closeToOthers(join(path, name));
}

async function fillIn(path: string, fill: (text: string) => string): Promise<void> {
  const facts = await lstat(path);
  if (facts.isDirectory()) {
    for (const name of await readdir(path)) await fillIn(join(path, name), fill);
  } else if (facts.isFile()) {
    const content = await readFile(path);
    if (!content.includes(0)) await writeFile(path, fill(content.toString('utf8')));
  }
}

/** Any write changes the time of the inode's last change, which nobody can set; contents are there for the reader. */
async function fingerprint(path: string): Promise<string> {
  const facts = await lstat(path).catch(() => undefined);
  if (facts === undefined) return 'absent';
  const { ino, mode, uid, gid, size, mtimeMs, ctimeMs } = facts;
  const own = [ino, mode, uid, gid, size, mtimeMs, ctimeMs].join(' ');
  if (facts.isDirectory()) {
    const names = (await readdir(path)).sort();
    const inner = await Promise.all(
      names.map(async (name) => `${name}: ${await fingerprint(join(path, name))}`),
    );
    return [own, ...inner].join('\n');
  }
  if (!facts.isFile()) return own;
  return `${own} ${createHash('sha256')
    .update(await readFile(path))
    .digest('hex')}`;
}

async function freePorts(count: number): Promise<number[]> {
  const start = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT - 1000));
  const ports: number[] = [];
  while (ports.length < count)
    ports.push(await getPort({ port: portNumbers(start, start + 999), exclude: ports }));
  return ports;
}

async function takeOutput(path: string): Promise<Record<string, string>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  await rm(path, { force: true });
  const entries = text.split('\n').flatMap((line): [string, string][] => {
    const at = line.indexOf('=');
    return at <= 0 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]];
  });
  return Object.fromEntries(entries);
}
