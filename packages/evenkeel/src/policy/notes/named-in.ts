import type { NoteEntry, ReleaseNotes } from '../../model/release-notes.ts';

/** Sections in which operators look for what they must do. A changeset has no sections: what breaks is a major one. */
const UPGRADE = new Set(['upgrade', 'major']);
/** A changeset can tell of a deprecation in any bump. */
const DEPRECATIONS = new Set(['deprecations', 'major', 'minor', 'patch']);

/** The entries that tell operators what to do. */
export const upgradeEntries = (notes: ReleaseNotes): NoteEntry[] => entriesIn(notes, UPGRADE);

/** The entries that tell what will go. */
export const deprecationEntries = (notes: ReleaseNotes): NoteEntry[] => entriesIn(notes, DEPRECATIONS);

function entriesIn({ notes }: ReleaseNotes, sections: ReadonlySet<string>): NoteEntry[] {
  return notes.flatMap(({ entries }) => entries.filter(({ section }) => sections.has(section)));
}

/**
 * A question whether a subject is named in some entries as a word, `-` and `_` being the same.
 * The name of `[group] name` is the name; of one with dots, such as `table.column`, all of it or its last part.
 */
export function namedIn(entries: readonly NoteEntry[]): (subject: string) => boolean {
  const words = new Set(entries.flatMap(({ text }) => wordsOf(text)));
  return (subject) => namesOf(subject).some((name) => words.has(name));
}

const namesOf = (subject: string): string[] => {
  const name = normalise(subject.replace(/^\[[^\]]*\] /, ''));
  return [name, name.split('.').at(-1) ?? name];
};

/** The words of a text; those that hold dots also in parts, for a name at the end of a sentence or of a path. */
function wordsOf(text: string): string[] {
  const found = text.match(/[\p{L}\p{N}_.-]+/gu) ?? [];
  return found.flatMap((word) => {
    const whole = normalise(word).replace(/^[._]+(?=\w)|[._]+$/g, '');
    return [normalise(word), whole, ...whole.split('.')];
  });
}

const normalise = (name: string): string => name.replaceAll('-', '_');
