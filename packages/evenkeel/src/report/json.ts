import type { Event } from '../model/event.ts';
import { given } from '../model/given.ts';
import type { JudgedContract } from '../model/judged-contract.ts';
import type { Privileges } from '../model/privileges.ts';
import type { Verdict } from '../model/verdict.ts';

/** The report for programs; the format is described in docs/report-format.md. Ends with a newline. */
export function renderJson(events: readonly Event[], verdict: Verdict): string {
  const started = events.find((event) => event.type === 'run-started');
  const report = {
    format: 'evenkeel-report',
    version: 1,
    name: started?.model.name ?? '',
    base: started?.model.releases.base.label ?? '',
    target: started?.model.releases.target.label ?? '',
    ...given({ step: started?.model.step?.id }),
    seed: started?.plan.seed ?? 0,
    machine: started?.machine ?? {},
    command: started?.command ?? '',
    ...verdict,
    ...given({ privileges: privilegesOf(events), contract: contractOf(events) }),
    runs: runsOf(events),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** What was judged of the recorded commands; nothing when there were none. */
function privilegesOf(events: readonly Event[]): Privileges | undefined {
  const judged = events.find((event) => event.type === 'commands-judged');
  if (judged === undefined) return undefined;
  const { recorded, columns, left } = judged;
  return { recorded, columns, left };
}

/** What `check` said; nothing when the plan had no contract, and no statements were captured. */
function contractOf(events: readonly Event[]): JudgedContract | undefined {
  const judged = events.find((event) => event.type === 'contract-judged');
  if (judged === undefined) return undefined;
  const { findings, left, unread } = judged;
  return { findings, left, unread };
}

interface RunEntry {
  readonly run: string;
  readonly outcome?: unknown;
  readonly skipped?: string;
  readonly ms?: number;
}

function runsOf(events: readonly Event[]): RunEntry[] {
  return events.flatMap((event): RunEntry[] => {
    if (event.type === 'cell-run-skipped') return [{ run: event.run, skipped: event.why }];
    if (event.type === 'cell-run-finished')
      return [{ run: event.run, outcome: event.outcome, ms: durationOf(events, event.run) }];
    return [];
  });
}

/** Milliseconds between the start and the end of a run. */
export function durationOf(events: readonly Event[], run: string): number {
  const at = (type: Event['type']): number =>
    events.find((event) => event.type === type && 'run' in event && event.run === run)?.at ?? 0;
  return Math.max(0, at('cell-run-finished') - at('cell-run-started'));
}
