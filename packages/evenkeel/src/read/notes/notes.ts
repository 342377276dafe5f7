import type { Issue } from '../../model/issue.ts';
import { isRenoNote, type ReleaseNotes } from '../../model/release-notes.ts';
import { readChangeset } from './changeset.ts';
import { type ReadNote, readRenoNote } from './reno-note.ts';

/** Text files: reno's notes are YAML, Changesets' are Markdown. */
export interface NoteText {
  readonly name: string;
  readonly text: string;
}

/** What stands for bytes that are not UTF-8, as every reader of files puts it. */
const NOT_UTF8 = '\ufffd';

/** Reads release notes. @returns the notes as far as they can be read, and every issue, in the order of the files */
export function readReleaseNotes(
  where: string,
  files: readonly NoteText[],
): { readonly notes: ReleaseNotes; readonly issues: readonly Issue[] } {
  const read = files.map(readNote);
  return {
    notes: { where, notes: read.map(({ note }) => note) },
    issues: read.flatMap(({ issues }) => issues),
  };
}

function readNote({ name, text }: NoteText): ReadNote {
  const read = isRenoNote(name) ? readRenoNote(name, text) : readChangeset(name, text);
  const bad = text.indexOf(NOT_UTF8);
  if (bad === -1) return read;
  const line = text.slice(0, bad).split('\n').length;
  const column = bad - text.lastIndexOf('\n', bad);
  const issue = { file: name, line, column, message: 'this is not UTF-8', hint: 'save the file as UTF-8' };
  return { ...read, issues: [issue, ...read.issues] };
}

/** Notes whose names have the same id: only one of them is ever shown, as `reno lint` says. */
export function repeatedIds({ notes }: ReleaseNotes): Issue[] {
  const first = new Map<string, string>();
  return notes.flatMap(({ id, place }) => {
    const before = first.get(id);
    if (before === undefined) {
      first.set(id, place.file);
      return [];
    }
    return [{ ...place, message: `its id ${id} is that of ${before} too`, hint: 'rename one of them' }];
  });
}
