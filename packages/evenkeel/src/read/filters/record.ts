import { z } from 'zod';
import { hasHiddenWords, type RecordedCommand } from '../../model/filters.ts';
import type { Issue } from '../../model/issue.ts';

const SHAPE = z.object({ argv: z.array(z.string()).min(1), allowed: z.boolean() });

/** More of them help nobody: a file of another kind has as many as lines. */
const MAX_ISSUES = 20;

/** Characters of a line: twice what Linux takes for a command line with its environment (2 MiB, execve(2)). */
const MAX_LINE = 4 * 1024 * 1024;

/**
 * Reads what rootwrap's `record` wrote: a JSON object in each line (rootwrap.conf(5)).
 * @returns the commands, or what is wrong with lines, the first of them
 */
export function readRecord(
  file: string,
  text: string,
): readonly RecordedCommand[] | { readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const commands: RecordedCommand[] = [];
  let start = 0;
  for (let line = 1; start < text.length && issues.length < MAX_ISSUES; line += 1) {
    const end = text.indexOf('\n', start);
    const words = text.slice(start, end < 0 ? undefined : end);
    start = end < 0 ? text.length : end + 1;
    if (words.trim() === '') continue;
    const place = { file, line, column: 1 };
    const read = readLine(words);
    if (typeof read !== 'string') commands.push({ ...read, place });
    else issues.push({ ...place, message: end < 0 ? `${read}; is the file cut off?` : read });
  }
  return issues.length > 0 ? { issues } : commands;
}

function readLine(line: string): Omit<RecordedCommand, 'place'> | string {
  if (line.length > MAX_LINE) return `this line is longer than ${MAX_LINE} characters, which no record is`;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'this line is not JSON';
  }
  const { data } = SHAPE.safeParse(value);
  if (data === undefined)
    return "this line is no record: it wants 'argv', words, and 'allowed', true or false";
  return { ...data, redacted: hasHiddenWords(data.argv) };
}
