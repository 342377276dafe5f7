import type { ContractRule } from '../../model/contract.ts';
import { pointsAt } from './same-note.ts';

/** The plan needs a manual step whose note does not come with target. */
export const exceptionWithoutNote: ContractRule = {
  code: 'NOTE103',
  severity: 'error',
  title: "an exception of the plan whose note is not among target's new release notes",
  why: 'The upgrade needs a step by hand, and those who upgrade are not told of it.',
  remedy:
    'Write the note into the folder of the release notes, or mend the "note" of the exception in the plan.',
  check: ({ target, exceptions = [] }) => {
    const { notes } = target;
    if (notes === undefined) return [];
    return exceptions
      .filter((exception) => !notes.notes.some((note) => pointsAt(exception, note)))
      .map(({ name, note, why, place }) => ({
        rule: exceptionWithoutNote,
        place,
        subject: name,
        message: `the exception ${name} names ${note}, which is not among the new notes in ${notes.where}`,
        witness: `the exception is there because: ${why}`,
      }));
  },
};
