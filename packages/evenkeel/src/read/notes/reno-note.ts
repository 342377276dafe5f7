import { closest } from 'fastest-levenshtein';
import type { Issue } from '../../model/issue.ts';
import { type NoteEntry, noteIdOf, RENO_SECTIONS, type ReleaseNote } from '../../model/release-notes.ts';
import { parseYaml, type SourceDocument } from '../yaml-document.ts';

/** A note as far as it can be read, and what is wrong with it. */
export interface ReadNote {
  readonly note: ReleaseNote;
  readonly issues: readonly Issue[];
}

/**
 * Reads a note of reno. The prelude is a text, every other section a list of texts; a text alone stands for a list of
 * one. A section that reno does not know is an issue, as in `reno lint`; sections that a project defines in reno's
 * config.yaml are not followed. Source: reno's manual, "Editing a Release Note".
 */
export function readRenoNote(file: string, text: string): ReadNote {
  const start = { file, line: 1, column: 1 };
  const empty = { id: noteIdOf(file) ?? file, place: start, entries: [] };
  if (text.length < 10_000 && isNothing(text)) return { note: empty, issues: [] };
  const source = parseYaml(file, text, 'other');
  if (Array.isArray(source)) return { note: empty, issues: source };
  if (!isRecord(source.value))
    return { note: empty, issues: [{ ...start, message: 'a release note is a mapping of sections' }] };
  const parts = Object.entries(source.value).map(([section, value]) =>
    readSection(file, source, section, value),
  );
  return {
    note: { ...empty, entries: parts.flatMap(({ entries }) => entries) },
    issues: parts.flatMap(({ issues }) => issues),
  };
}

const isNothing = (text: string): boolean =>
  text.split('\n').every((line) => /^\s*(#.*|---|\.\.\.)?\s*$/.test(line));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readSection(
  file: string,
  source: SourceDocument,
  section: string,
  value: unknown,
): { entries: NoteEntry[]; issues: Issue[] } {
  if (!Object.hasOwn(RENO_SECTIONS, section)) {
    const near = closest(section, Object.keys(RENO_SECTIONS));
    const place = { file, ...source.placeOfKey([], section) };
    return {
      entries: [],
      issues: [
        { ...place, message: `reno knows no section "${section}"`, hint: `the nearest one is "${near}"` },
      ],
    };
  }
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const entries: NoteEntry[] = [];
  const issues: Issue[] = [];
  list.forEach((text, index) => {
    const place = { file, ...source.placeOf(Array.isArray(value) ? [section, index] : [section]) };
    if (typeof text === 'string' && text.trim() !== '') entries.push({ section, text: text.trim(), place });
    else if (text !== null && text !== '') issues.push(notText(place, section, text));
  });
  return { entries, issues };
}

function notText(place: Omit<Issue, 'message'>, section: string, value: unknown): Issue {
  const issue = { ...place, message: `an entry of "${section}" must be a text` };
  return isRecord(value)
    ? { ...issue, hint: 'it holds a colon and reads as a mapping: write it as a block, after "- |"' }
    : issue;
}
