import type { AcceptedFinding } from '../model/baseline.ts';

/** A baseline as JSON, one entry after another; the format is described in docs/report-format.md. */
export function baselineJson(accepted: readonly Omit<AcceptedFinding, 'place'>[]): string {
  return `${JSON.stringify({ format: 'evenkeel-baseline', version: 1, accepted }, null, 2)}\n`;
}
