import type { Part } from '../model/plan.ts';
import type { CellContext } from './cell-context.ts';
import type { LogMark } from './ports.ts';
import type { Instance } from './stack.ts';

const scannedUpTo = new WeakMap<Instance, LogMark>();

const MAX_LINE = 400;

/** More than this between two looks is a flood, of which the last part is read. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Journals the lines that an instance logged since the last look and that count as warnings, each text once a look. */
export function reportWarnings(context: CellContext, instance: Instance, part: Part): void {
  const { files } = context.drivers;
  const { patterns, ignore } = context.model.warnings;
  if (instance.running === undefined || patterns.length === 0) return;
  // Marked before they are read: a line written in between is read twice, not never.
  const mark = files.markLogs(instance.logs);
  const lines = files.readLogs(instance.logs, scannedUpTo.get(instance) ?? {}, MOST_BYTES);
  scannedUpTo.set(instance, mark);
  const matches = (list: readonly string[], text: string): boolean =>
    list.some((pattern) => new RegExp(pattern, 'i').test(text));
  const texts = new Set(lines.map((line) => line.text.slice(0, MAX_LINE)));
  for (const text of texts) {
    if (!matches(patterns, text) || matches(ignore, text)) continue;
    context.emit({
      type: 'warning',
      run: context.run.id,
      part,
      instance: instance.name,
      release: instance.running.role,
      text,
    });
  }
}
