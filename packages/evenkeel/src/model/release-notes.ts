import type { Place } from './finding.ts';

/** One thing that a release note says. */
export interface NoteEntry {
  /** reno: `upgrade`, `fixes`, …; Changesets: `major`, `minor`, `patch` or `none`. */
  readonly section: string;
  readonly text: string;
  readonly place: Place;
}

/** A file of release notes. */
export interface ReleaseNote {
  /** What stays the same when the file is renamed, as far as its name has such a part. */
  readonly id: string;
  readonly place: Place;
  /** None: the note is empty, or nothing in it stands in a section. */
  readonly entries: readonly NoteEntry[];
}

/** Release notes, and where they were looked for. */
export interface ReleaseNotes {
  readonly where: string;
  readonly notes: readonly ReleaseNote[];
}

/** An exception of a plan, and the release note that it names. */
export interface PlanException {
  readonly name: string;
  /** As the plan writes it: a path relative to the plan. */
  readonly note: string;
  readonly why: string;
  /** Where the plan names the note. */
  readonly place: Place;
}

/** Which release notes came with a release; `undefined`: they came after the last one. */
export interface NoteRelease {
  readonly release: string | undefined;
  readonly ids: ReadonlySet<string>;
}

/** What git tells of all commits that lead to HEAD. */
export interface NotesHistory {
  /** The commits, newest first, in the format that was asked for. */
  readonly commits: string;
  /** The hash of each commit, and below it what it did to the folder of the notes, as `git diff-tree --name-status`. */
  readonly changes: string;
}

/** reno's sections in the order of its report, with the headings it gives them. Source: reno's manual, "Configuring Reno". */
export const RENO_SECTIONS: Readonly<Record<string, string>> = {
  prelude: 'Prelude',
  features: 'New Features',
  issues: 'Known Issues',
  upgrade: 'Upgrade Notes',
  deprecations: 'Deprecation Notes',
  critical: 'Critical Issues',
  security: 'Security Issues',
  fixes: 'Bug Fixes',
  other: 'Other Notes',
};

/** What Changesets writes of a package. Source: Changesets' manual, "Detailed explanation" (`none` is for packages named without a release). */
export const BUMPS: Readonly<Record<string, string>> = {
  major: 'Major Changes',
  minor: 'Minor Changes',
  patch: 'Patch Changes',
  none: 'No Release',
};

const WITH_ENDING = /([^/\\]+)\.(yaml|md)$/;
/** Files of a Changesets folder that are no notes. */
const NO_CHANGESETS = new Set(['README', 'CHANGELOG']);

/**
 * The id of a note by its file's name; `undefined` for a file that is no note.
 * reno: the last 16 characters of the name; for older notes, which end in words, the first 16 (as `reno list` does).
 * Changesets: the name.
 */
export function noteIdOf(file: string): string | undefined {
  const [, name = '', ending] = WITH_ENDING.exec(file) ?? [];
  if (ending === undefined || (ending === 'md' && NO_CHANGESETS.has(name))) return undefined;
  if (ending === 'md') return name;
  const end = name.slice(-16);
  return end.includes('-') ? name.slice(0, 16) : end;
}

/** reno's notes are YAML, changesets are Markdown. */
export const isRenoNote = (file: string): boolean => file.endsWith('.yaml');
