import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
} from 'yaml';
import type { Issue } from '../model/issue.ts';
import { findNodeFaults } from './yaml-bounds.ts';

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
const MOST_ERRORS = 50;
const TOO_DEEP = 'nested too deeply';
const MAX_ALIASES = 100;
const FAR_TOO_DEEP = 1000;
const DASHES = /(?:[-?:][ \t]+){1000}/;

/** Parses YAML. Bounded: 1 MiB of text, 20,000 values, a depth of 40, 100 alias expansions. Returns the document or every mistake; the hints are those for a plan. */
export function parseYaml(
  file: string,
  text: string,
  kind: 'plan' | 'other' = 'plan',
): SourceDocument | Issue[] {
  const issue = (place: Place, message: string, hint?: string): Issue[] => [
    hint === undefined || kind === 'other' ? { file, ...place, message } : { file, ...place, message, hint },
  ];
  const start = { line: 1, column: 1 };
  if (text.length > MAX_CHARACTERS)
    return issue(start, 'the file is larger than 1 MiB', 'a plan is a few hundred lines');
  if (text.includes('\0')) return issue(start, 'the file holds a NUL byte: it is not a text file');
  if (isNestedFarTooDeep(text)) return issue(start, TOO_DEEP);
  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const at = (offset: number, message: string): Issue => ({ file, ...place(offset), message });
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: 'error',
    });
    if (document.errors.some((error) => /call stack/i.test(error.message))) return issue(start, TOO_DEEP);
    if (document.errors.length > 0) {
      return document.errors.slice(0, MOST_ERRORS).map((error) => at(error.pos[0], oneLine(error.message)));
    }
    if (document.contents === null)
      return issue(start, 'the file is empty', 'run "evenkeel init" for a commented plan');
    const faults = findNodeFaults(document);
    if (faults.length > 0) return faults.map(({ offset, message }) => at(offset, message));
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }), ...placesIn(document, place) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return issue(
      start,
      error instanceof RangeError ? TOO_DEEP : `cannot be read as YAML: ${oneLine(message)}`,
    );
  }
}

/**
 * Whether a text opens a thousand collections in each other, by a glance at its brackets and dashes. The parser recurses, and
 * near the end of the stack V8 does not throw but ends the process when it has to compile a regular expression there.
 */
function isNestedFarTooDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(depth - 1, 0);
    if (depth > FAR_TOO_DEEP) return true;
  }
  return DASHES.test(text);
}

function oneLine(message: string): string {
  return message.split('\n')[0]?.trim() ?? message;
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
