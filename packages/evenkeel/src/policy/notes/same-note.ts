import { noteIdOf, type PlanException, type ReleaseNote } from '../../model/release-notes.ts';

/** Whether an exception names a note: by its id, so that a note may be renamed. */
export const pointsAt = (exception: PlanException, note: ReleaseNote): boolean =>
  noteIdOf(exception.note) === note.id;
