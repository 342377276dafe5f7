import { resolve } from 'node:path';
import { listFolder, type NotesFolder, notesHistory } from '../drivers/store/note-files.ts';
import { formatIssue, type Issue } from '../model/issue.ts';
import type { NoteRelease, ReleaseNotes } from '../model/release-notes.ts';
import { HISTORY_FORMAT, placeNotes } from '../read/notes/history.ts';
import { repeatedIds } from '../read/notes/notes.ts';
import { type NotesOfRelease, notesMarkdown } from '../report/notes-markdown.ts';
import { BadInput } from './bad-input.ts';
import { readNotes } from './check-notes.ts';

export interface ShowOptions {
  readonly notes: string;
  readonly release?: string;
}

function openFolder(dir: string, folder: string): NotesFolder {
  const files = listFolder(dir, folder);
  if ('why' in files) throw BadInput.because(files.why);
  return files;
}

/** `evenkeel notes lint`. @returns the exit code: 1 when something is wrong */
export function lintNotes({ notes: dir }: ShowOptions, folder: string): number {
  const { notes, issues } = readNotes(openFolder(dir, folder), () => true);
  const unread = new Set(issues.map(({ file }) => file));
  const empty = notes.notes
    .filter(({ entries, place }) => entries.length === 0 && !unread.has(place.file))
    .map(({ place }): Issue => ({ ...place, message: 'the note is empty, or none of it is in a section' }));
  const all = [...issues, ...repeatedIds(notes), ...empty].toSorted((a, b) => (a.file < b.file ? -1 : 1));
  process.stdout.write(all.map((issue) => `${formatIssue(issue)}\n`).join(''));
  process.stdout.write(`${notes.notes.length} notes, ${all.length} issues\n`);
  return all.length > 0 ? 1 : 0;
}

/** `evenkeel notes show`. Only the notes that are shown are read. */
export function showNotes({ notes: dir, release }: ShowOptions, folder: string): number {
  const files = openFolder(dir, folder);
  const history = notesHistory(resolve(folder, dir), HISTORY_FORMAT);
  const releases = history === undefined ? [] : placeNotes(history);
  const chosen = release === undefined ? undefined : releases.find((each) => each.release === release);
  if (release !== undefined && chosen === undefined) {
    const names = releases.flatMap((each) => each.release ?? []).join(', ');
    throw BadInput.because(`No release '${release}' is tagged before HEAD. Releases: ${names || 'none'}.`);
  }
  const { notes, issues } = readNotes(files, (id) => chosen === undefined || chosen.ids.has(id));
  if (issues.length > 0) throw new BadInput(issues);
  const shown = chosen === undefined ? withUncommitted(releases, notes) : [chosen];
  process.stdout.write(notesMarkdown(byRelease(shown, notes)));
  return 0;
}

/** What git does not know of is not released either. */
function withUncommitted(releases: readonly NoteRelease[], { notes }: ReleaseNotes): readonly NoteRelease[] {
  const known = new Set(releases.flatMap(({ ids }) => [...ids]));
  const fresh = notes.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  const [first, ...rest] = releases;
  return first !== undefined && first.release === undefined
    ? [{ release: undefined, ids: new Set([...fresh, ...first.ids]) }, ...rest]
    : [{ release: undefined, ids: new Set(fresh) }, ...releases];
}

function byRelease(releases: readonly NoteRelease[], { notes }: ReleaseNotes): NotesOfRelease[] {
  const byId = new Map(notes.map((note) => [note.id, note]));
  return releases
    .map(({ release, ids }) => ({
      title: release ?? 'Unreleased',
      notes: [...ids].flatMap((id) => byId.get(id) ?? []),
    }))
    .filter((each) => each.notes.length > 0);
}
