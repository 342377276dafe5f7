import { type Event, JOURNAL_VERSION } from '../model/event.ts';
import type { Issue } from '../model/issue.ts';
import { faultOfEvent } from './journal-shape.ts';

const MOST_ISSUES = 20;

/** The events of a journal; or why it cannot be read. */
export type JournalResult = { readonly events: readonly Event[] } | { readonly issues: readonly Issue[] };

/**
 * Reads a journal. A last line that was cut off (the writer was killed) is left out; a line of a kind that this
 * version does not know is kept, and no reader looks at it. Any other line that is no event is an issue.
 */
export function readJournal(file: string, text: string): JournalResult {
  const events: Event[] = [];
  const issues: Issue[] = [];
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    const event = parseEvent(line);
    const fault = event === undefined ? 'this line is not an event of a journal' : faultOfEvent(event);
    if (event !== undefined && fault === undefined) events.push(event);
    else if (index < lines.length - 1)
      issues.push({ file, line: index + 1, column: 1, message: fault ?? '' });
  });
  const [first] = events;
  if (issues.length > 0) return { issues: issues.slice(0, MOST_ISSUES) };
  if (first !== undefined && first.type !== 'run-started') {
    return {
      issues: [{ file, line: 1, column: 1, message: 'the journal does not begin with a run and its plan' }],
    };
  }
  if (first !== undefined && first.journal > JOURNAL_VERSION) {
    const message = `journal version ${first.journal} is newer than this evenkeel reads (${JOURNAL_VERSION})`;
    return { issues: [{ file, line: 1, column: 1, message, hint: 'use a newer evenkeel' }] };
  }
  return { events };
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
