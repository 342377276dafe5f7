import { readReleaseFolder } from '../drivers/store/release-folder.ts';
import type { Contract } from '../model/contract.ts';
import { formatIssue } from '../model/issue.ts';
import type { Migrations } from '../model/migration.ts';
import type { PerRelease } from '../model/release.ts';
import { readCaptured } from '../read/migrations/captured.ts';
import { loadSqlParser, type SqlParser } from '../read/migrations/parser.ts';
import { readMigrations } from '../read/migrations/read-migrations.ts';
import { BadInput } from './bad-input.ts';
import type { AskedRelease, CheckRequest } from './check-request.ts';
import { openJournalOf } from './open-journal.ts';

type Field = { readonly migrations: Migrations };

/** The migrations of both releases, and what the releases are called where they come from. */
export interface BothMigrations {
  readonly base: Field;
  readonly target: Field;
  readonly labels?: PerRelease<string>;
}

/**
 * The migrations of both releases, when they are asked for: as files, or as the statements that a run captured.
 * @throws BadInput when a folder is not there or cannot be read
 */
export async function migrationsOf({
  base,
  target,
  migrations,
  captured,
}: CheckRequest): Promise<BothMigrations | undefined> {
  if (captured !== undefined && migrations !== undefined)
    throw BadInput.because('--captured and --migrations tell of the same: give one of them.');
  if (captured !== undefined) return capturedIn(captured);
  if (migrations === undefined) return undefined;
  const parse = onceForEachText(await loadSqlParser());
  const read = ({ release, folder }: AskedRelease): Field => {
    const files = readReleaseFolder(release, migrations, '.sql', folder);
    if ('why' in files) throw BadInput.because(files.why);
    const texts = files.map(({ path, name, text }) => ({ name: path, shown: name, text }));
    return { migrations: readMigrations(texts, parse) };
  };
  return { base: read(base), target: read(target) };
}

/** Parsed statements are 200 times as large as their text: so much text is kept parsed. */
const MAX_KEPT = 1024 * 1024;

/** Most migrations of target are those of base, letter by letter. */
function onceForEachText(parse: SqlParser): SqlParser {
  const known = new Map<string, ReturnType<SqlParser>>();
  let left = MAX_KEPT;
  return (text) => {
    const parsed = known.get(text) ?? parse(text);
    if (!known.has(text) && text.length <= left) {
      known.set(text, parsed);
      left -= text.length;
    }
    return parsed;
  };
}

async function capturedIn(folder: string): Promise<BothMigrations> {
  const { file, text, events } = openJournalOf(folder);
  const captured = readCaptured(file, text, events, await loadSqlParser());
  if (captured === undefined)
    throw BadInput.because(
      `${file} tells of no statements: the plan has no PostgreSQL server in its environment, or one whose log says something else (log_statement, log_line_prefix), or the run was made by an evenkeel that did not capture them.`,
    );
  const { run, passed, base, target, labels } = captured;
  const count = ({ files }: Migrations): number => files.flatMap(({ statements }) => statements).length;
  const [ours, theirs] = [count(target) - count(base), count(base)];
  const after = passed
    ? ''
    : '; its upgrade did not get through, so what would have come later is not judged';
  process.stderr.write(
    `Judged: the statements that ${run} ran, ${ours} of target after ${theirs} of base${after}.\n`,
  );
  return { base: { migrations: base }, target: { migrations: target }, labels };
}

/**
 * Says which migrations of target could not be read: nothing was judged of them. Those that base has in the same
 * words are no news.
 * @returns whether there is one
 */
export function tellUnread({ base, target }: Contract): boolean {
  const shipped = new Set(base.migrations?.files.map(({ name }) => name));
  const fresh = new Set(
    target.migrations?.files.filter(({ name }) => !shipped.has(name)).map(({ shown }) => shown),
  );
  const issues = (target.migrations?.issues ?? []).filter(({ file }) => fresh.has(file));
  for (const issue of issues) process.stderr.write(`${formatIssue(issue)}\n`);
  return issues.length > 0;
}
