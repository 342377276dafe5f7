/**
 * A check: one request, statement or command with what counts as success. Resources, probes, readiness and version
 * questions are all made of checks. Texts may hold `${…}` placeholders, filled in when the check is performed.
 */
export type Check = HttpCheck | SqlCheck | TcpCheck | CommandCheck | LogCheck;

interface CheckBase {
  /** Repeat until it passes, for at most this long. 0: once. */
  readonly withinMs: number;
  /** For one try. */
  readonly timeoutMs: number;
  /** Store key -> path into the answer. */
  readonly save: Readonly<Record<string, string>>;
}

/** Text expectations shared by all kinds of answers. */
export interface TextExpectation {
  readonly contains?: string;
  readonly matches?: string;
}

export interface HttpCheck extends CheckBase {
  readonly kind: 'http';
  readonly method: string;
  /** A path on the instance asked, or a whole URL. */
  readonly path: string;
  /** Name of the instance's port; empty: the first. */
  readonly port: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /** `status` empty: any 2xx. `json`: dotted path -> expected value. */
  readonly expect: TextExpectation & {
    readonly status: readonly number[];
    readonly json: Readonly<Record<string, unknown>>;
  };
}

export interface SqlCheck extends CheckBase {
  readonly kind: 'sql';
  readonly statement: string;
  /** The PostgreSQL server of the environment or the services; empty: the instance asked. */
  readonly on: string;
  readonly params: readonly unknown[];
  readonly expect: { readonly rows?: number; readonly json: Readonly<Record<string, unknown>> };
}

export interface TcpCheck extends CheckBase {
  readonly kind: 'tcp';
  /** Name of the instance's port; empty: the first. */
  readonly port: string;
  readonly send?: string;
  readonly expect: TextExpectation;
}

export interface CommandCheck extends CheckBase {
  readonly kind: 'command';
  readonly command: Command;
  readonly expect: TextExpectation & { readonly exit: number };
}

export interface LogCheck extends CheckBase {
  readonly kind: 'log';
  /** A regular expression searched in what the instance logged since it started. */
  readonly pattern: string;
}

/** A string is run by `/bin/sh -c`; a list of words as it is. */
export type Command = string | readonly string[];

/** How the answer of a version question is read: a JSON path, or the first group of a regular expression. */
export interface VersionQuestion {
  readonly check: Check;
  readonly json?: string;
  readonly matches?: string;
  /** The expected answer, with placeholders. */
  readonly equals: string;
}

/** A command as one line, for messages. */
export function commandInWords(command: Command): string {
  return typeof command === 'string' ? command : command.join(' ');
}

/** A command as the words to start it with. */
export function commandWords(command: Command): readonly string[] {
  return typeof command === 'string' ? ['/bin/sh', '-c', command] : command;
}

/** A request in words, for evidence: `POST /api/features`. */
export function describeCheck(check: Check): string {
  switch (check.kind) {
    case 'http':
      return `${check.method} ${check.path}`;
    case 'sql':
      return `SQL ${check.statement}`;
    case 'tcp':
      return `TCP connect${check.send === undefined ? '' : `, send ${JSON.stringify(check.send)}`}`;
    case 'command':
      return `run ${commandInWords(check.command)}`;
    case 'log':
      return `log line /${check.pattern}/`;
  }
}
