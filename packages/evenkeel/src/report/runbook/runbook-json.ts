import type { RunbookAnswer } from '../../model/runbook.ts';

/** The runbook, or why there is none, for programs; the format is described in docs/report-format.md. */
export function runbookJson(answer: RunbookAnswer): string {
  const { kind, ...rest } = answer;
  const body = 'runbook' in rest ? rest.runbook : rest;
  return `${JSON.stringify({ format: 'evenkeel-runbook', version: 1, answer: kind, ...body }, null, 2)}\n`;
}
