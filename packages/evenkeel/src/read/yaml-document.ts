import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
} from 'yaml';
import type { Issue } from '../model/issue.ts';

/** A path into a document: keys and indices. */
export type Path = readonly PropertyKey[];

/** Where something stands; lines and columns count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A parsed YAML text that knows where each of its parts stands. */
export interface SourceDocument {
  readonly value: unknown;
  /** The place of the value at a path, or of its nearest parent that exists. */
  placeOf(path: Path): Place;
  /** The place of a key. */
  placeOfKey(path: Path, key: string): Place;
}

const MAX_CHARACTERS = 1024 * 1024;
const MAX_DEPTH = 40;
const MAX_ALIASES = 100;

/** Parses YAML. Bounded: 1 MiB of text, a depth of 40, 100 alias expansions. Returns the document or every mistake. */
export function parseYaml(file: string, text: string): SourceDocument | Issue[] {
  const issue = (place: Place, message: string, hint?: string): Issue[] => [
    hint === undefined ? { file, ...place, message } : { file, ...place, message, hint },
  ];
  const start = { line: 1, column: 1 };
  if (text.length > MAX_CHARACTERS)
    return issue(start, 'the file is larger than 1 MiB', 'a plan is a few hundred lines');
  if (text.includes('\0')) return issue(start, 'the file holds a NUL byte: it is not a text file');
  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
    const errors = document.errors
      .slice(0, 50)
      .map((error) => ({ file, ...place(error.pos[0]), message: oneLine(error.message) }));
    if (errors.length > 0) return errors;
    if (document.contents === null)
      return issue(start, 'the file is empty', 'run "evenkeel init" for a commented plan');
    const tooDeep = findUnboundedNode(document, document.contents, [], 0);
    if (tooDeep !== undefined)
      return issue(place(tooDeep.range?.[0] ?? 0), 'nested too deeply, or refers to itself');
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }), ...placesIn(document, place) };
  } catch (error) {
    return issue(
      start,
      `cannot be read as YAML: ${oneLine(error instanceof Error ? error.message : String(error))}`,
    );
  }
}

function oneLine(message: string): string {
  return message.split('\n')[0]?.trim() ?? message;
}

/** The first node that lies too deep or is its own ancestor through an alias. */
function findUnboundedNode(
  document: Document.Parsed,
  node: Node | null,
  ancestors: Node[],
  depth: number,
): Node | undefined {
  const real = isAlias(node) ? node.resolve(document) : node;
  if (!real || isScalar(real) || !(isMap(real) || isSeq(real))) return undefined;
  if (depth > MAX_DEPTH || ancestors.includes(real)) return node ?? real;
  const inner = [...ancestors, real];
  for (const item of real.items) {
    const child = isMap(real) ? (item as { value: Node | null }).value : (item as Node | null);
    const found = findUnboundedNode(document, child, inner, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function placesIn(
  document: Document.Parsed,
  place: (offset: number) => Place,
): Pick<SourceDocument, 'placeOf' | 'placeOfKey'> {
  const resolve = (node: ParsedNode | null): ParsedNode | null =>
    isAlias(node) ? ((node.resolve(document) as ParsedNode | undefined) ?? null) : node;
  const keyOf = (node: ParsedNode | null, key: PropertyKey) =>
    isMap(node)
      ? node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key))
      : undefined;
  const placeOf = (path: Path): Place => {
    let node: ParsedNode | null = document.contents;
    let offset = node?.range[0] ?? 0;
    for (const key of path) {
      const within: ParsedNode | null = resolve(node);
      const pair = keyOf(within, key);
      const next =
        pair?.value ?? (isSeq(within) ? (within.items[Number(key)] as ParsedNode | undefined) : undefined);
      const at = pair?.value?.range[0] ?? pair?.key.range[0] ?? next?.range[0];
      if (at === undefined) break;
      offset = at;
      node = next ?? null;
    }
    return place(offset);
  };
  const placeOfKey = (path: Path, key: string): Place => {
    let node: ParsedNode | null = document.contents;
    for (const step of path) {
      const within: ParsedNode | null = resolve(node);
      node =
        keyOf(within, step)?.value ??
        (isSeq(within) ? ((within.items[Number(step)] as ParsedNode | undefined) ?? null) : null);
    }
    const pair = keyOf(resolve(node), key);
    return pair === undefined ? placeOf(path) : place(pair.key.range[0]);
  };
  return { placeOf, placeOfKey };
}
