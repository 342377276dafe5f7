import type { Line, LineChange } from '../model/lines.ts';

const CONTEXT = 3;

/** A line of a patch: ` `, `-` or `+`, then the line. */
interface Marked {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/**
 * A unified diff, as `patch -p0` takes it.
 * @param changes in the order of the lines, none over another
 */
export function unifiedDiff(name: string, lines: readonly Line[], changes: readonly LineChange[]): string {
  if (changes.length === 0) return '';
  const hunks: string[] = [];
  let shift = 0;
  for (const group of groupsOf(changes)) {
    const hunk = hunkOf(lines, group, shift);
    hunks.push(hunk.text);
    shift += hunk.grown;
  }
  return `--- ${name}\n+++ ${name}\n${hunks.join('')}`;
}

/** Changes whose surroundings touch are told in one hunk. */
function groupsOf(changes: readonly LineChange[]): LineChange[][] {
  const groups: LineChange[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const change of changes) {
    const last = groups.at(-1);
    if (last !== undefined && change.at - end <= 2 * CONTEXT) last.push(change);
    else groups.push([change]);
    end = change.at + change.removed;
  }
  return groups;
}

function hunkOf(
  lines: readonly Line[],
  group: readonly LineChange[],
  shift: number,
): { readonly text: string; readonly grown: number } {
  const [first, last] = [group[0], group.at(-1)];
  const start = Math.max(0, (first?.at ?? 0) - CONTEXT);
  const stop = Math.min(lines.length, (last === undefined ? 0 : last.at + last.removed) + CONTEXT);
  const marked = markedLines(lines, group, start, stop);
  const added = marked.filter(({ sign }) => sign !== '-').length;
  const head = `@@ -${range(start, stop - start)} +${range(start + shift, added)} @@\n`;
  return { text: head + marked.map(shown).join(''), grown: added - (stop - start) };
}

function markedLines(
  lines: readonly Line[],
  group: readonly LineChange[],
  start: number,
  stop: number,
): Marked[] {
  const old = (from: number, to: number, sign: Marked['sign']): Marked[] =>
    lines.slice(from, to).map(({ text, end }) => ({ sign, line: text + end }));
  const marked: Marked[] = [];
  let at = start;
  for (const { at: place, removed, added } of group) {
    marked.push(...old(at, place, ' '), ...old(place, place + removed, '-'));
    for (const line of added) marked.push({ sign: '+', line });
    at = place + removed;
  }
  return [...marked, ...old(at, stop, ' ')];
}

/** A range of no lines names the line before it. */
const range = (start: number, count: number): string => `${count === 0 ? start : start + 1},${count}`;

const shown = ({ sign, line }: Marked): string =>
  line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`;
