import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import type { LogLine } from '../../model/event.ts';
import type { LogMark, LogSource } from '../../run/ports.ts';
import { withoutStatements } from './postgres-log.ts';

/** Of a flood, so much is read. */
const MOST_BYTES = 256 * 1024;
const MOST_LINE = 4_000;

/** The sizes of log files now; a file that is not there has none. */
export function markLogs(logs: readonly LogSource[]): LogMark {
  return Object.fromEntries(
    logs.map(({ file }) => [file, statSync(file, { throwIfNoEntry: false })?.size ?? 0]),
  );
}

/** What was logged since a mark, without colours and control characters; of a flood, the last part. */
export function readLogs(logs: readonly LogSource[], mark: LogMark, mostBytes = MOST_BYTES): LogLine[] {
  return logs.flatMap(({ source, file, format }) =>
    textOf(file, mark[file] ?? 0, mostBytes, format)
      .split('\n')
      .map((line) => ({
        source,
        text: stripVTControlCharacters(line)
          .replace(/\p{Cc}/gu, ' ')
          .trimEnd()
          .slice(0, MOST_LINE),
      }))
      .filter((line) => line.text !== ''),
  );
}

/** Statements that the harness has logged may be many, so more is read where they are passed over. */
function textOf(file: string, offset: number, mostBytes: number, format: LogSource['format']): string {
  if (format === undefined) return readFrom(file, offset, mostBytes);
  return withoutStatements(readFrom(file, offset, 16 * mostBytes)).slice(-mostBytes);
}

function readFrom(file: string, offset: number, mostBytes: number): string {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return '';
  }
  try {
    const { size } = fstatSync(descriptor);
    const from = Math.max(offset > size ? 0 : offset, size - mostBytes);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    const read = readSync(descriptor, buffer, 0, buffer.length, from);
    return buffer.subarray(0, read).toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}
