import type { EventBody, RanStatement } from '../model/event.ts';
import { given } from '../model/given.ts';
import type { Part, Step, StepAction } from '../model/plan.ts';
import type { ReleaseName } from '../model/release.ts';
import type { CellContext } from './cell-context.ts';
import type { StatementLevel } from './ports.ts';
import type { Server } from './stack.ts';
import { kindOfStatement, withoutPasswords } from './statement-kind.ts';

/** In these steps schemas are made and changed, by more than what PostgreSQL itself calls DDL: `DO`, for one. */
const MIGRATING: readonly StepAction['kind'][] = ['setup', 'start', 'migrate', 'exception'];
/** Steps of whose rows it is worth to know; where services serve, these could be anybody's. */
const MOVING_DATA: readonly StepAction['kind'][] = ['setup', 'migrate', 'exception'];

/** Of a step, so many statements are kept, and so many characters of them. */
const MOST = {
  schema: { statements: 2_000, characters: 2 * 1024 * 1024 },
  data: { statements: 100, characters: 64 * 1024 },
} as const;

/** A step that logs more than this logs on by DDL only. */
const FLOOD_BYTES = 16 * 1024 * 1024;
const LOOK_EVERY_MS = 500;

/** How far the log of a server was read. */
const readUpTo = new WeakMap<Server, number>();

/**
 * Performs a step, and journals what it had the PostgreSQL servers of the environment do. Where that cannot be known
 * the step is performed all the same. Controls, checks and rows are left alone: nothing is judged by what they ran.
 */
export async function capturing<T>(
  context: CellContext,
  step: Step,
  part: Part,
  perform: () => Promise<T>,
): Promise<T> {
  if (context.run.purpose !== 'upgrade' || context.ofRun.before !== undefined) return perform();
  const quieten = MIGRATING.includes(step.action.kind) ? await logAll(context) : undefined;
  try {
    return await perform();
  } finally {
    await quieten?.();
    if (step.action.kind === 'start-environment') await setLevel(context, 'ddl');
    for (const server of serversOf(context)) journalStatements(context, step, part, server);
  }
}

const serversOf = (context: CellContext): readonly Server[] =>
  context.stack.servers.filter(
    ({ logs, process }) => process !== undefined && logs.some(({ format }) => format === 'postgres'),
  );

/** Has every server log all statements; returns what ends that. */
async function logAll(context: CellContext): Promise<() => Promise<void>> {
  if (serversOf(context).length === 0) return () => Promise.resolve();
  await setLevel(context, 'all');
  const done = new AbortController();
  const watch = stopAtFlood(context, done.signal).catch(() => undefined);
  return async () => {
    done.abort();
    await watch;
    await setLevel(context, 'ddl');
  };
}

async function setLevel(context: CellContext, level: StatementLevel): Promise<void> {
  if (context.signal.aborted) return;
  const { servers } = context.drivers;
  const urls = serversOf(context).map(({ prepared }) => prepared?.values.url ?? '');
  // a server that does not answer has nothing to log either
  await Promise.all(urls.map((url) => servers.logStatements(url, level).catch(() => undefined)));
}

async function stopAtFlood(context: CellContext, signal: AbortSignal): Promise<void> {
  const { clock, files } = context.drivers;
  const logs = serversOf(context).flatMap((server) => server.logs);
  const total = (): number => Object.values(files.markLogs(logs)).reduce((sum, size) => sum + size, 0);
  const before = total();
  for (;;) {
    await clock.sleep(LOOK_EVERY_MS, signal);
    if (total() - before > FLOOD_BYTES) return setLevel(context, 'ddl');
  }
}

function journalStatements(context: CellContext, step: Step, part: Part, server: Server): void {
  const [log] = server.logs;
  if (log === undefined) return;
  const { statements, next, unread } = context.drivers.servers.readStatements(
    log.file,
    readUpTo.get(server) ?? 0,
  );
  readUpTo.set(server, next);
  const withData =
    MOVING_DATA.includes(step.action.kind) &&
    context.stack.instances.every(({ running }) => running === undefined);
  const { kept, left } = selectStatements(statements, withData);
  const cut = left.schema + (unread ? 1 : 0);
  if (kept.length === 0 && cut === 0) return;
  const event: EventBody = {
    type: 'statements',
    run: context.run.id,
    part,
    step: step.id,
    server: server.name,
    release: releaseOf(step.action, part),
    statements: kept,
    ...given({ cut: cut || undefined, cutData: left.data || undefined }),
  };
  context.emit(event);
}

/**
 * What is kept of the statements that ran, and how many were too many. Rows are changed, and functions called, in the same
 * words again and again: once is enough.
 */
export function selectStatements(
  ran: readonly RanStatement[],
  withData: boolean,
): { readonly kept: readonly RanStatement[]; readonly left: Readonly<Record<'schema' | 'data', number>> } {
  const seen = new Set<string>();
  const room = { schema: new Room(MOST.schema), data: new Room(MOST.data) };
  const kept = ran.filter(({ database, sql }) => {
    const kind = kindOfStatement(sql);
    if (kind === 'other' || (kind === 'data' && !withData)) return false;
    const key = `${database} ${sql}`;
    if (kind !== 'schema' && seen.has(key)) return false;
    seen.add(key);
    return room[kind === 'data' ? 'data' : 'schema'].take(sql);
  });
  return {
    kept: kept.map(({ database, sql }) => ({ database, sql: withoutPasswords(sql) })),
    left: { schema: room.schema.left, data: room.data.left },
  };
}

/** Room for some statements. */
class Room {
  /** How many did not find room. */
  left = 0;
  private statements: number;
  private characters: number;

  constructor(most: { readonly statements: number; readonly characters: number }) {
    this.statements = most.statements;
    this.characters = most.characters;
  }

  take(sql: string): boolean {
    const fits = this.statements > 0 && this.characters >= sql.length;
    if (!fits) this.left += 1;
    this.statements -= fits ? 1 : 0;
    this.characters -= fits ? sql.length : 0;
    return fits;
  }
}

/** Whose code a step runs. */
function releaseOf(action: StepAction, part: Part): ReleaseName {
  if ('release' in action && action.release !== undefined) return action.release;
  return part === 'upgrade' ? 'target' : 'base';
}
