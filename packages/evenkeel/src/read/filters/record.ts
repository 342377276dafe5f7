import { z } from 'zod';
import type { RecordedCommand } from '../../model/filters.ts';
import type { Issue } from '../../model/issue.ts';

const SHAPE = z.object({ argv: z.array(z.string()).min(1), allowed: z.boolean() });

/**
 * Reads what rootwrap's `record` wrote: a JSON object in each line (rootwrap.conf(5)).
 * @returns the commands, or what is wrong with each line
 */
export function readRecord(
  file: string,
  text: string,
): readonly RecordedCommand[] | { readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const commands: RecordedCommand[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = { file, line: index + 1, column: 1 };
    const read = readLine(line);
    if (typeof read === 'string') issues.push({ ...place, message: read });
    else commands.push({ ...read, place });
  }
  return issues.length > 0 ? { issues } : commands;
}

function readLine(line: string): Omit<RecordedCommand, 'place'> | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'this line is not JSON';
  }
  const { data } = SHAPE.safeParse(value);
  if (data === undefined)
    return "this line is no record: it wants 'argv', words, and 'allowed', true or false";
  return { ...data, redacted: data.argv.some((word) => word === '***' || word.endsWith('=***')) };
}
