import type { Check } from '../model/check.ts';
import type { EventBody, LogLine, ProcessFacts, RanStatement } from '../model/event.ts';
import type { TakenRecord } from '../model/privileges.ts';
import type { InstallRecipe, PostgresSpec, StopRule } from '../model/upgrade-model.ts';

/** Every effect that a run needs. Drivers implement these; the executor knows nothing else of the world. */
export interface Drivers {
  readonly clock: Clock;
  readonly installer: Installer;
  readonly host: ProcessHost;
  readonly servers: ServerDriver;
  readonly files: FileDriver;
  readonly asker: Asker;
  readonly proxies: ProxyDriver;
}

/** Appends to the journal; the line is on its way to the disk when this returns. */
export type Emit = (event: EventBody) => void;

export interface Clock {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Resolves after `ms`, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Installer {
  /** Installs a release once, however often it is asked; returns its folder. @throws InstallError */
  install(recipe: InstallRecipe, node: string | undefined, signal: AbortSignal): Promise<Installed>;
}

export interface Installed {
  readonly folder: string;
  /** Folders to put first on the PATH: the release's Node, its commands. */
  readonly path: readonly string[];
  /** Those of them that hold the release's own Node. */
  readonly runtime: readonly string[];
}

/** An installation that did not work: no fault of the upgrade, so nothing is proved. */
export class InstallError extends Error {}

/** What to run, with every placeholder filled in. */
export interface ProcessRequest {
  /** `run/name`, e.g. `offline-together/api-1`: every process of the tree carries it, and is found by it. */
  readonly owner: string;
  readonly command: string | readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  /** Where standard output and error go. */
  readonly logFile: string;
  readonly user?: { readonly uid: number; readonly gid: number };
}

export interface ProcessHost {
  /** Starts a process in a group of its own. @throws StartError when it cannot be started at all. */
  start(request: ProcessRequest): RunningProcess;
  /** Runs a command to its end, or ends its tree after `timeoutMs` or when the signal aborts. */
  run(request: ProcessRequest, timeoutMs: number, signal: AbortSignal): Promise<CommandEnd>;
  /** Ends whatever an owner's name begins with this still has running, found by what its processes were told. */
  endLeftovers(ownerPrefix: string): Promise<void>;
}

export class StartError extends Error {}

export interface RunningProcess {
  readonly facts: ProcessFacts;
  /** How it ended, in words, or `undefined` while it runs. */
  ended(): string | undefined;
  /** Resolves when it has ended. */
  readonly end: Promise<void>;
  /** Ends the whole tree. `request` replaces the signal when the rule has a command. */
  stop(rule: StopRule, byCommand?: ProcessRequest): Promise<StopOutcome>;
}

export interface StopOutcome {
  readonly how: string;
  /** What was not as it should be: it had to be killed, or it left processes behind. */
  readonly fault?: string;
}

export interface CommandEnd {
  /** 128+N when it died of signal N; -1 when it ran out of time. */
  readonly exit: number;
  readonly output: string;
}

/** What a server needs to know of the cell that it runs in. */
export interface ServerPlace {
  /** A folder of its own, which lasts over restarts. */
  readonly dataFolder: string;
  readonly port: number;
  /** Let its log be readable by `readStatements`, as far as the plan's own settings do. */
  readonly tellsStatements?: boolean;
}

/** Which statements a PostgreSQL server logs: those that change the schema, or all. */
export type StatementLevel = 'ddl' | 'all';

/** What a server's log tells of a stretch of time. */
export interface LoggedStatements {
  /** In the order in which they began; those that failed or were rolled back are left out. */
  readonly statements: readonly RanStatement[];
  /** Where to read on. */
  readonly next: number;
  /** The log was too long: only its beginning was read. */
  readonly unread: boolean;
}

/** A server that is ready to be started as a process. */
export interface PreparedServer {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly ready: Check;
  readonly stop: StopRule;
  /** `url`, `host`, `port`, …: what `${environment.NAME.…}` stands for. */
  readonly values: Readonly<Record<string, string>>;
}

export interface ServerDriver {
  preparePostgres(spec: PostgresSpec, place: ServerPlace, signal: AbortSignal): Promise<PreparedServer>;
  prepareRedis(place: ServerPlace): Promise<PreparedServer>;
  /** `table.column type` of every column of a PostgreSQL database, sorted. */
  describeSchema(url: string): Promise<readonly string[]>;
  /** Has a PostgreSQL server log statements, from its next connection on. Rejects when it does not answer. */
  logStatements(url: string, level: StatementLevel): Promise<void>;
  /** The statements in a PostgreSQL server's log, from a position of it. */
  readStatements(logFile: string, from: number): LoggedStatements;
}

export interface FileDriver {
  makeFolder(path: string): Promise<void>;
  removeFolder(path: string): Promise<void>;
  /** Copies a folder to a place that is not there yet, with owners, modes and links. @throws StateError */
  copyFolder(from: string, to: string): Promise<void>;
  /** Replaces `to` by a copy of the file or folder `from`; `fill` changes the text of each file. */
  lay(from: string, to: string, fill?: (text: string) => string): Promise<void>;
  /** What can be known of a write to a file or folder: contents, times, inodes. */
  fingerprint(path: string): Promise<string>;
  /** Free ports of 127.0.0.1, below the range that outgoing connections take theirs from. */
  freePorts(count: number): Promise<readonly number[]>;
  /** `key=value` lines of a file; empty when it is not there. The file is removed. */
  takeOutput(path: string): Promise<Readonly<Record<string, string>>>;
  /** What rootwrap recorded in a file since it was taken last; the file is there, and empty, after that. */
  takeRecord(path: string): Promise<TakenRecord>;
  /** The sizes of log files now. */
  markLogs(logs: readonly LogSource[]): LogMark;
  /** What was logged since a mark; of more than `mostBytes` (default 256 KiB) a file, the last part. */
  readLogs(logs: readonly LogSource[], mark: LogMark, mostBytes?: number): readonly LogLine[];
}

/** A state that could not be kept or brought back: nothing is proved. */
export class StateError extends Error {}

export interface LogSource {
  readonly source: string;
  readonly file: string;
  /** A log with statements in it, which are no evidence. */
  readonly format?: 'postgres';
}

export type LogMark = Readonly<Record<string, number>>;

/** Asks servers. Whether an answer is right is not its business. */
export interface Asker {
  http(request: HttpRequest, timeoutMs: number, signal: AbortSignal): Promise<Answer>;
  sql(url: string, statement: string, params: readonly unknown[], timeoutMs: number): Promise<Answer>;
  tcp(request: TcpRequest, timeoutMs: number, signal: AbortSignal): Promise<Answer>;
}

/** What a proxy does to answers. */
export type AnswerChange = 'none' | 'status' | 'body';

export interface ProxyDriver {
  /** Listens on 127.0.0.1, passes requests on to an origin (`http://HOST:PORT`), and changes what comes back. */
  open(origin: string, change: AnswerChange): Promise<OpenProxy>;
}

export interface OpenProxy {
  readonly origin: string;
  /** What the answers had instead, in words; `undefined` while there was none that could be changed. */
  changed(): string | undefined;
  close(): Promise<void>;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface TcpRequest {
  readonly port: number;
  readonly send: string | undefined;
  /** Whether what was received so far is all that is wanted. */
  readonly isEnough: (text: string) => boolean;
}

/** What came back, or why nothing did. */
export interface Answer {
  /** Set when there was no answer: refused, reset, timed out, or the statement failed. */
  readonly error?: string;
  readonly status?: number;
  readonly text: string;
  /** The parsed body, or the first row. */
  readonly json?: unknown;
  readonly rows?: number;
  /** `key=value` lines that a command wrote to its output file. */
  readonly saved?: Readonly<Record<string, string>>;
}

/** Where a run keeps its things. */
export interface RunFolders {
  /** Journal, reports and logs. */
  readonly out: string;
  /** Installs and the cells' state; may lie elsewhere when `out` is closed to the user that servers run as. */
  readonly scratch: string;
}
