import type { Issue } from '../../model/issue.ts';
import { BUMPS, noteIdOf } from '../../model/release-notes.ts';
import { parseYaml, type SourceDocument } from '../yaml-document.ts';
import type { ReadNote } from './reno-note.ts';

const MARK = /^---[ \t]*$/;

/**
 * Reads a changeset: front matter of `"package": major|minor|patch|none` between two lines `---`, then a text in
 * Markdown. The text becomes one entry for each kind of bump. Source: Changesets' manual, "Adding a changeset".
 */
export function readChangeset(file: string, text: string): ReadNote {
  const start = { file, line: 1, column: 1 };
  const note = { id: noteIdOf(file) ?? file, place: start, entries: [] };
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const end = MARK.test(lines[0] ?? '') ? lines.findIndex((line, index) => index > 0 && MARK.test(line)) : -1;
  if (end === -1) {
    if (text.trim() === '') return { note, issues: [] };
    return {
      note,
      issues: [{ ...start, message: 'a changeset begins with front matter between two lines "---"' }],
    };
  }
  const head = readHead(file, lines.slice(1, end));
  const body = lines.slice(end + 1);
  const words = body.join('\n').trim();
  const first = body.findIndex((line) => line.trim() !== '');
  const place = { file, line: end + 2 + Math.max(first, 0), column: 1 };
  const entries = words === '' ? [] : head.bumps.map((section) => ({ section, text: words, place }));
  return { note: { ...note, entries }, issues: head.issues };
}

function readHead(file: string, lines: readonly string[]): { bumps: string[]; issues: readonly Issue[] } {
  if (lines.every((line) => line.trim() === '')) return { bumps: [], issues: [] };
  // The mark before the front matter stays, as an empty line: the places are those of the file.
  const source = parseYaml(file, `\n${lines.join('\n')}`, 'other');
  if (Array.isArray(source)) return { bumps: [], issues: source };
  const { value } = source;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return {
      bumps: [],
      issues: [{ file, line: 2, column: 1, message: 'the front matter names packages, each with its bump' }],
    };
  const bumps = Object.entries(value).map(([name, bump]: [string, unknown]) => ({ name, bump }));
  const known = bumps.flatMap(({ bump }) => (isBump(bump) ? [bump] : []));
  return {
    bumps: [...new Set(known)],
    issues: bumps.filter(({ bump }) => !isBump(bump)).map(({ name }) => wrongBump(file, source, name)),
  };
}

const isBump = (bump: unknown): bump is string => typeof bump === 'string' && Object.hasOwn(BUMPS, bump);

const wrongBump = (file: string, source: SourceDocument, name: string): Issue => ({
  file,
  ...source.placeOf([name]),
  message: `the bump of "${name}" must be one of ${Object.keys(BUMPS).join(', ')}`,
});
