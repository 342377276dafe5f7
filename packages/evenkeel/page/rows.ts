import type { BucketView, LaneView, PhaseView, ProbeView, RunView } from '../src/report/html/view.ts';

/** One band of the timeline, and where it is drawn. */
export type Row = { readonly top: number; readonly height: number; readonly label: string } & (
  | { readonly kind: 'phases'; readonly phases: readonly PhaseView[] }
  | { readonly kind: 'lane'; readonly lane: LaneView }
  | { readonly kind: 'events' }
  | { readonly kind: 'probe'; readonly probe: ProbeView }
);

const HEIGHTS = { phases: 26, lane: 24, events: 20, probe: 34 } as const;
const GAP = 4;

/** The bands of a run from the top: phases, one lane an instance, what belongs to none, the probes. */
export function rowsOf({ phases, lanes, marks, probes }: RunView): { rows: Row[]; height: number } {
  const names = new Set(lanes.map(({ name }) => name));
  const hasOthers = marks.some(({ lane }) => lane === undefined || !names.has(lane));
  const rows: Row[] = [];
  let top = 0;
  const add = (row: Row): void => {
    rows.push(row);
    top += row.height + GAP;
  };
  const at = (kind: keyof typeof HEIGHTS, label: string) => ({ top, height: HEIGHTS[kind], label });
  add({ kind: 'phases', phases, ...at('phases', 'phases') });
  for (const lane of lanes) add({ kind: 'lane', lane, ...at('lane', lane.name) });
  if (hasOthers) add({ kind: 'events', ...at('events', 'events') });
  for (const probe of probes)
    add({ kind: 'probe', probe, ...at('probe', `${probe.probe} of ${probe.instance}`) });
  return { rows, height: top };
}

/** What there is to say of a moment, in sentences. */
export function momentInWords({ phases, lanes, marks, probes }: RunView, at: number, near: number): string[] {
  const phase = phases.findLast(({ from }) => from <= at);
  const running = lanes.flatMap(({ name, spans }) => {
    const span = spans.find(({ from, to }) => from <= at && at <= to);
    return span === undefined
      ? []
      : [`${name}: ${span.release} ${span.release === 'environment' ? '' : span.label}`.trim()];
  });
  const beside = marks.filter((mark) => Math.abs(mark.at - at) <= near).slice(0, 4);
  const answers = probes.flatMap(({ probe, instance, buckets }) => {
    const bucket = nearest(buckets, at);
    return bucket === undefined || Math.min(Math.abs(bucket.from - at), Math.abs(bucket.to - at)) > near * 3
      ? []
      : [`${probe} of ${instance}: ${bucketInWords(bucket)}`];
  });
  return [
    ...(phase === undefined ? [] : [`${phase.part}, ${phase.title}`]),
    ...(running.length === 0 ? ['nothing runs'] : [running.join(', ')]),
    ...answers,
    ...beside.map(({ text }) => text),
  ];
}

function nearest(buckets: readonly BucketView[], at: number): BucketView | undefined {
  let best: BucketView | undefined;
  for (const bucket of buckets)
    if (best === undefined || distance(bucket, at) < distance(best, at)) best = bucket;
  return best;
}

const distance = ({ from, to }: BucketView, at: number): number =>
  at < from ? from - at : Math.max(0, at - to);

/** `12 answers, 2 to 9 ms, mean 3 ms, 1 failed: …`. */
export function bucketInWords({ count, min, mean, max, failures, message }: BucketView): string {
  const time = count === 1 ? `${max} ms` : `${min} to ${max} ms, mean ${mean} ms`;
  const failed = failures === 0 ? '' : `, ${failures} failed${message === undefined ? '' : `: ${message}`}`;
  return `${count} ${count === 1 ? 'answer' : 'answers'}, ${time}${failed}`;
}
