import type { Event } from '../../model/event.ts';
import { describeState } from '../../model/plan.ts';
import type { PerRelease } from '../../model/release.ts';
import type { UpgradeModel } from '../../model/upgrade-model.ts';
import { bounded } from './bounded.ts';
import { lanesOf } from './lanes.ts';
import { marksOf } from './marks.ts';
import { bucketsOf, type Sample } from './probe-buckets.ts';
import type { RunRecord } from './run-records.ts';
import type { PhaseView, ProbeView, RunView } from './view.ts';

/** Buckets of all runs together, and the fewest and most of one line. */
const ALL_BUCKETS = 24_000;
const [FEWEST, MOST] = [8, 800];

/** Every run of the journal as it went, times from its own beginning. */
export function runViews(model: UpgradeModel, records: Iterable<RunRecord>): RunView[] {
  const all = [...records];
  const lines = all.reduce((sum, { events }) => sum + probeLines(events).size, 0);
  const most = Math.min(MOST, Math.max(FEWEST, Math.floor(ALL_BUCKETS / Math.max(1, lines))));
  const labels = { base: model.releases.base.label, target: model.releases.target.label };
  return all.map((record) => runView(labels, record, most));
}

function runView(labels: PerRelease<string>, record: RunRecord, most: number): RunView {
  const { run, startedAt = record.events[0]?.at ?? 0, endedAt } = record;
  const clock = (at: number): number => Math.max(0, at - startedAt);
  const ms = clock(endedAt);
  return {
    id: run.id,
    title: bounded(run.title),
    purpose: run.purpose,
    outcome: outcomeInWords(record),
    failed: Object.values(record.outcome ?? {}).includes('failed'),
    ms,
    phases: phasesOf(record, clock),
    lanes: lanesOf(record, labels, clock),
    marks: marksOf(record, clock),
    probes: probesOf(record, clock, most),
  };
}

function outcomeInWords({ outcome, skipped, startedAt, events }: RunRecord): string {
  if (skipped !== undefined) return `left out: ${bounded(skipped)}`;
  if (startedAt === undefined && events.length === 0) return 'not begun';
  if (outcome === undefined) return 'cut off: the journal ends before it did';
  if (outcome.harness !== undefined) return `broke off: ${bounded(outcome.harness)}`;
  const failed = (['base', 'upgrade', 'rollback'] as const).filter((part) => outcome[part] === 'failed');
  return failed.length === 0 ? 'passed' : `failed in ${failed.join(' and ')}`;
}

/** The phases that were begun; each lasts until the next, the last until the run ends. */
function phasesOf({ run, events, endedAt }: RunRecord, clock: (at: number) => number): PhaseView[] {
  const begun = events.filter((event) => event.type === 'phase-started');
  const counts = new Map<string, { answered: number; unanswered: number }>();
  const failed = new Set<string>();
  for (const event of events) {
    if (event.type === 'probe') {
      const count = counts.get(event.phase) ?? { answered: 0, unanswered: 0 };
      count[event.ok ? 'answered' : 'unanswered']++;
      counts.set(event.phase, count);
    }
    if (event.type === 'step-finished' && event.failure !== undefined)
      failed.add(event.step.slice(0, event.step.lastIndexOf('.')));
  }
  return begun.flatMap(({ phase: id, at }, index) => {
    const phase = run.phases.find((each) => each.id === id);
    if (phase === undefined) return [];
    const count = counts.get(id) ?? { answered: 0, unanswered: 0 };
    return {
      title: bounded(phase.title),
      part: phase.part,
      state: describeState(phase.state),
      from: clock(at),
      to: clock(begun[index + 1]?.at ?? endedAt),
      failed: failed.has(id),
      ...count,
    };
  });
}

/** The samples of each probe of each instance, by both names. */
function probeLines(events: readonly Event[]): Map<string, Extract<Event, { type: 'probe' }>[]> {
  const lines = new Map<string, Extract<Event, { type: 'probe' }>[]>();
  for (const event of events) {
    if (event.type !== 'probe') continue;
    const key = JSON.stringify([event.probe, event.instance]);
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [event]);
    else line.push(event);
  }
  return lines;
}

function probesOf({ events }: RunRecord, clock: (at: number) => number, most: number): ProbeView[] {
  return [...probeLines(events).values()].map((line) => {
    const samples = line.map(({ at, ms, ok, failure }): Sample => {
      const message = failure?.message;
      return { at: clock(at), ms, ok, ...(message !== undefined && { message }) };
    });
    return {
      probe: bounded(line[0]?.probe),
      instance: bounded(line[0]?.instance),
      samples: samples.length,
      failures: samples.filter(({ ok }) => !ok).length,
      buckets: bucketsOf(samples, most),
    };
  });
}
