import type { Host } from '@evenkeel/rootwrap/rules';

/** Where a program without a path is taken to be, as PATH has it where nothing else is said (environ(7), Debian's login). */
export const SEARCH_PATH = [
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
] as const;

/** A private character (Unicode 23.5) that no real command line has: a program's path after it stands for a process id. */
const PROCESS = '\ue000';
const FIRST_PID = 1000;

/** The word for the id of a process that runs a program. */
export const processWord = (program: string): string => `${PROCESS}${program}`;

/** A folder that nobody names: where a machine has its programs is not asked here. */
export const EXEC_DIR = '/(exec_dirs)';

/**
 * A machine on which every program is there, no path is a link, and the processes run that the words speak of.
 * @returns it, and the words with real process ids
 */
export function imagined(argv: readonly string[]): { readonly host: Host; readonly argv: readonly string[] } {
  const programs = argv.filter((word) => word.startsWith(PROCESS)).map((word) => word.slice(1));
  const host: Host = {
    isExecutable: () => true,
    isFile: () => true,
    realPath: (path) => (path.split('/').includes('..') ? undefined : path),
    searchPath: () => SEARCH_PATH,
    process: (pid) => {
      const exe = programs[pid - FIRST_PID];
      return exe === undefined ? undefined : { pid, exe, startTime: '1', argv0: exe };
    },
  };
  const words = argv.map((word) =>
    word.startsWith(PROCESS) ? String(FIRST_PID + programs.indexOf(word.slice(1))) : word,
  );
  return { host, argv: words };
}

/** A command line for people: words that need it are quoted, as a shell would have it. */
export function commandInWords(argv: readonly string[]): string {
  return argv
    .map((word) => {
      if (word.startsWith(PROCESS)) return `<pid of ${word.slice(1)}>`;
      return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
    })
    .join(' ');
}
