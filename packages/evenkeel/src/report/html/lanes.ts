import type { Event } from '../../model/event.ts';
import type { StepAction } from '../../model/plan.ts';
import type { PerRelease, ReleaseName } from '../../model/release.ts';
import { bounded } from './bounded.ts';
import type { RunRecord } from './run-records.ts';
import type { LaneView, SpanView } from './view.ts';

type Open = { -readonly [K in keyof SpanView]: SpanView[K] } & { readonly pid: number };

/** One lane for each instance and server: which code it ran, from when until when. Instances first, in the order of their names. */
export function lanesOf(
  { events, steps, endedAt }: RunRecord,
  labels: PerRelease<string>,
  clock: (at: number) => number,
): LaneView[] {
  const lanes = new Map<string, Open[]>();
  let action: StepAction | undefined;
  for (const event of events) {
    if (event.type === 'step-started') action = steps.get(event.step)?.step.action;
    if (event.type === 'process-started') {
      const release = releaseOf(action, event.name);
      const label = release === 'environment' ? 'environment' : labels[release];
      const span = { from: clock(event.at), to: clock(endedAt), release, label: bounded(label), ended: '' };
      const lane = lanes.get(event.name) ?? [];
      lanes.set(event.name, lane);
      lane.push({ ...span, pid: event.pid });
    }
    if (event.type === 'process-ended') end(event, lanes.get(event.name), clock);
  }
  return [...lanes]
    .map(([name, spans]) => ({ name: bounded(name), spans: spans.map(({ pid: _, ...span }) => span) }))
    .toSorted((a, b) => rankOf(a) - rankOf(b) || a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** Whose code a process runs: that of the step that starts it; a server of the environment has none. */
function releaseOf(action: StepAction | undefined, name: string): ReleaseName | 'environment' {
  return action?.kind === 'start' && action.instance === name ? action.release : 'environment';
}

function end(
  { pid, at, how, asked }: Extract<Event, { type: 'process-ended' }>,
  lane: Open[] | undefined,
  clock: (at: number) => number,
): void {
  const span = lane?.findLast((each) => each.pid === pid);
  if (span === undefined) return;
  span.to = clock(at);
  span.ended = `${asked ? 'stopped' : 'ended by itself'}: ${bounded(how)}`;
}

const rankOf = ({ spans }: LaneView): number =>
  spans.some(({ release }) => release !== 'environment') ? 0 : 1;
