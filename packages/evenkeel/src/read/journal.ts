import { type Event, JOURNAL_VERSION } from '../model/event.ts';
import type { Issue } from '../model/issue.ts';

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
    if (event !== undefined) events.push(event);
    else if (index < lines.length - 1)
      issues.push({ file, line: index + 1, column: 1, message: 'this line is not an event of a journal' });
  });
  const first = events[0];
  if (issues.length > 0) return { issues: issues.slice(0, 20) };
  if (first?.type === 'run-started' && first.journal > JOURNAL_VERSION) {
    return {
      issues: [
        {
          file,
          line: 1,
          column: 1,
          message: `journal version ${first.journal} is newer than this evenkeel reads (${JOURNAL_VERSION})`,
          hint: 'use a newer evenkeel',
        },
      ],
    };
  }
  if (first !== undefined && !beginsWithPlan(first)) {
    return {
      issues: [{ file, line: 1, column: 1, message: 'the journal does not begin with a run and its plan' }],
    };
  }
  return { events };
}

function beginsWithPlan(event: Event): boolean {
  if (event.type !== 'run-started') return false;
  const { model, plan, machine } = event as Partial<typeof event>;
  return (
    model?.releases !== undefined &&
    Array.isArray(plan?.runs) &&
    Array.isArray(plan.cells) &&
    machine !== undefined
  );
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
