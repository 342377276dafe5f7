import { leadingAssignments } from '../../src/filter/env.js';
import { baseName, type Filter, type Host } from '../../src/filter/types.js';
import { ALL_LEGACY } from './peer-ours.js';

/** A filter of its own for the commands that chaining filters run. */
export const INNER = 'inner-program';
export const PID = '4711';

/** Command lines made from what a filter says. */
export type Examples = {
  readonly permitted: readonly string[];
  readonly denied: readonly (readonly string[])[];
  /** Those that oslo.rootwrap lets through and the defaults do not, or that they run in another way. */
  readonly doubtful: readonly (readonly string[])[];
};

/** A machine on which every program exists, and process 4711 runs the one that a KillFilter names. */
export function machineFor(filter: Filter): Host {
  const [program = ''] = filter.args;
  const exe = program.startsWith('/') ? program : `/usr/sbin/${program}`;
  return {
    isExecutable: () => true,
    isFile: () => true,
    realPath: (path) => path,
    searchPath: () => ['/usr/sbin', '/usr/bin'],
    process: (pid) =>
      filter.class === 'KillFilter' && String(pid) === PID
        ? { pid, exe, startTime: '1', argv0: exe }
        : undefined,
  };
}

/** A word for each regular expression in the real filters that does not stand for itself. */
const WORDS: Readonly<Record<string, string>> = {
  '.*': 'anything at all',
  '.+': 'eth0',
  '\\d+': '12',
  '\\+\\d+': '+12',
  '%.*': '%f\\n',
  '-c[0-3]': '-c3',
  '-n[0-7]': '-n0',
  'blkio:\\S+': 'blkio:limit',
  'img-cache.*': 'img-cache-1',
  '/tmp/.*': '/tmp/x/privsep.sock',
  '/etc/(?!\\.\\.).*': '/etc/nova/nova.conf',
  '^[/]*([^/\\0]+(/+)?)*$': '/var/lib//nova/instances',
  'rm -f /.*/\\*\\.conf$': 'rm -f /etc/ganesha/export.d/*.conf',
  "echo '((.|\\n)*)' > /.*": "echo 'EXPORT {\n}' > /etc/ganesha/x.conf",
  'org\\.ganesha\\.nfsd\\.exportmgr\\.(Add|Remove)Export': 'org.ganesha.nfsd.exportmgr.RemoveExport',
};

function wordFor(pattern: string): string {
  const word = WORDS[pattern] ?? pattern.replaceAll('\\.', '.');
  if (WORDS[pattern] === undefined && /[\\()[\]{}*+?|^$]/.test(word))
    throw new Error(`no example word for the regular expression ${pattern}`);
  return word;
}

type Make = (filter: Filter, name: string) => Examples;

const more = (words: readonly string[]): string[] => [...words, 'one-more'];

const regExp: Make = ({ args }) => {
  const words = args.map(wordFor);
  return {
    permitted: words,
    denied: [more(words), words.slice(0, -1), words.with(0, `x${words[0]}`)],
    doubtful: words.map((word, index) => words.with(index, `${word}\n`)),
  };
};

const env: Make = ({ exec, args }) => {
  const given = leadingAssignments(args).map(([name, value]) => `${name}=${value === '' ? 'a b' : value}`);
  const rest = [exec, ...args.slice(given.length + 1)];
  return {
    permitted: ['env', ...given, ...rest],
    denied: [
      ['env', ...given, 'LD_PRELOAD=/x', ...rest],
      ['env', ...given.slice(1), ...rest, 'as', 'long'],
      ['env', ...given, ...given.slice(0, 1), ...rest],
      ['env', ...given, 'sh'],
    ],
    doubtful: [['env', ...given.map((word) => word.replace(/=.*/, '=other')), ...rest]],
  };
};

const path: Make = ({ args }, name) => {
  const inside = args.map((arg) => (arg.startsWith('/') ? `${arg}${arg.endsWith('/') ? '' : '/'}x` : arg));
  const swapped = inside.map((word, index) =>
    args[index] === '/' || args[index] === 'pass' ? word : `/elsewhere${word}`,
  );
  return {
    permitted: [name, ...inside],
    denied: [
      [name, ...more(inside)],
      [name, ...swapped],
    ],
    doubtful: [[name, ...args.map((arg) => (arg.startsWith('/') ? `${arg}-evil` : arg))]],
  };
};

const kill: Make = ({ args }) => {
  const [, ...signals] = args;
  const permitted = ['kill', ...signals.slice(0, 1), PID];
  return {
    permitted,
    denied: [['kill', '-STOP', PID], permitted.with(-1, '1'), more(permitted)],
    doubtful: [permitted.with(-1, ` ${PID}`)],
  };
};

const MAKERS: Readonly<Record<Filter['class'], Make>> = {
  CommandFilter: ({ exec }, name) => ({
    permitted: [name, '-x', 'any thing'],
    denied: [[`${name}x`], [`/tmp/evil/${name}`]],
    doubtful: [[exec, '--', '']],
  }),
  RegExpFilter: regExp,
  PathFilter: path,
  KillFilter: kill,
  EnvFilter: env,
  ReadFileFilter: ({ args }) => ({
    permitted: ['cat', args[0] ?? ''],
    denied: [
      ['cat', '/etc/shadow'],
      ['cat', args[0] ?? '', '/etc/shadow'],
    ],
    doubtful: [],
  }),
  IpFilter: () => ({
    permitted: ['ip', '-o', 'link', 'show', 'eth0'],
    denied: [['ip', 'netns', 'exec', 'blue', INNER], ['ip', 'net', 'e', 'blue', INNER], ['ipx']],
    doubtful: [
      ['ip', '-batch', '/tmp/x'],
      ['ip', 'vrf', 'exec', 'red', INNER],
    ],
  }),
  IpNetnsExecFilter: () => ({
    permitted: ['ip', 'netns', 'exec', 'blue', INNER, '-x'],
    denied: [
      ['ip', 'netns', 'list'],
      ['ip', 'netns', 'exec', 'blue'],
      ['ip', 'netns', 'exec', 'blue', 'sh'],
    ],
    doubtful: [['ip', 'netns', 'exec', 'blue', `/tmp/evil/${INNER}`]],
  }),
  ChainingRegExpFilter: ({ args }) => {
    const words = args.map(wordFor);
    return {
      permitted: [...words, INNER, '-x'],
      denied: [words, [...words, 'sh'], [...words.with(0, 'x'), INNER]],
      doubtful: [[...words, `/tmp/evil/${INNER}`]],
    };
  },
};

export const examplesOf = (filter: Filter): Examples => MAKERS[filter.class](filter, baseName(filter.exec));
export const EVERYTHING_OLD = new Set(ALL_LEGACY);
