import { strip } from '../ini/ini.js';
import {
  baseName,
  type Context,
  type Filter,
  type Host,
  joinPath,
  type Match,
  matched,
  type NoMatch,
  noMatch,
  type ProcessIdentity,
} from './types.js';

const DELETED = ' (deleted)';
/** As Python's `int()` takes it, but for the digits of other scripts, which `kill` itself does not take. */
const LENIENT_PID = /^[+]?(\d+(?:_\d+)*)$/;

/** `kill [SIGNAL] PID`, with a signal that the filter lists, of a process that runs the filter's program. */
export function matchKill(filter: Filter, argv: readonly string[], context: Context): Match | NoMatch {
  const [program = '', ...signals] = filter.args;
  if (argv[0] !== 'kill') return noMatch("is about 'kill'");
  if (argv.length !== 2 && argv.length !== 3) return noMatch('wants kill [SIGNAL] PID');
  const signal = argv.length === 3 ? argv[1] : undefined;
  if (signal !== undefined && !signals.includes(signal)) return noMatch(`does not list the signal ${signal}`);
  if (signal === undefined && signals.length > 0) return noMatch(`wants a signal: ${signals.join(', ')}`);
  const word = argv[argv.length - 1] ?? '';
  const pid = context.legacy.has('RW-018') ? lenientPid(word) : Number(/^[1-9]\d{0,9}$/.exec(word)?.[0]);
  if (Number.isNaN(pid)) return noMatch(`'${word}' is not a process id`);
  const found = programOf(pid, context);
  if (found === undefined) return noMatch(`no program is known for process ${word}`);
  const { path, identity } = found;
  if (!isTarget(path, program, context.host))
    return noMatch(`process ${word} runs '${path}', not '${program}'`);
  return matched(argv.slice(1), { target: identity });
}

/** A name without a path is that of a program in PATH, as oslo.rootwrap has it: not of any file that is called so. */
function isTarget(path: string, program: string, host: Host): boolean {
  if (program.startsWith('/')) return path === program;
  const folder = path.slice(0, path.lastIndexOf('/')) || '/';
  return path.startsWith('/') && baseName(path) === program && host.searchPath().includes(folder);
}

function lenientPid(word: string): number {
  // what is white space for str.strip() and not for int()
  const isOdd = [...word].some((char) => char >= '\x1c' && char <= '\x1f');
  const text = isOdd ? '' : strip(word);
  return Number(LENIENT_PID.exec(text)?.[1]?.replaceAll('_', ''));
}

function programOf(
  pid: number,
  { host, legacy }: Context,
): { path: string; identity: ProcessIdentity } | undefined {
  const process = host.process(pid);
  if (process === undefined || process.exe === '') return undefined;
  const { argv0, ...identity } = process;
  let path = process.exe.split('\0')[0] ?? '';
  if (path.endsWith(DELETED)) path = path.slice(0, -DELETED.length);
  if (!host.isFile(path)) {
    const believed = legacy.has('RW-017') ? which(argv0, host) : undefined;
    if (believed === undefined) return undefined;
    path = believed;
  }
  return { path, identity };
}

/** As Python's `shutil.which`. */
function which(name: string, host: Host): string | undefined {
  const isProgram = (path: string) => host.isExecutable(path) && host.isFile(path);
  if (name.includes('/')) return isProgram(name) ? name : undefined;
  return host
    .searchPath()
    .map((folder) => joinPath(folder, name))
    .find(isProgram);
}
