import { BUMPS, type NoteEntry, RENO_SECTIONS, type ReleaseNote } from '../model/release-notes.ts';

/** The notes of one release. */
export interface NotesOfRelease {
  readonly title: string;
  readonly notes: readonly ReleaseNote[];
}

const HEADINGS = { ...RENO_SECTIONS, ...BUMPS };

/** Release notes as Markdown: a heading for each release, below it one for each section, in reno's order. The texts stay as they are. */
export function notesMarkdown(releases: readonly NotesOfRelease[]): string {
  return releases
    .map(({ title, notes }) => {
      const entries = notes.flatMap((note) => note.entries);
      const sections = Object.entries(HEADINGS).flatMap(([section, heading]) =>
        sectionText(
          heading,
          entries.filter((entry) => entry.section === section),
          section === 'prelude',
        ),
      );
      return [`# ${title}\n`, ...sections].join('\n');
    })
    .join('\n');
}

function sectionText(heading: string, entries: readonly NoteEntry[], isProse: boolean): string[] {
  if (entries.length === 0) return [];
  const texts = entries.map(({ text }) => (isProse ? `${text}\n` : `- ${text.replace(/\n(?=.)/g, '\n  ')}`));
  return [`## ${heading}\n\n${texts.join('\n')}${isProse ? '' : '\n'}`];
}
