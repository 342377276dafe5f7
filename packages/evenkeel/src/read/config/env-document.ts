import type { IniDocument, IniLine, IniSetting } from '../../model/ini.ts';
import type { Issue } from '../../model/issue.ts';

const MOST_CHARACTERS = 1024 * 1024;
const MOST_ISSUES = 20;
/** `NAME=`, `NAME =` or `NAME: `, with `export` before it or without. */
const HEAD = /^([^\S\r\n]*(?:export[^\S\r\n]+)?)([\w.-]+)(?:[^\S\r\n]*=|:(?=[^\S\r\n]))/;
const NOTHING = /^\s*(?:#.*)?$/;

interface Row {
  readonly text: string;
  readonly end: string;
  readonly start: number;
}

/**
 * Reads a `.env` file as dotenv 16 does, and keeps every character of it. A value in `"`, `'` or a backquote may go over
 * several lines; in `"`, `\n` and `\r` are line ends; outside of quotes a `#` starts a comment. dotenv passes over a line
 * that assigns nothing: here it is a mistake.
 */
export function readEnv(
  file: string,
  text: string,
): { readonly document: IniDocument; readonly issues: readonly Issue[] } {
  if (text.length > MOST_CHARACTERS) {
    const issue = { file, line: 1, column: 1, message: 'the file is larger than 1 MiB' };
    return { document: { file, lines: [], sections: [], settings: [] }, issues: [issue] };
  }
  const rows = rowsOf(text);
  const [lines, settings]: [IniLine[], IniSetting[]] = [[], []];
  while (lines.length < rows.length) {
    const setting = assignmentAt(text, rows, lines.length);
    if (setting !== undefined) settings.push(setting);
    const taken = rows.slice(lines.length, lines.length + (setting?.count ?? 1));
    for (const [index, { text: line, end }] of taken.entries())
      lines.push({ kind: index > 0 ? 'continuation' : kindOf(line, setting), text: line, end });
  }
  const issues = lines.flatMap(({ kind }, index): Issue[] =>
    kind === 'wrong' ? [{ file, line: index + 1, column: 1, ...NO_ASSIGNMENT }] : [],
  );
  return { document: { file, lines, sections: [], settings }, issues: issues.slice(0, MOST_ISSUES) };
}

const NO_ASSIGNMENT = {
  message: 'neither a comment nor NAME=value',
  hint: 'begin the line with # or remove it',
};

function kindOf(line: string, setting: IniSetting | undefined): IniLine['kind'] {
  if (setting !== undefined) return 'setting';
  return NOTHING.test(line) ? 'comment' : 'wrong';
}

/** dotenv takes a carriage return alone for a line end too. */
function rowsOf(text: string): Row[] {
  const rows: Row[] = [];
  let start = 0;
  for (const { 0: end, index } of text.matchAll(/\r\n?|\n/g)) {
    rows.push({ text: text.slice(start, index), end, start });
    start = index + end.length;
  }
  if (start < text.length) rows.push({ text: text.slice(start), end: '', start });
  return rows;
}

function assignmentAt(text: string, rows: readonly Row[], first: number): IniSetting | undefined {
  const row = rows[first];
  const head = row && HEAD.exec(row.text);
  if (row === undefined || head === null || head === undefined) return undefined;
  const [all, before = '', key = ''] = head;
  const from = row.start + all.length;
  const body = row.text.slice(all.length);
  const close = closingQuote(text, from + body.length - body.trimStart().length, body.trimStart()[0]);
  const written = close === undefined ? body.replace(/#.*$/, '') : text.slice(from, close + 1);
  let count = 1;
  while (close !== undefined && (rows[first + count]?.start ?? text.length) <= close) count += 1;
  return { section: '', key, value: textIn(written.trim()), first, count, keyAt: before.length };
}

/**
 * Where the quote that is opened at `open` is closed, with nothing but a comment behind it. A quote behind a backslash
 * closes only when no other does.
 */
function closingQuote(text: string, open: number, quote: string | undefined): number | undefined {
  if (quote === undefined || !`"'\``.includes(quote)) return undefined;
  const found: number[] = [];
  for (let at = text.indexOf(quote, open + 1); at >= 0; at = text.indexOf(quote, at + 1)) {
    found.push(at);
    if (text[at - 1] !== '\\') break;
  }
  return found.findLast((at) => NOTHING.test(/[^\r\n]*/.exec(text.slice(at + 1, at + 2000))?.[0] ?? ''));
}

/** A pair of quotes is taken away; only in " is there an escape. */
function textIn(written: string): string {
  const [quote = ''] = written;
  const isQuoted = written.length > 1 && `"'\``.includes(quote) && written.endsWith(quote);
  const plain = (isQuoted ? written.slice(1, -1) : written).replace(/\r\n?/g, '\n');
  return quote === '"' ? plain.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : plain;
}
