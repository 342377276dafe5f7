import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Place } from '../../model/finding.ts';
import type { Issue } from '../../model/issue.ts';

/** JSON text as a tree whose nodes know their places. */
export interface JsonTree {
  readonly root: Node;
  readonly placeOf: (node: Node) => Place;
}

/**
 * Reads JSON, a byte order mark before it allowed; with `comments`, comments and a comma behind the last item too.
 * @returns the tree, or the first mistake with its place: those after it mostly follow from it
 */
export function readJsonTree(
  file: string,
  text: string,
  { comments = false }: { readonly comments?: boolean } = {},
): JsonTree | { readonly issues: readonly Issue[] } {
  const excess = findExcess(text);
  if (excess !== undefined)
    return { issues: [{ ...placesIn(file, text)(excess.offset), message: excess.message }] };
  const errors: ParseError[] = [];
  const body = text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text;
  const root = parseTree(body, errors, { disallowComments: !comments, allowTrailingComma: comments });
  const placeAt = placesIn(file, body);
  if (root === undefined || errors.length > 0) {
    const found = errors.length > 0 ? errors.slice(0, 1) : [{ error: 4, offset: 0, length: 0 }];
    return {
      issues: found.map(({ error, offset }) => ({
        ...placeAt(offset),
        message: `not JSON: ${wordsOf(printParseErrorCode(error))}`,
      })),
    };
  }
  return { root, placeOf: (node) => placeAt(node.offset) };
}

/** The parser recurses; no schema needs more. */
const MOST_DEPTH = 200;
/** The tree takes some hundred bytes for each value; the largest schemas of OpenStack have 30,000. */
const MOST_VALUES = 500_000;

/** Where a text is too deep or too much to be parsed, by a glance at what stands outside of quotes; linear. */
function findExcess(text: string): { readonly offset: number; readonly message: string } | undefined {
  let [depth, values] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '"') at = endOfString(text, at);
    else if ('{['.includes(char)) depth += 1;
    else if ('}]'.includes(char)) depth -= 1;
    else if (',:'.includes(char)) values += 1;
    if (depth > MOST_DEPTH) return { offset: at, message: 'nested too deeply' };
    if (values > MOST_VALUES) return { offset: at, message: `more than ${MOST_VALUES} values` };
  }
  return undefined;
}

/** The offset of the quote that ends a text, or of the end of its line. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\\') at += 1;
    else if (char === '"' || char === '\n') return at;
  }
  return text.length;
}

/** `PropertyNameExpected` in words. */
const wordsOf = (code: string): string => code.replace(/(?!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Offsets to lines and columns, by a search in the starts of lines. */
export function placesIn(file: string, text: string): (offset: number) => Place {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
