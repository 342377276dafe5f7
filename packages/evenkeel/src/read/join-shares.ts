import type { Event, RunOutcome } from '../model/event.ts';
import type { PlannedRun } from '../model/plan.ts';
import type { Share } from '../model/share.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { firstDifference } from './difference.ts';

type Started = Extract<Event, { type: 'run-started' }>;

/** The journal of one machine. */
export interface ShareJournal {
  /** How its user calls it: the folder. */
  readonly name: string;
  readonly started: Started;
  /** What came after the start. */
  readonly events: readonly Event[];
}

/** Why journals are not shares of one plan, naming what differs; `undefined` when they can be joined. */
export function whyNotJoined(journals: readonly ShareJournal[]): string | undefined {
  const [first, ...others] = journals;
  if (first === undefined) return 'there is nothing to join';
  const whole = journals.find(({ started }) => started.share === undefined);
  if (whole !== undefined)
    return `${whole.name} is a run of the whole plan: only runs with --shard are joined`;
  for (const other of others) {
    const difference = firstDifference(likeness(first.started), likeness(other.started));
    if (difference !== undefined)
      return `${first.name} and ${other.name} are not shares of one plan; ${difference}`;
  }
  const seen = new Map<number, string>();
  for (const journal of journals) {
    const twin = seen.get(indexOf(journal));
    if (twin !== undefined)
      return `${twin} and ${journal.name} are both share ${indexOf(journal)} of ${first.started.share?.of}`;
    seen.set(indexOf(journal), journal.name);
  }
  return undefined;
}

/** What all shares of one plan have in common, wherever they ran; the first differing key is what a user is told. */
function likeness({ journal, machine, share, plan, model }: Started): object {
  return {
    'evenkeel, major version': machine.evenkeel.split('.')[0],
    'journal version': journal,
    seed: plan.seed,
    shares: share?.of,
    model: withoutPlaces(model),
    plan,
  };
}

/** A model without the folders of one machine. */
function withoutPlaces(model: UpgradeModel): unknown {
  const files = model.files.map(({ union: _, ...file }) => file);
  return JSON.parse(JSON.stringify({ ...model, files }), (_key, value: unknown) =>
    typeof value === 'string' && (value === model.dir || value.startsWith(`${model.dir}/`))
      ? `.${value.slice(model.dir.length)}`
      : value,
  );
}

/** The events of one run from those of its shares, in order of time, and the shares that are missing. */
export function joinShares(journals: readonly ShareJournal[]): {
  readonly events: Event[];
  readonly missing: readonly Pick<Share, 'index' | 'of'>[];
} {
  const inOrder = journals.toSorted((one, other) => indexOf(one) - indexOf(other));
  const first = inOrder[0]?.started;
  if (first === undefined) return { events: [], missing: [] };
  const of = first.share?.of ?? 1;
  const missing = Array.from({ length: of }, (_, at) => ({ index: at + 1, of })).filter(
    ({ index }) => !inOrder.some((journal) => indexOf(journal) === index),
  );
  const chosen = new Map(first.plan.runs.map((run) => [run.id, choose(run, inOrder)]));
  const kept = inOrder.flatMap((journal) =>
    journal.events.filter((event) =>
      'run' in event ? chosen.get(event.run) === journal : event.type !== 'run-finished',
    ),
  );
  const all = inOrder.every(({ events }) => events.some(({ type }) => type === 'run-finished'));
  const bodies: Event[] = [
    beginningOf(first, inOrder),
    ...kept.toSorted((one, other) => one.at - other.at),
    ...(all ? [{ seq: 0, at: lastMoment(inOrder), type: 'run-finished' } as const] : []),
  ];
  return { events: bodies.map((event, index) => ({ ...event, seq: index + 1 })), missing };
}

/** The whole plan, with no process and no folder of its own: nothing of it runs here. */
function beginningOf({ share: _, ...first }: Started, inOrder: readonly ShareJournal[]): Started {
  return {
    ...first,
    at: Math.min(...inOrder.map(({ started }) => started.at)),
    harness: { pid: 0, startTime: '', scratch: '' },
    command: first.command.replace(/ --shard \d+\/\d+$/, ''),
    joined: inOrder.map(({ started }) => ({
      index: started.share?.index ?? 0,
      of: started.share?.of ?? 0,
      machine: started.machine,
    })),
  };
}

/**
 * Which share's account of a run counts. Controls and checks are made by all: one that did not pass anywhere is a doubt that
 * counts. An experiment is an answer wherever it came to its end.
 */
function choose(run: PlannedRun, inOrder: readonly ShareJournal[]): ShareJournal | undefined {
  const taking = inOrder.filter(({ started }) => started.share?.runs.includes(run.id));
  const ended = (journal: ShareJournal): RunOutcome | undefined => {
    const found = journal.events.find((event) => event.type === 'cell-run-finished' && event.run === run.id);
    return found?.type === 'cell-run-finished' ? found.outcome : undefined;
  };
  if (run.purpose === 'experiment')
    return taking.find((journal) => ended(journal) !== undefined) ?? taking[0];
  return taking.find((journal) => !isFaultless(ended(journal))) ?? taking[0];
}

const isFaultless = (outcome: RunOutcome | undefined): boolean =>
  outcome !== undefined &&
  outcome.harness === undefined &&
  outcome.base !== 'failed' &&
  outcome.upgrade !== 'failed' &&
  outcome.rollback !== 'failed';

const indexOf = ({ started }: ShareJournal): number => started.share?.index ?? 0;

const lastMoment = (journals: readonly ShareJournal[]): number =>
  Math.max(...journals.map(({ started, events }) => events.at(-1)?.at ?? started.at));
