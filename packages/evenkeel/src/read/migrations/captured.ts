import type { Event } from '../../model/event.ts';
import type { Issue } from '../../model/issue.ts';
import type { MigrationFile, Migrations, Statement } from '../../model/migration.ts';
import { describeStep, type PlannedRun, type Step } from '../../model/plan.ts';
import type { PerRelease } from '../../model/release.ts';
import { classify } from './classify.ts';
import { KnownSchema } from './known-schema.ts';
import { withoutNoOps } from './no-ops.ts';
import type { SqlParser } from './parser.ts';
import { skipBlank } from './places.ts';
import { MAX_LENGTH, shortened } from './read-migrations.ts';

/** What the migrations of two releases really did, in one run of a journal. */
export interface Captured {
  readonly run: string;
  /** Did its upgrade go through to the end? */
  readonly passed: boolean;
  readonly labels: PerRelease<string>;
  readonly base: Migrations;
  readonly target: Migrations;
}

type Told = Extract<Event, { readonly type: 'statements' }>;

/**
 * The statements that base and target ran, each in the place of the journal where it is written, as migrations of a step
 * each. Of the journal's runs one is taken: one that passed sooner than another, then offline, then the first.
 * @returns nothing when no statement of base was captured: there is nothing to compare with
 */
export function readCaptured(
  shown: string,
  text: string,
  events: readonly Event[],
  parse: SqlParser,
): Captured | undefined {
  const [first] = events;
  const chosen = chooseRun(events);
  if (first?.type !== 'run-started' || chosen === undefined) return undefined;
  const { run, passed } = chosen;
  const steps = new Map(run.phases.flatMap((phase) => phase.steps).map((step) => [step.id, step]));
  const told = events.filter((event): event is Told => event.type === 'statements' && event.run === run.id);
  const reader = new CapturedReader(shown, linesOf(text), parse);
  const files = told
    .filter(({ part, step }) => part !== 'rollback' && !destroys(steps.get(step)))
    .map((event) => reader.read(event, steps.get(event.step)));
  const of = (...releases: string[]): Migrations => ({
    files: files.filter(({ release }) => releases.includes(release)).map(({ file }) => file),
    issues: files.filter(({ release }) => releases.includes(release)).flatMap(({ issues }) => issues),
  });
  const { base, target } = first.model.releases;
  return {
    run: run.id,
    passed,
    labels: { base: base.label, target: target.label },
    base: of('base'),
    target: of('base', 'target'),
  };
}

/** What users made is taken away at their wish: no migration. */
const destroys = (step: Step | undefined): boolean =>
  step?.action.kind === 'resource' && step.action.action === 'destroy';

function chooseRun(
  events: readonly Event[],
): { readonly run: PlannedRun; readonly passed: boolean } | undefined {
  const [first] = events;
  if (first?.type !== 'run-started') return undefined;
  const told = new Set(
    events.flatMap((event) => (event.type === 'statements' && event.release === 'base' ? [event.run] : [])),
  );
  const passed = new Set(
    events.flatMap((event) =>
      event.type === 'cell-run-finished' && event.outcome.upgrade === 'passed' ? [event.run] : [],
    ),
  );
  const rank = (run: PlannedRun): number => (passed.has(run.id) ? 0 : 2) + (run.code === 'offline' ? 0 : 1);
  const [run] = first.plan.runs.filter(({ id }) => told.has(id)).toSorted((a, b) => rank(a) - rank(b));
  return run === undefined ? undefined : { run, passed: passed.has(run.id) };
}

interface Line {
  readonly text: string;
  readonly number: number;
}

/** The lines of a journal that tell of statements, by the numbers of their events. */
function linesOf(text: string): Map<number, Line> {
  const lines = new Map<number, Line>();
  text.split('\n').forEach((line, index) => {
    const seq = line.includes('"type":"statements"') ? /^\{"seq":(\d+),/.exec(line)?.[1] : undefined;
    if (seq !== undefined) lines.set(Number(seq), { text: line, number: index + 1 });
  });
  return lines;
}

interface ReadEvent {
  readonly release: string;
  readonly file: MigrationFile;
  readonly issues: readonly Issue[];
}

/** Reads the events of a run in their order, and remembers what each database is like by then. */
class CapturedReader {
  private readonly known = new Map<string, KnownSchema>();
  private readonly ran = new Set<string>();

  constructor(
    private readonly shown: string,
    private readonly lines: ReadonlyMap<number, Line>,
    private readonly parse: SqlParser,
  ) {}

  read(event: Told, step: Step | undefined): ReadEvent {
    const { seq, server, release, statements, cut = 0 } = event;
    const line = this.lines.get(seq) ?? { text: '', number: 1 };
    const work = workOf(event, step);
    const name = `${release}: ${work}, ${server}`;
    const issues: Issue[] = [];
    const read: Statement[] = [];
    let at = 0;
    for (const { database, sql } of statements) {
      const written = line.text.indexOf(JSON.stringify(sql), at);
      // written in another way than ours: the others are not looked for either
      at = written < 0 ? line.text.length : written + 1;
      const place = { file: this.shown, line: line.number, column: Math.max(1, written + 1) };
      const found = this.statementsOf(sql, `${server} ${database}`, place);
      if ('message' in found) issues.push(found);
      else for (const each of found) read.push({ ...each, text: `${each.text} [${work}]` });
    }
    if (cut > 0) issues.push({ file: this.shown, line: line.number, column: 1, ...tooMany(cut) });
    return { release, file: { name, shown: this.shown, text: '', statements: read }, issues };
  }

  private statementsOf(sql: string, database: string, place: Statement['place']): Statement[] | Issue {
    if (sql.length > MAX_LENGTH) return { ...place, message: `longer than ${MAX_LENGTH} characters` };
    // the parser takes it for the end of the text
    if (sql.includes('\0')) return { ...place, message: 'a NUL byte: not SQL' };
    const raw = this.parse(sql);
    if ('message' in raw)
      return { ...place, message: `not read as PostgreSQL's SQL: ${raw.message.slice(0, 200)}` };
    const known = this.known.get(database) ?? new KnownSchema();
    this.known.set(database, known);
    const bytes = new TextEncoder().encode(sql);
    const columnAt = risingColumns(bytes, place.column);
    return raw.flatMap(({ node, start, end }) => {
      const last = Math.min(end, bytes.length);
      const begin = skipBlank(bytes, start, last);
      const effect = withoutNoOps(node, classify(node, known), known);
      known.learn(effect.changes);
      const words = bytes.subarray(begin, last);
      const key = `${database} ${new TextDecoder().decode(words).trim()}`;
      const again =
        this.ran.has(key) && !effect.changes.some(({ kind }) => kind !== 'constraint' && kind !== 'index');
      this.ran.add(key);
      const column = columnAt(begin);
      return again
        ? []
        : [{ ...effect, place: { ...place, column }, text: shortened(words), inBlock: false }];
    });
  }
}

/** A step in words; by its number when the journal does not tell enough of it. */
function workOf(event: Told, step: Step | undefined): string {
  try {
    return step === undefined ? event.step : describeStep(step.action);
  } catch {
    return event.step;
  }
}

/** Byte offsets of a text to columns, where it is written as JSON from a column on. Offsets must rise. */
function risingColumns(bytes: Uint8Array, first: number): (offset: number) => number {
  let [at, column] = [0, first + 1];
  return (offset) => {
    column += JSON.stringify(new TextDecoder().decode(bytes.subarray(at, offset))).length - 2;
    at = offset;
    return column;
  };
}

const tooMany = (cut: number): Pick<Issue, 'message' | 'hint'> => ({
  message: `${cut} more statements ran in this step than are kept: they are not judged`,
  hint: 'judge the SQL itself, with --migrations',
});
