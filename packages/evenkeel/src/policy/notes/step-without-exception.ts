import type { ContractRule } from '../../model/contract.ts';
import { noteIdOf } from '../../model/release-notes.ts';
import { upgradeEntries } from './named-in.ts';

/** Words by which a note asks for work by hand. Simple on purpose: the finding is only a note. */
const BY_HAND = /\b(?:must|(?:needs?|have|has) to|run)\s+[^\s.;]+(?:\s+[^\s.;]+){0,5}/i;

/** A note asks for a step by hand that the plan does not know. */
export const stepWithoutException: ContractRule = {
  code: 'NOTE104',
  severity: 'note',
  title: 'an upgrade note speaks of a step by hand that is no exception of the plan',
  why: 'What the plan proves is then an upgrade without a step that operators are told to do.',
  remedy:
    'Add the step to the exceptions of the plan, with this note, or say in the note that it is optional.',
  check: ({ target, exceptions }) => {
    if (target.notes === undefined || exceptions === undefined) return [];
    const known = new Set(exceptions.map(({ note }) => noteIdOf(note)));
    return upgradeEntries(target.notes).flatMap(({ text, place }) => {
      const id = noteIdOf(place.file) ?? place.file;
      const words = BY_HAND.exec(text)?.[0].replace(/\s+/g, ' ');
      if (words === undefined || known.has(id)) return [];
      return [
        {
          rule: stepWithoutException,
          place,
          subject: id,
          message: 'the note asks for a step by hand, and no exception of the plan names the note',
          witness: `"${words}"`,
        },
      ];
    });
  },
};
