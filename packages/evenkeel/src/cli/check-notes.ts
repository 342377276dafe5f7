import { listNotes, type NotesFolder } from '../drivers/store/note-files.ts';
import type { ReleaseSnapshot } from '../model/contract.ts';
import { isRenoNote, noteIdOf } from '../model/release-notes.ts';
import { readReleaseNotes } from '../read/notes/notes.ts';
import { BadInput } from './bad-input.ts';
import type { CheckRequest } from './check-request.ts';

/**
 * The release notes that target has and base has not, by their ids. What is wrong with notes that base has too is not
 * said: a release that is out is not mended.
 * @throws BadInput when target's notes cannot be read
 */
export function newNotes({ base, target, notes }: CheckRequest): Pick<ReleaseSnapshot, 'notes'> {
  if (notes === undefined) return {};
  const now = listNotes(target.release, notes, target.folder);
  if ('why' in now) throw BadInput.because(now.why);
  const before = listNotes(base.release, notes, base.folder);
  const old = new Set('why' in before ? [] : before.files.map(({ name }) => noteIdOf(name)));
  const read = readNotes(now, (id) => !old.has(id));
  if (read.issues.length > 0) throw new BadInput(read.issues);
  return { notes: read.notes };
}

/** Reads the notes of a folder whose ids are wanted; where there are notes of reno, Markdown is none. @throws BadInput when one cannot be read from the disk */
export function readNotes(
  folder: NotesFolder,
  isWanted: (id: string) => boolean,
): ReturnType<typeof readReleaseNotes> {
  const reno = folder.files.some(({ name }) => isRenoNote(name));
  const files = folder.read(
    folder.files.filter(({ name }) => {
      const id = isRenoNote(name) === reno ? noteIdOf(name) : undefined;
      return id !== undefined && isWanted(id);
    }),
  );
  if ('why' in files) throw BadInput.because(files.why);
  return readReleaseNotes(folder.where, files);
}
