/** What Python's `str.strip()` takes away; JavaScript's `trim()` differs in a byte order mark and in control characters. */
const SPACE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that Python counts as space
  /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

const isSpace = (character: string): boolean => SPACE.test(character);

/** `str.rstrip()`, in linear time. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** `str.lstrip()` */
export function trimStart(text: string): string {
  let start = 0;
  while (start < text.length && isSpace(text.charAt(start))) start += 1;
  return text.slice(start);
}

/** `str.strip()` */
export const trimmed = (text: string): string => trimStart(trimEnd(text));
