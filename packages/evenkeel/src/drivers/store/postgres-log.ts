import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { RanStatement } from '../../model/event.ts';
import type { LoggedStatements } from '../../run/ports.ts';

/** Of a stretch of log, so much is read. */
const MOST_BYTES = 32 * 1024 * 1024;

/** The first major that can leave the values of parameters out. */
const LEAVES_PARAMETERS_OUT = 13;

/**
 * Settings by which a log tells whose a statement was: time and process as by default, then the transaction and the
 * database. Not csvlog or jsonlog: they need PostgreSQL's own collector, which takes the errors away from where a server's
 * output is looked for.
 */
export function logSettings(version: string): Readonly<Record<string, string>> {
  const values =
    Number.parseInt(version, 10) < LEAVES_PARAMETERS_OUT ? {} : { log_parameter_max_length: '0' };
  return { log_line_prefix: '%m [%p] %q(%v %d) ', ...values };
}

/** PostgreSQL puts a tab after each newline of a message, so no message can pass for a record. */
const RECORD = /^(\S+ \S+ \S+ \[(\d+)\] )\((\S*) (.*?)\) ([A-Z]+\d?): {2}(.*)$/s;
const STATEMENT = /^(?:statement|execute (?!fetch from )\S.*?): (.*)$/s;
const REFETCH = /^execute fetch from /;
const PARAMETERS = /^parameters: /i;
const OWN_SETTING =
  /\] LOG: {2}(?:received SIGHUP, reloading configuration files|parameter "log_statement" changed to )/;

/** A text of a log as it would be if no statement had been logged, and nothing but time and process. */
export function withoutStatements(text: string): string {
  const kept: string[] = [];
  let hidden = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('\t')) {
      if (!hidden) kept.push(line);
      continue;
    }
    const [, usual, , , , severity = '', message = ''] = RECORD.exec(line) ?? [];
    hidden = OWN_SETTING.test(line) || (usual !== undefined && isAboutStatement(severity, message));
    if (!hidden) kept.push(usual === undefined ? line : `${usual}${severity}:  ${message}`);
  }
  return kept.join('\n');
}

function isAboutStatement(severity: string, message: string): boolean {
  if (severity === 'DETAIL') return PARAMETERS.test(message);
  return severity === 'LOG' && (STATEMENT.test(message) || REFETCH.test(message));
}

/** The statements that a log tells of, from a position; none where there is no log. */
export function readStatements(file: string, from: number): LoggedStatements {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return { statements: [], next: from, unread: false };
  }
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(MOST_BYTES, Math.max(0, size - from)));
    const read = readSync(descriptor, buffer, 0, buffer.length, from);
    const whole = buffer.subarray(0, buffer.subarray(0, read).lastIndexOf('\n') + 1);
    const unread = size - from > MOST_BYTES;
    return {
      statements: statementsIn(whole.toString('utf8')),
      next: unread ? size : from + whole.length,
      unread,
    };
  } finally {
    closeSync(descriptor);
  }
}

interface LogRecord {
  readonly process: string;
  readonly transaction: string;
  readonly database: string;
  readonly severity: string;
  readonly message: string;
}

function recordsIn(text: string): LogRecord[] {
  const found: { head: RegExpExecArray; rest: string[] }[] = [];
  for (const line of text.split('\n')) {
    const head = line.startsWith('\t') ? null : RECORD.exec(line);
    if (head !== null) found.push({ head, rest: [] });
    else if (line.startsWith('\t')) found.at(-1)?.rest.push(line.slice(1));
  }
  return found.map(
    ({ head: [, , process = '', transaction = '', database = '', severity = '', message = ''], rest }) => ({
      process,
      transaction,
      database,
      severity,
      message: [message, ...rest].join('\n'),
    }),
  );
}

const UNDOES = /^\s*(?:rollback|abort)\b(?!\s+(?:(?:work|transaction)\s+)?to\b)/i;
const ENDS = /^\s*(?:commit|end)\b/i;
const FAILURES: readonly string[] = ['ERROR', 'FATAL', 'PANIC'];

interface Told {
  readonly record: LogRecord;
  readonly sql: string;
  failed: boolean;
}

/**
 * What ran and stayed, in a log's records. A statement that fails takes its transaction with it, unless that goes on: then
 * it went back to a savepoint.
 */
export function statementsIn(text: string): RanStatement[] {
  const story = new Story();
  for (const record of recordsIn(text)) story.add(record);
  return story.stayed();
}

class Story {
  private readonly told: Told[] = [];
  private readonly last = new Map<string, Told>();
  private readonly undone = new Set<string>();
  private readonly broken = new Set<string>();

  add(record: LogRecord): void {
    const sql = record.severity === 'LOG' ? STATEMENT.exec(record.message)?.[1] : undefined;
    if (sql !== undefined) this.addStatement(record, sql);
    else if (FAILURES.includes(record.severity)) this.addFailure(record);
    else if (record.severity === 'STATEMENT') this.addFailed(record);
  }

  stayed(): RanStatement[] {
    return this.told
      .filter(({ record: { transaction }, failed }) => {
        return !failed && !this.undone.has(transaction) && !this.broken.has(transaction);
      })
      .map(({ record: { database }, sql }) => ({ database, sql }));
  }

  private addStatement(record: LogRecord, sql: string): void {
    const { process, transaction } = record;
    if (UNDOES.test(sql)) this.undone.add(transaction);
    else if (!ENDS.test(sql)) this.broken.delete(transaction);
    const entry = { record, sql, failed: false };
    this.told.push(entry);
    this.last.set(process, entry);
  }

  private addFailure({ process, transaction }: LogRecord): void {
    // outside of any transaction
    if (transaction.endsWith('/0')) return;
    this.broken.add(transaction);
    const before = this.last.get(process);
    if (before?.record.transaction === transaction) before.failed = true;
  }

  /** Some statements, such as CREATE INDEX CONCURRENTLY, take several transactions: the failure names its statement. */
  private addFailed({ process, message }: LogRecord): void {
    const before = this.last.get(process);
    if (before?.sql === message) before.failed = true;
  }
}
