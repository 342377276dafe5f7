import type { ContractRule } from '../../model/contract.ts';

/** A file that tells nobody anything. */
export const emptyNote: ContractRule = {
  code: 'NOTE105',
  severity: 'note',
  title: 'a release note that says nothing in any section',
  why: 'It looks as if the change were documented, and no report of the release will show it.',
  remedy:
    'Write the text into a section (Changesets: name a package, and write a summary), or remove the file.',
  check: ({ target }) =>
    (target.notes?.notes ?? [])
      .filter(({ entries }) => entries.length === 0)
      .map(({ id, place }) => ({
        rule: emptyNote,
        place,
        subject: id,
        message: 'the release note is empty, or none of it is in a section',
        witness: '0 entries',
      })),
};
