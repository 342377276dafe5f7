import {
  baseName,
  type Context,
  type Filter,
  type Match,
  matched,
  type NoMatch,
  noMatch,
  type ProcessIdentity,
} from './types.js';

const DELETED = ' (deleted)';
/** As Python's `int()` takes it, but for the digits of other scripts, which `kill` itself does not take. */
const LENIENT_PID = /^\s*[+]?(\d+(?:_\d+)*)\s*$/;

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
  if (path !== program && (program.startsWith('/') || baseName(path) !== program))
    return noMatch(`process ${word} runs '${path}', not '${program}'`);
  return matched(argv.slice(1), { target: identity });
}

function lenientPid(word: string): number {
  return Number(LENIENT_PID.exec(word)?.[1]?.replaceAll('_', ''));
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
    if (!legacy.has('RW-017') || !host.isExecutable(argv0)) return undefined;
    path = argv0;
  }
  return { path, identity };
}
