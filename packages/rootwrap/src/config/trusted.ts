import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  type Stats,
  statSync,
} from 'node:fs';
import { realPath } from '../host/host.js';
import { ConfigProblem } from '../ini/ini.js';

const MAX_BYTES = 16 * 1024 * 1024;
const WRITABLE_BY_OTHERS = 0o022;
const STICKY = 0o1000;

/**
 * Reads a file of rules.
 * @param trusting true: as oslo.rootwrap, whoever owns it (RW-019 in `legacy`)
 * @throws ConfigProblem when it cannot be read, is not UTF-8, or when somebody but root (or the user that we run as)
 * could have written it or put it there
 */
export function readTrusted(path: string, trusting: boolean): string {
  const file = openFile(path);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new ConfigProblem('is not a file', path, 0);
    if (stats.size > MAX_BYTES) throw new ConfigProblem(`is larger than ${MAX_BYTES} bytes`, path, 0);
    if (!trusting) {
      checkOwner(stats, path, path);
      checkWay(path);
    }
    return decodeUtf8(readFileSync(file), path);
  } finally {
    closeSync(file);
  }
}

/** Who but root could change or replace a file or a folder? In words; undefined when nobody could. */
export function distrust(path: string): string | undefined {
  try {
    checkOwner(statSync(path), path, path);
    checkWay(path);
    return undefined;
  } catch (error) {
    return error instanceof ConfigProblem ? error.message.slice(path.length + 2) : errorCode(error);
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new ConfigProblem(`cannot be read (${errorCode(error)})`, path, 0);
  }
}

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

function decodeUtf8(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ConfigProblem('is not UTF-8', path, 0);
  }
}

/** Every folder and link on the way: who can change one can put another file there. */
function checkWay(path: string): void {
  const check = (part: string): void => {
    const stats = lstatSync(part, { throwIfNoEntry: false });
    if (stats !== undefined) checkOwner(stats, part, path);
  };
  check('/');
  realPath(path, check);
}

function checkOwner(stats: Stats, part: string, path: string): void {
  const refuse = (what: string): never => {
    const kind = stats.isSymbolicLink() ? 'link' : stats.isDirectory() ? 'folder' : 'file';
    throw new ConfigProblem(
      `refused: ${part === path ? 'it' : `the ${kind} ${part}`} ${what} (RW-019)`,
      path,
      0,
    );
  };
  if (stats.uid !== 0 && stats.uid !== process.geteuid?.())
    refuse(`belongs to user ${stats.uid}, not to root`);
  // in a sticky folder only the owner of a file can replace it; a link's mode means nothing
  const harmless = stats.isSymbolicLink() || (stats.isDirectory() && (stats.mode & STICKY) !== 0);
  if ((stats.mode & WRITABLE_BY_OTHERS) !== 0 && !harmless) refuse('is writable by others than its owner');
}
