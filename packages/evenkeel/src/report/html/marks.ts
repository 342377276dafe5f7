import type { Event } from '../../model/event.ts';
import { describeStep } from '../../model/plan.ts';
import { bounded } from './bounded.ts';
import type { RunRecord } from './run-records.ts';
import type { MarkView } from './view.ts';

/** Of the marks of one run; what is beyond is told as one more mark. */
const MOST_MARKS = 400;
const MOST_CHARACTERS = 300;

/** What happened at a moment: failures, what was logged then, warnings, migrations, manual steps, files written. */
export function marksOf(record: RunRecord, clock: (at: number) => number): MarkView[] {
  const all = record.events.flatMap((event) =>
    marksIn(record, event).map((mark) => ({ ...mark, at: clock(event.at) })),
  );
  if (all.length <= MOST_MARKS) return all;
  const last = all[MOST_MARKS];
  const rest = `and ${all.length - MOST_MARKS} more in journal.jsonl`;
  return [...all.slice(0, MOST_MARKS), { kind: 'log', at: last?.at ?? 0, text: rest }];
}

type Mark = Omit<MarkView, 'at'>;

function marksIn(record: RunRecord, event: Event): Mark[] {
  switch (event.type) {
    case 'step-finished':
      return event.failure === undefined ? [] : failureMarks(record, event.step, event.failure);
    case 'step-started':
      return stepMarks(record, event.step);
    case 'warning':
      return [mark('warning', `${event.release} warns: ${event.text}`, event.instance)];
    case 'frozen-file-written':
      return [mark('file', `${event.file} is written: ${event.how}`)];
    default:
      return [];
  }
}

function failureMarks(
  { steps }: RunRecord,
  step: string,
  { message, instance, log }: NonNullable<Extract<Event, { type: 'step-finished' }>['failure']>,
): Mark[] {
  const at = steps.get(step);
  const words = at === undefined ? step : describeStep(at.step.action);
  const bySource = new Map<string, { readonly first: string; more: number }>();
  for (const { source, text } of log) {
    const seen = bySource.get(source);
    if (seen === undefined) bySource.set(source, { first: text, more: 0 });
    else seen.more++;
  }
  // the failure comes last: it is drawn over what was logged
  return [
    ...[...bySource].map(([source, { first, more }]) =>
      mark('log', `${source} logged: ${first}${more === 0 ? '' : ` (and ${more} more lines)`}`, source),
    ),
    mark('failure', `${words}: ${message}`, instance),
  ];
}

function stepMarks({ steps }: RunRecord, id: string): Mark[] {
  const action = steps.get(id)?.step.action;
  if (action?.kind === 'migrate') return [mark('migration', describeStep(action))];
  if (action?.kind === 'exception') return [mark('exception', describeStep(action))];
  return action?.kind === 'lay-files' ? [mark('file', describeStep(action))] : [];
}

const mark = (kind: MarkView['kind'], text: string, lane?: string): Mark => ({
  kind,
  text: bounded(text, MOST_CHARACTERS),
  ...(typeof lane === 'string' && { lane: bounded(lane) }),
});
