import type { Place } from '../../model/finding.ts';

/**
 * Byte offsets to lines and columns (in UTF-16 units, as everywhere here).
 * Offsets must be asked in rising order: one walk over the file, whatever the length of its lines.
 */
export function risingPlaces(file: string, bytes: Uint8Array): (offset: number) => Place {
  let [at, line, column] = [0, 1, 1];
  return (offset) => {
    for (; at < offset && at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === 0x0a) {
        line += 1;
        column = 1;
      } else {
        column += unitsOf(byte);
      }
    }
    return { file, line, column };
  };
}

/** How many UTF-16 units begin with a byte of UTF-8: none for a continuation, two for four bytes. */
function unitsOf(byte: number): number {
  if ((byte & 0xc0) === 0x80) return 0;
  return byte >= 0xf0 ? 2 : 1;
}

/** The place after so many characters (code points). */
export function placeOfCharacter(file: string, text: string, character: number): Place {
  let [line, column, seen] = [1, 1, 0];
  for (const each of text) {
    if (seen >= character) break;
    seen += 1;
    column = each === '\n' ? 1 : column + each.length;
    if (each === '\n') line += 1;
  }
  return { file, line, column };
}

const [NEWLINE, DASH, SLASH, STAR, SPACE] = [0x0a, 0x2d, 0x2f, 0x2a, 0x20];

/** The offset of the first thing that is neither white space nor a comment; block comments nest. */
export function skipBlank(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  for (;;) {
    while (at < end && isSpace(bytes[at])) at += 1;
    const after = endOfComment(bytes, at, end);
    if (after === at) return at;
    at = after;
  }
}

const isSpace = (byte = SPACE): boolean => byte === SPACE || (byte >= 0x09 && byte <= 0x0d);

function endOfComment(bytes: Uint8Array, at: number, end: number): number {
  const [first, second] = [bytes[at], bytes[at + 1]];
  if (first === DASH && second === DASH) {
    const newline = bytes.indexOf(NEWLINE, at);
    return newline < 0 ? end : Math.min(newline, end);
  }
  return first === SLASH && second === STAR ? endOfBlock(bytes, at, end) : at;
}

function endOfBlock(bytes: Uint8Array, start: number, end: number): number {
  let depth = 0;
  for (let at = start; at < end; at += 1) {
    const opens = bytes[at] === SLASH && bytes[at + 1] === STAR;
    const closes = bytes[at] === STAR && bytes[at + 1] === SLASH;
    if (!opens && !closes) continue;
    depth += opens ? 1 : -1;
    at += 1;
    if (depth === 0) return at + 1;
  }
  return end;
}
