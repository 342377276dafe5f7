import { structuredPatch } from 'diff';
import type { FilePatch } from '../model/file-patch.ts';

/** Larger files are not compared line by line. */
const MOST_CHARACTERS = 256 * 1024;
/** Texts with less in common than this are not worth comparing, and would take long. */
const MOST_EDITS = 2000;
const MOST_LINES = 200;
const MOST_OF_A_LINE = 300;

/**
 * The difference of two texts, bounded in lines and in their length.
 * @returns nothing when they are alike, too large, too different, or not text
 */
export function patchOf(before: string, after: string): FilePatch | undefined {
  if ([before, after].some((text) => text.length > MOST_CHARACTERS || text.includes('\0'))) return undefined;
  const patch = structuredPatch('', '', before, after, undefined, undefined, {
    context: 3,
    maxEditLength: MOST_EDITS,
  });
  const lines = (patch?.hunks ?? []).flatMap(({ oldStart, oldLines, newStart, newLines, lines: own }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...own,
  ]);
  if (lines.length === 0) return undefined;
  return {
    lines: lines.slice(0, MOST_LINES).map(shortened),
    more: Math.max(0, lines.length - MOST_LINES),
  };
}

const shortened = (line: string): string =>
  line.length > MOST_OF_A_LINE ? `${line.slice(0, MOST_OF_A_LINE)}…` : line;
