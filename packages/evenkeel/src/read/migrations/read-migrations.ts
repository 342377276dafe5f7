import type { Issue } from '../../model/issue.ts';
import type { MigrationFile, Migrations, Statement } from '../../model/migration.ts';
import { classify } from './classify.ts';
import { KnownSchema } from './known-schema.ts';
import type { RawStatement, SqlMistake, SqlParser } from './parser.ts';
import { placeOfCharacter, risingPlaces, skipBlank } from './places.ts';
import { isUndoFile, withoutUndoParts } from './undo.ts';

/** A migration as it was found: its path in the folder, and what it is called in messages. */
export interface MigrationText {
  readonly name: string;
  readonly shown: string;
  readonly text: string;
}

/** The parser keeps about 200 bytes for each byte of SQL that is all small values. */
export const MAX_LENGTH = 8 * 1024 * 1024;

/**
 * Reads the migrations of a release as PostgreSQL's SQL.
 * What undoes a migration (`x.down.sql`, the part after `-- +goose Down`) is passed over.
 * @param files in any order; they are read in the order of their names, numbers as numbers, as they would run
 * @returns all files but the undoing ones; one that cannot be read has no statements, and an issue with its place
 */
export function readMigrations(files: readonly MigrationText[], parse: SqlParser): Migrations {
  const known = new KnownSchema();
  const issues: Issue[] = [];
  const order = new Intl.Collator('en', { numeric: true });
  const read = files
    .filter(({ name }) => !isUndoFile(name))
    .toSorted((a, b) => order.compare(a.name, b.name) || (a.name < b.name ? -1 : 1))
    .map((file): MigrationFile => {
      const statements = readFile(file, parse, known);
      if ('message' in statements) issues.push(statements);
      return { ...file, statements: 'message' in statements ? [] : statements };
    });
  return { files: read, issues };
}

function readFile(file: MigrationText, parse: SqlParser, known: KnownSchema): Statement[] | Issue {
  const top = { file: file.shown, line: 1, column: 1 };
  if (file.text.length > MAX_LENGTH) return { ...top, message: `longer than ${MAX_LENGTH} characters` };
  // the byte order mark counts as a column, so that places stay right
  const text = withoutUndoParts(file.text.replace(/^\ufeff/, ' '));
  const zero = text.indexOf('\0');
  // the parser takes it for the end of the text, and would read only the half
  if (zero >= 0) return { ...placeBefore(file.shown, text, zero), message: 'a NUL byte: not SQL' };
  const raw = parse(text);
  if ('message' in raw) return mistakeIn(file.shown, text, raw);
  return statementsOf(file.shown, text, raw, known);
}

const placeBefore = (file: string, text: string, end: number) =>
  placeOfCharacter(file, text.slice(0, end), Number.POSITIVE_INFINITY);

function mistakeIn(file: string, text: string, { message, character }: SqlMistake): Issue {
  const place = placeOfCharacter(file, text, character);
  const line = text.split('\n', place.line).at(-1) ?? '';
  const command = /^\\\S*/.exec(line.slice(place.column - 1));
  if (command !== null)
    return {
      ...place,
      message: `${command[0].slice(0, 40)} is a command of psql, not SQL`,
      hint: 'take it out, or print what psql would send',
    };
  return {
    ...place,
    message: `not read as PostgreSQL's SQL: ${message.slice(0, 200)}`,
    hint: 'only PostgreSQL is known; what other databases would do stays unclassified',
  };
}

function statementsOf(
  file: string,
  text: string,
  raw: readonly RawStatement[],
  known: KnownSchema,
): Statement[] {
  const bytes = new TextEncoder().encode(text);
  const placeAt = risingPlaces(file, bytes);
  let open = false;
  return raw.map(({ node, start, end }) => {
    const last = Math.min(end, bytes.length);
    const first = skipBlank(bytes, start, last);
    const effect = classify(node, known);
    known.learn(effect.changes);
    const statement = {
      ...effect,
      place: placeAt(first),
      text: shortened(bytes.subarray(first, last)),
      inBlock: open,
    };
    open = opensBlock(statement.what) ?? open;
    return statement;
  });
}

/** Of a statement that begins or ends a transaction block: is one open after it? */
function opensBlock(what: string): boolean | undefined {
  if (what === 'BEGIN') return true;
  return what === 'COMMIT' || what === 'ROLLBACK' ? false : undefined;
}

const MAX_TEXT = 120;

/** A statement on one line, cut. */
export function shortened(bytes: Uint8Array): string {
  const text = new TextDecoder()
    .decode(bytes.subarray(0, MAX_TEXT * 8))
    .replace(/\s+/g, ' ')
    .trim();
  const whole = [...text];
  return whole.length > MAX_TEXT ? `${whole.slice(0, MAX_TEXT - 3).join('')}...` : text;
}
