import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lookAt } from '../drivers/store/look.ts';
import type { Event } from '../model/event.ts';
import { printable } from '../model/printable.ts';
import { readJournal } from '../read/journal.ts';
import { BadInput } from './bad-input.ts';
import { JOURNAL, STEPS } from './run-folder.ts';

/** A string in Node cannot be much longer. */
const MAX_BYTES = 256 * 1024 * 1024;

/** A journal as it lies on the disk. */
export interface OpenJournal {
  readonly file: string;
  readonly text: string;
  readonly events: readonly Event[];
  /** How many events of each kind that this version does not know were left out. */
  readonly unknown: ReadonlyMap<string, number>;
}

/** Reads the journal of a run's folder. @throws BadInput when there is none, or it cannot be read */
export function openJournalOf(folder: string): OpenJournal {
  const file = join(folder, JOURNAL);
  const text = textOf(file);
  if (text === undefined)
    throw BadInput.because(
      lookAt(join(folder, STEPS)) === 'file'
        ? `${folder} is of a run through several steps: name the folder of one of them, below it`
        : `${folder} is not the folder of a run: ${JOURNAL} cannot be read there`,
    );
  const journal = readJournal(file, text);
  if ('issues' in journal) throw new BadInput(journal.issues);
  if (journal.unknown !== undefined) process.stderr.write(wordOn(file, journal.unknown));
  return { file, text, events: journal.events, unknown: journal.unknown ?? new Map() };
}

const SHOWN_KINDS = 5;

/** That something was not looked at, so that nobody takes the report for all that there is. */
function wordOn(file: string, unknown: ReadonlyMap<string, number>): string {
  const count = [...unknown.values()].reduce((sum, each) => sum + each, 0);
  const kinds = [...unknown.keys()].slice(0, SHOWN_KINDS).map(printable).join(', ');
  const more = unknown.size > SHOWN_KINDS ? ', …' : '';
  const events = count === 1 ? '1 event is' : `${count} events are`;
  return `${file}: ${events} left out, for this evenkeel does not know their kind: ${kinds}${more}; a newer one may\n`;
}

function textOf(file: string): string | undefined {
  try {
    if (lookAt(file) !== 'file') return undefined;
    const { size } = statSync(file);
    if (size > MAX_BYTES) throw BadInput.because(`${file} has more than ${MAX_BYTES} bytes`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof BadInput) throw error;
    return undefined;
  }
}
