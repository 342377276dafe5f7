import type { Part } from '../model/plan.ts';
import type { WarningSeen } from '../model/verdict.ts';
import type { RunFacts } from './run-facts.ts';

/** The warnings of one part of some runs that base alone does not log, each text once, most frequent first. */
export function newWarnings(
  runs: readonly RunFacts[],
  part: Part,
  control: RunFacts | undefined,
): WarningSeen[] {
  const known = new Set((control?.warnings ?? []).map((warning) => shapeOf(warning.text)));
  const seen = new Map<string, WarningSeen>();
  for (const warning of runs.flatMap((facts) => facts.warnings)) {
    const shape = shapeOf(warning.text);
    if (warning.part !== part || known.has(shape)) continue;
    const before = seen.get(shape);
    seen.set(shape, {
      release: warning.release,
      text: before?.text ?? warning.text,
      times: (before?.times ?? 0) + 1,
    });
  }
  return [...seen.values()].sort((a, b) => b.times - a.times);
}

/** A line without what differs from one time to the next: numbers, times, ids. */
function shapeOf(text: string): string {
  return text.replace(/\b[0-9a-f]{8,}\b/gi, '#').replace(/\d+/g, '#');
}
