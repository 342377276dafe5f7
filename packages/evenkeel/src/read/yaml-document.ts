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
import { isNestedFarTooDeep } from './nesting.ts';
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

const START: Place = { line: 1, column: 1 };
const MAX_CHARACTERS = 1024 * 1024;
const MOST_ERRORS = 50;
const TOO_DEEP = 'nested too deeply';
const MAX_ALIASES = 100;
/** A thousand block collections in each other in one line. */
const DASHES = /(?:[-?:][ \t]+){1000}/;

/** Parses YAML. Bounded: 1 MiB of text, 20,000 values, a depth of 40, 100 alias expansions. Returns the document or every mistake; the hints are those for a plan. */
export function parseYaml(
  file: string,
  text: string,
  kind: 'plan' | 'other' = 'plan',
): SourceDocument | Issue[] {
  const opened = openYaml(file, text, kind);
  if (Array.isArray(opened)) return opened;
  const { document, place } = opened;
  const issue = (message: string, hint?: string): Issue[] => [
    { file, ...START, message, ...(hint !== undefined && kind === 'plan' && { hint }) },
  ];
  if (document.contents === null)
    return issue('the file is empty', 'run "evenkeel init" for a commented plan');
  try {
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }), ...placesIn(document, place) };
  } catch (error) {
    return issue(inWords(error));
  }
}

/**
 * Parses YAML, and sees that walking it is safe: nothing in it is too deep, or refers to itself. An alias is not expanded
 * yet: who expands them counts what comes out. Bounded as `parseYaml`.
 */
export function openYaml(
  file: string,
  text: string,
  kind: 'plan' | 'other' = 'plan',
): { readonly document: Document.Parsed; readonly place: (offset: number) => Place } | Issue[] {
  const issue = (message: string, hint?: string): Issue[] => [
    { file, ...START, message, ...(hint !== undefined && kind === 'plan' && { hint }) },
  ];
  if (text.length > MAX_CHARACTERS)
    return issue('the file is larger than 1 MiB', 'a plan is a few hundred lines');
  if (text.includes('\0')) return issue('the file holds a NUL byte: it is not a text file');
  if (isNestedFarTooDeep(text) || DASHES.test(text)) return issue(TOO_DEEP);
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
    if (document.errors.some((error) => /call stack/i.test(error.message))) return issue(TOO_DEEP);
    if (document.errors.length > 0)
      return document.errors.slice(0, MOST_ERRORS).map((error) => at(error.pos[0], oneLine(error.message)));
    const faults = findNodeFaults(document);
    if (faults.length > 0) return faults.map(({ offset, message }) => at(offset, message));
    return { document, place };
  } catch (error) {
    return issue(inWords(error));
  }
}

function inWords(error: unknown): string {
  if (error instanceof RangeError) return TOO_DEEP;
  return `cannot be read as YAML: ${oneLine(error instanceof Error ? error.message : String(error))}`;
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
