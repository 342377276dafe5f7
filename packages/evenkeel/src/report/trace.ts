import { createHash } from 'node:crypto';
import type { Event, Failure, RunOutcome } from '../model/event.ts';
import { describeState, describeStep, type Phase, type Plan, type PlannedRun } from '../model/plan.ts';
import type { Verdict } from '../model/verdict.ts';
import { titleOf } from './cases.ts';
import { wellFormed } from './well-formed.ts';

/** Of OTLP: `unset`, `ok`, `error`. Source: opentelemetry-proto, trace.proto, Status.StatusCode. */
const CODES = { unset: 0, ok: 1, error: 2 } as const;
/** A span of work inside of a program. Source: trace.proto, Span.SpanKind. */
const INTERNAL = 1;

type Status = { readonly code: number; readonly message?: string };
type Attributes = Readonly<Record<string, string | number>>;

/** A span of OTLP's JSON, which has times as text in nanoseconds. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly object[];
  readonly status: Status;
}

/** The span below which a run belongs, by the W3C's `traceparent`. */
export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
}

/** A run as spans: the run itself, below it installs and each walk, below those phases, and steps below these. */
export function spansOf(events: readonly Event[], verdict: Verdict, parent?: TraceParent): Span[] {
  const started = events.find((event) => event.type === 'run-started');
  if (started === undefined) return [];
  const { pid, startTime, scratch } = started.harness;
  const own = digest([started.at, pid, startTime, scratch].join(' '));
  const maker = new SpanMaker(parent?.traceId ?? own.slice(0, 32), own);
  const root = maker.make({
    key: 'run',
    name: `evenkeel run ${titleOf(events)}`,
    from: started.at,
    to: events.at(-1)?.at ?? started.at,
    status: { code: verdict.exitCode === 0 ? CODES.ok : CODES.error },
    attributes: {
      'evenkeel.seed': started.plan.seed,
      'evenkeel.exit_code': verdict.exitCode,
      ...Object.fromEntries(verdict.cells.map(({ cell, result }) => [`evenkeel.${cell}`, result.verdict])),
    },
    ...(parent && { parent: parent.spanId }),
  });
  const byRun = new Map<string, Event[]>();
  for (const event of events) {
    if (!('run' in event)) continue;
    const list = byRun.get(event.run) ?? [];
    byRun.set(event.run, list);
    list.push(event);
  }
  return [
    root,
    ...installSpans(maker, events, root.spanId),
    ...started.plan.runs.flatMap((run) =>
      runSpans(maker, started.plan, run, byRun.get(run.id) ?? [], root.spanId),
    ),
  ];
}

interface SpanFacts {
  /** Unique in the run. */
  readonly key: string;
  readonly name: string;
  readonly parent?: string;
  readonly from: number;
  readonly to: number;
  readonly status: Status;
  readonly attributes?: Attributes;
}

/** Makes spans whose ids follow from the journal, so that the same journal is the same trace. */
class SpanMaker {
  constructor(
    private readonly traceId: string,
    private readonly salt: string,
  ) {}

  make({ key, name, parent, from, to, status, attributes = {} }: SpanFacts): Span {
    return {
      traceId: this.traceId,
      spanId: digest(`${this.salt} ${key}`).slice(0, 16),
      ...(parent !== undefined && { parentSpanId: parent }),
      name: wellFormed(name),
      kind: INTERNAL,
      startTimeUnixNano: nanoseconds(from),
      endTimeUnixNano: nanoseconds(Math.max(from, to)),
      attributes: attributesOf(attributes),
      status,
    };
  }
}

function installSpans(maker: SpanMaker, events: readonly Event[], parent: string): Span[] {
  return events.flatMap((event) => {
    if (event.type !== 'install-finished') return [];
    const { service, release, ms, at, error } = event;
    const status = error === undefined ? { code: CODES.ok } : failed(error);
    const name = `install ${release} of ${service}`;
    return [maker.make({ key: name, name, parent, from: at - (ms || 0), to: at, status })];
  });
}

function runSpans(
  maker: SpanMaker,
  plan: Plan,
  run: PlannedRun,
  events: readonly Event[],
  parent: string,
): Span[] {
  const first = events.find(({ type }) => type === 'cell-run-started');
  if (first === undefined) return [];
  const finished = events.find((event) => event.type === 'cell-run-finished');
  const end = finished?.at ?? events.at(-1)?.at ?? first.at;
  const cells = plan.cells.filter(({ attempts }) => attempts.some(({ runs }) => runs.includes(run.id)));
  const span = maker.make({
    key: run.id,
    name: run.title,
    parent,
    from: first.at,
    to: end,
    status: statusOfRun(finished?.outcome),
    attributes: {
      'evenkeel.run': run.id,
      'evenkeel.purpose': run.purpose,
      'evenkeel.cells': cells.map(({ id }) => id).join(','),
    },
  });
  return [span, ...phaseSpans(maker, run, events, end, span.spanId)];
}

function phaseSpans(
  maker: SpanMaker,
  run: PlannedRun,
  events: readonly Event[],
  end: number,
  parent: string,
): Span[] {
  const begun = events.filter((event) => event.type === 'phase-started');
  return begun.flatMap((event, index) => {
    const phase = run.phases.find(({ id }) => id === event.phase);
    if (phase === undefined) return [];
    const own = new Set(phase.steps.map(({ id }) => id));
    const inside = events.filter((each) => 'step' in each && own.has(each.step));
    const failure = inside.flatMap((each) => failureIn(each) ?? [])[0];
    const span = maker.make({
      key: `${run.id} phase ${phase.id}`,
      name: phase.title,
      parent,
      from: event.at,
      to: begun[index + 1]?.at ?? end,
      status: failure === undefined ? { code: CODES.unset } : failed(failure.message),
      attributes: { 'evenkeel.part': phase.part, 'evenkeel.state': describeState(phase.state) },
    });
    return [span, ...stepSpans(maker, phase, inside, end, span.spanId)];
  });
}

function stepSpans(
  maker: SpanMaker,
  phase: Phase,
  events: readonly Event[],
  end: number,
  parent: string,
): Span[] {
  const finished = new Map(
    events.flatMap((each) => (each.type === 'step-finished' ? [[each.step, each]] : [])),
  );
  const begun = new Map(
    events.flatMap((each) => (each.type === 'step-started' ? [[each.step, each.at]] : [])),
  );
  return phase.steps.flatMap(({ id, action }) => {
    const from = begun.get(id);
    if (from === undefined) return [];
    const last = finished.get(id);
    const failure = last && failureIn(last);
    const status = failure === undefined ? { code: last ? CODES.ok : CODES.unset } : failed(failure.message);
    const name = describeStep(action);
    return [
      maker.make({
        key: `step ${id}`,
        name,
        parent,
        from,
        to: last?.at ?? end,
        status,
        attributes: { 'evenkeel.step': id, 'evenkeel.kind': action.kind },
      }),
    ];
  });
}

const failureIn = (event: Event): Failure | undefined =>
  event.type === 'step-finished' ? event.failure : undefined;

function statusOfRun(outcome: RunOutcome | undefined): Status {
  if (outcome === undefined) return { code: CODES.unset };
  if (outcome.harness !== undefined) return failed(outcome.harness);
  const parts = (['base', 'upgrade', 'rollback'] as const).filter((part) => outcome[part] === 'failed');
  return parts.length === 0 ? { code: CODES.ok } : failed(`${parts.join(' and ')} failed`);
}

const MOST_CHARACTERS = 500;

const failed = (message: string): Status => ({
  code: CODES.error,
  message: wellFormed(message.slice(0, MOST_CHARACTERS)),
});

const nanoseconds = (at: number): string => `${Math.max(0, Math.round(at))}000000`;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Attributes as OTLP has them; a whole number is text in its JSON. */
export const attributesOf = (attributes: Attributes): object[] =>
  Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: wellFormed(value) },
  }));
