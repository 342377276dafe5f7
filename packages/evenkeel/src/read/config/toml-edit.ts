import type { AST } from 'toml-eslint-parser';
import type { Change, DataDocument } from './data-edit.ts';
import {
  type Block,
  commentedOut,
  lineEndOf,
  lineStart,
  lineStop,
  putBelow,
  type TextChange,
} from './text-lines.ts';
import { namesOf, type TomlFile } from './toml-file.ts';

/** The ways to change a TOML file: keys, also those of tables; and whole lines, but not a part of an inline table. */
export function tomlDocument(file: TomlFile): DataDocument {
  const editor = new TomlEditor(file);
  return {
    root: file.root,
    rename: (path, name) => editor.rename(path, name),
    copy: (path, group, name) => editor.copy(path, group, name),
    remove: (path, reason) => editor.remove(path, reason),
  };
}

/** A table or an assignment, with the whole path to it and to what it stands in. */
interface Piece {
  readonly node: AST.TOMLTable | AST.TOMLKeyValue;
  readonly within: readonly string[];
  readonly path: readonly string[];
  /** It has lines of its own. */
  readonly hasLines: boolean;
}

const INLINE = { why: 'stands in an inline table, { }' };

class TomlEditor {
  private readonly text: string;
  private readonly pieces: readonly Piece[];

  constructor({ text, program }: TomlFile) {
    this.text = text;
    this.pieces = program.body[0].body.flatMap((node) => piecesOf(node, [], true));
  }

  rename(path: readonly string[], name: string): Change {
    return this.pieces
      .filter((piece) => startsWith(piece.path, path) && path.length > piece.within.length)
      .flatMap(({ node, within }) => {
        const key = node.key.keys[path.length - within.length - 1];
        return key === undefined
          ? []
          : [{ start: key.range[0], end: key.range[1], text: bareOrQuoted(name) }];
      });
  }

  remove(path: readonly string[], reason?: string): Change {
    const pieces = this.outermost(path);
    if (pieces.some(({ hasLines }) => !hasLines)) return INLINE;
    return pieces.map(({ node }, index): TextChange => {
      const block = this.blockOf(node);
      if (reason === undefined) return { start: block.start, end: block.stop, text: '' };
      const why = index === 0 ? reason : undefined;
      return { start: block.start, end: block.stop, text: commentedOut(this.text, block, why) };
    });
  }

  copy(path: readonly string[], group: readonly string[], name: string): Change {
    const [piece, ...more] = this.outermost(path);
    if (piece === undefined || more.length > 0 || piece.node.type === 'TOMLTable')
      return { why: 'is a table of its own, which moves to another one' };
    if (!piece.hasLines) return INLINE;
    const { start, stop } = this.blockOf(piece.node);
    const rest = this.text.slice(piece.node.key.range[1], stop).replace(/\r?\n$/, '');
    const indent = this.text.slice(start, piece.node.range[0]);
    if (this.isInline(group)) return { why: 'would have to go into an inline table, { }' };
    const place = this.placeIn(group);
    const key = [...place.dotted, name].map(bareOrQuoted).join('.');
    const line = `${indent}${key}${rest}`;
    // outside of every table is before all of them
    if (place.below === undefined) return [{ start: 0, end: 0, text: line + lineEndOf(this.text) }];
    return [putBelow(this.text, place.below, [...place.head, line])];
  }

  /** What a path takes: no piece that is a part of another one of them. */
  private outermost(path: readonly string[]): Piece[] {
    const found = this.pieces.filter((piece) => startsWith(piece.path, path));
    return found.filter((piece) => !startsWith(piece.within, path));
  }

  private isInline(group: readonly string[]): boolean {
    return this.pieces.some(
      ({ node, path }) =>
        node.type === 'TOMLKeyValue' && node.value.type === 'TOMLInlineTable' && startsWith(group, path),
    );
  }

  private blockOf({ range: [start, end] }: AST.TOMLTable | AST.TOMLKeyValue): Block {
    const from = lineStart(this.text, start);
    return { start: from, stop: lineStop(this.text, end), column: start - from };
  }

  /** Below which offset a group takes another assignment, nothing for the start of the file; what its key then starts with; what has to come before it. */
  private placeIn(group: readonly string[]): {
    below: number | undefined;
    dotted: readonly string[];
    head: readonly string[];
  } {
    const assigned = this.pieces.filter(({ node, hasLines }) => node.type === 'TOMLKeyValue' && hasLines);
    const [table] = this.pieces.filter(({ node, path }) => isStandard(node) && isSame(path, group));
    const [last] = assigned.filter(({ within }) => isSame(within, group)).slice(-1);
    const [reaching] = assigned
      .filter(({ path, within }) => startsWith(path.slice(0, -1), group) && within.length < group.length)
      .slice(-1);
    if (last !== undefined) return { below: last.node.range[1], dotted: [], head: [] };
    if (table !== undefined) return { below: table.node.key.range[1], dotted: [], head: [] };
    if (group.length === 0) return { below: undefined, dotted: [], head: [] };
    if (reaching !== undefined)
      return { below: reaching.node.range[1], dotted: group.slice(reaching.within.length), head: [] };
    const head = `[${group.map(bareOrQuoted).join('.')}]`;
    return { below: this.text.length, dotted: [], head: ['', head] };
  }
}

function piecesOf(
  node: AST.TOMLTable | AST.TOMLKeyValue,
  within: readonly string[],
  hasLines: boolean,
): Piece[] {
  const path = [...within, ...namesOf(node.key)];
  const inner =
    node.type === 'TOMLTable'
      ? node.body.flatMap((pair) => piecesOf(pair, path, true))
      : node.value.type === 'TOMLInlineTable'
        ? node.value.body.flatMap((pair) => piecesOf(pair, path, false))
        : [];
  return [{ node, within, path, hasLines }, ...inner];
}

const startsWith = (path: readonly string[], head: readonly string[]): boolean =>
  path.length >= head.length && head.every((name, index) => path[index] === name);
const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && startsWith(a, b);
const isStandard = (node: Piece['node']): boolean => node.type === 'TOMLTable' && node.kind === 'standard';

const bareOrQuoted = (name: string): string => (/^[\w-]+$/.test(name) ? name : JSON.stringify(name));
