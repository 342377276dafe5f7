import type { Line, LineChange } from '../../model/lines.ts';

/** Some characters of a text in place of others. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The lines of a text; only a line feed, with or without a carriage return before it, ends one. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', start)) {
    const stop = text[at - 1] === '\r' && at > start ? at - 1 : at;
    lines.push({ text: text.slice(start, stop), end: text.slice(stop, at + 1) });
    start = at + 1;
  }
  if (start < text.length) lines.push({ text: text.slice(start), end: '' });
  return lines;
}

/** The start of the line that an offset is in. */
export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Where the line of an offset ends, its end included. */
export function lineStop(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}

/** How the lines of a text end, as the first of them does. */
export const lineEndOf = (text: string): string => (/\r?\n/.exec(text) ?? ['\n'])[0];

/** Whole lines of a text, and the column at which a comment in them starts. */
export interface Block {
  readonly start: number;
  readonly stop: number;
  readonly column: number;
}

/** A block as a comment, below one that says why; without a reason, below nothing. */
export function commentedOut(text: string, { start, stop, column }: Block, reason?: string): string {
  const lines = linesOf(text.slice(start, stop)).map((line) => {
    const at = Math.min(column, line.text.length - line.text.trimStart().length);
    const isBlank = line.text.trim() === '';
    return (isBlank ? line.text : `${line.text.slice(0, at)}#${line.text.slice(at)}`) + line.end;
  });
  const why = reason === undefined ? '' : `${' '.repeat(column)}# evenkeel: ${reason}${lineEndOf(text)}`;
  return why + lines.join('');
}

/** Lines put below the line of an offset. */
export function putBelow(text: string, offset: number, lines: readonly string[]): TextChange {
  const eol = lineEndOf(text);
  const stop = offset > 0 && text[offset - 1] === '\n' ? offset : lineStop(text, offset);
  const isEnded = stop === 0 || text[stop - 1] === '\n';
  const added = lines.join(eol);
  return { start: stop, end: stop, text: isEnded ? added + eol : eol + added };
}

interface KeptLine extends Line {
  /** Its index in the text that was there first; nothing for a line that was put in or changed. */
  readonly from?: number;
}

/** A text under change that knows which of its lines are still the first ones. Never changes itself. */
export class ChangedLines {
  readonly text: string;
  private readonly lines: readonly KeptLine[];
  private readonly first: number;

  private constructor(text: string, lines: readonly KeptLine[], first: number) {
    this.text = text;
    this.lines = lines;
    this.first = first;
  }

  static of(text: string): ChangedLines {
    const lines = linesOf(text).map((line, from) => ({ ...line, from }));
    return new ChangedLines(text, lines, lines.length);
  }

  /** The same with other characters; no change reaches into another. */
  with(changes: readonly TextChange[]): ChangedLines {
    let [text, lines] = [this.text, [...this.lines]];
    for (const { start, end, text: put } of changes.toSorted((a, b) => b.start - a.start)) {
      const next = text.slice(0, start) + put + text.slice(end);
      lines = relined(text, lines, next);
      text = next;
    }
    return new ChangedLines(text, lines, this.first);
  }

  /** What became of the first lines. */
  changes(): LineChange[] {
    const found: LineChange[] = [];
    let [at, added] = [0, [] as string[]];
    const close = (until: number): void => {
      if (until > at || added.length > 0) found.push({ at, removed: until - at, added });
      added = [];
    };
    for (const { text, end, from } of this.lines) {
      if (from === undefined) added.push(text + end);
      else {
        close(from);
        at = from + 1;
      }
    }
    close(this.first);
    return found;
  }
}

/** The lines before and behind a change stay what they were. */
function relined(before: string, old: readonly KeptLine[], after: string): KeptLine[] {
  const fresh: KeptLine[] = linesOf(after);
  const isSame = (a: Line | undefined, b: Line | undefined) => a?.text === b?.text && a?.end === b?.end;
  if (before === after) return [...old];
  const most = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < most && isSame(old[head], fresh[head])) head += 1;
  let tail = 0;
  while (tail < most - head && isSame(old.at(-1 - tail), fresh.at(-1 - tail))) tail += 1;
  return [...old.slice(0, head), ...fresh.slice(head, fresh.length - tail), ...old.slice(old.length - tail)];
}
