import type { StepBudget } from '../regex/regex.js';
import type { DeviationCode } from './deviations.js';

/** Where a filter stands. */
export type Place = { readonly file: string; readonly line: number };

export const FILTER_CLASSES = [
  'CommandFilter',
  'RegExpFilter',
  'PathFilter',
  'KillFilter',
  'ReadFileFilter',
  'IpFilter',
  'EnvFilter',
  'IpNetnsExecFilter',
  'ChainingRegExpFilter',
] as const;
export type FilterClass = (typeof FILTER_CLASSES)[number];

/** One line of a filter file. */
export type Filter = {
  readonly name: string;
  readonly class: FilterClass;
  /** The program that the filter is about: a bare name or an absolute path. */
  readonly exec: string;
  /** The user to run as, by name. */
  readonly runAs: string;
  readonly args: readonly string[];
  readonly place: Place;
};

/** A running process: who it is, so that another one with the same pid is noticed. */
export type ProcessIdentity = { readonly pid: number; readonly exe: string; readonly startTime: string };

/** What a decision may ask of the machine. It only reads. */
export type Host = {
  /** Is this there, a file or a folder, with the right to execute it? As access(2). */
  isExecutable(path: string): boolean;
  /** Is this a regular file? */
  isFile(path: string): boolean;
  /** The path without links, `.` and `..`; what does not exist stays as it is. Undefined: links in a circle. */
  realPath(path: string): string | undefined;
  /** The folders of our own PATH. */
  searchPath(): readonly string[];
  /** The process with this pid; `exe` is empty when it cannot be read. */
  process(pid: number): (ProcessIdentity & { readonly argv0: string }) | undefined;
};

/** What a match is judged by, apart from the filter and the command line. */
export type Context = {
  readonly host: Host;
  readonly legacy: ReadonlySet<DeviationCode>;
  /** What all the regular expressions of one decision may take together; without, each has its own. */
  readonly steps?: StepBudget;
};

/** A command line that a filter lets through. */
export type Match = {
  readonly match: true;
  /** The arguments to run the filter's program with, as they were checked. */
  readonly args: readonly string[];
  /** Set for the command by an EnvFilter. */
  readonly env: readonly (readonly [name: string, value: string])[];
  /** The words of a chaining filter after its own: a command line that needs a permit too. */
  readonly inner?: readonly string[];
  /** Must still be this process when the command starts. */
  readonly target?: ProcessIdentity;
};

/** Why a filter does not match, in words for `--explain`. */
export type NoMatch = { readonly match: false; readonly why: string };

export const noMatch = (why: string): NoMatch => ({ match: false, why });
export const matched = (args: readonly string[], more: Partial<Match> = {}): Match => ({
  match: true,
  args,
  env: [],
  ...more,
});

/** The last part of a path, as Python's `os.path.basename`. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** As Python's `os.path.join`: an empty folder is the current one. */
export const joinPath = (folder: string, name: string): string =>
  folder === '' || folder.endsWith('/') ? folder + name : `${folder}/${name}`;
