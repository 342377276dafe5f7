import { closeSync, openSync, writeSync } from 'node:fs';
import type { Event, EventBody } from '../../model/event.ts';

/** A journal that is being written. */
export interface JournalWriter {
  /** Appends an event. Its line has left the process when this returns, so it survives our death. */
  emit(body: EventBody): Event;
  close(): void;
}

/** Opens a new journal: one JSON object a line. @throws when the file exists or cannot be made */
export function openJournal(file: string): JournalWriter {
  const descriptor = openSync(file, 'wx');
  let seq = 0;
  let open = true;
  return {
    emit(body) {
      const event: Event = { seq: ++seq, at: Date.now(), ...body };
      if (open) writeSync(descriptor, `${JSON.stringify(event)}\n`);
      return event;
    },
    close() {
      if (open) closeSync(descriptor);
      open = false;
    },
  };
}
