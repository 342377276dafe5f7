import { type Event, JOURNAL_VERSION } from '../model/event.ts';
import type { Issue } from '../model/issue.ts';
import { FIRST_LINE, faultOfEvent, isKnownType } from './journal-shape.ts';

const MOST_ISSUES = 20;

/** The events of a journal, and how many of each kind were left out that this version does not know; or why it cannot be read. */
export type JournalResult =
  | { readonly events: readonly Event[]; readonly unknown?: ReadonlyMap<string, number> }
  | { readonly issues: readonly Issue[] };

/**
 * Reads a journal. A last line that was cut off (the writer was killed) is left out, and so is a line of a kind that this
 * version does not know, which is counted. Any other line that is no event is an issue; so is a newer version of the format.
 */
export function readJournal(file: string, text: string): JournalResult {
  const lines = text.split('\n');
  const newer = newerVersion(lines[0] ?? '');
  if (newer !== undefined) return { issues: [{ file, line: 1, column: 1, ...newer }] };
  const events: Event[] = [];
  const issues: Issue[] = [];
  const unknown = new Map<string, number>();
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    const event = parseEvent(line);
    const fault = event === undefined ? 'this line is not an event of a journal' : faultOfEvent(event);
    if (event !== undefined && fault === undefined) {
      if (isKnownType(event.type)) events.push(event);
      else unknown.set(event.type, (unknown.get(event.type) ?? 0) + 1);
    } else if (index < lines.length - 1)
      issues.push({ file, line: index + 1, column: 1, message: fault ?? '' });
  });
  const [first] = events;
  if (issues.length > 0) return { issues: issues.slice(0, MOST_ISSUES) };
  if (first !== undefined && first.type !== 'run-started') {
    return {
      issues: [{ file, line: 1, column: 1, message: 'the journal does not begin with a run and its plan' }],
    };
  }
  return { events, ...(unknown.size > 0 && { unknown }) };
}

/** Why a first line is from a newer evenkeel; asked before anything else of it is looked at. */
function newerVersion(line: string): Pick<Issue, 'message' | 'hint'> | undefined {
  const first: unknown = parseEvent(line);
  const head = FIRST_LINE.safeParse(first).data;
  if (head === undefined || head.journal <= JOURNAL_VERSION) return undefined;
  const writer = head.machine?.evenkeel;
  return {
    message: `journal version ${head.journal} is newer than this evenkeel reads (${JOURNAL_VERSION})`,
    hint:
      writer === undefined
        ? 'use a newer evenkeel'
        : `use evenkeel ${writer}, which wrote it, or a newer one`,
  };
}

function parseEvent(line: string): Event | undefined {
  try {
    const value = JSON.parse(line) as unknown;
    const isEvent =
      typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
    return isEvent ? (value as Event) : undefined;
  } catch {
    return undefined;
  }
}
