import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from 'yaml';
import type { Change, DataDocument } from './data-edit.ts';
import {
  type Block,
  commentedOut,
  lineEndOf,
  lineStart,
  lineStop,
  linesOf,
  putBelow,
  type TextChange,
} from './text-lines.ts';
import { isMergeKey, type YamlFile, type YamlPair } from './yaml-file.ts';

/** The ways to change a YAML file: whole lines of block mappings, and keys wherever they stand. */
export function yamlDocument(file: YamlFile): DataDocument {
  const editor = new YamlEditor(file);
  return {
    root: file.root,
    rename: (path, name) => editor.rename(path, name),
    copy: (path, group, name) => editor.copy(path, group, name),
    remove: (path, reason) => editor.remove(path, reason),
  };
}

/** A member with the mapping that it stands in. */
interface Found {
  readonly map: YAMLMap.Parsed;
  readonly pair: YamlPair;
  /** The member whose value the mapping is; nothing for the root. */
  readonly parent?: YamlPair;
}

type Refusal = { readonly why: string };

const FLOW = { why: 'stands in a flow mapping, { }, or must go into one' };
const ITS_LINES = { why: 'shares a line with something else' };

class YamlEditor {
  private readonly text: string;
  private readonly eol: string;
  private readonly top: ParsedNode | null;

  constructor({ text, document }: YamlFile) {
    this.text = text;
    this.eol = lineEndOf(text);
    this.top = document.contents;
  }

  rename(path: readonly string[], name: string): Change {
    const found = this.find(path);
    if ('why' in found) return found;
    const [start, end] = found.pair.key.range;
    return [{ start, end, text: quotedLike(this.text.slice(start, end), name) }];
  }

  remove(path: readonly string[], reason?: string): Change {
    const found = this.find(path);
    if ('why' in found) return found;
    const lines = this.linesOf(found);
    if ('why' in lines) return lines;
    const put = reason === undefined ? '' : commentedOut(this.text, lines, reason);
    const cut = { start: lines.start, end: lines.stop, text: put };
    if (found.map.items.length > 1) return [cut];
    return this.leftEmpty(found, cut);
  }

  copy(path: readonly string[], group: readonly string[], name: string): Change {
    const found = this.find(path);
    if ('why' in found) return found;
    const lines = this.linesOf(found);
    if ('why' in lines) return lines;
    const target = this.placeIn(group);
    if ('why' in target) return target;
    const heads = target.missing.map(
      (key, depth) => `${' '.repeat(target.column + depth * 2)}${plainOrQuoted(key)}:`,
    );
    const column = target.column + heads.length * 2;
    const [first = '', ...rest] = this.moved(lines, found.pair, column, name);
    return [this.below(target.at, [...heads, first, ...rest], target.isEmptyFlow)];
  }

  private find(path: readonly string[]): Found | Refusal {
    let parent: YamlPair | undefined;
    let node = this.top;
    for (const [index, key] of path.entries()) {
      if (isAlias(node)) return { why: `stands behind the alias *${node.source}` };
      const map = node;
      if (!isMap(map)) return { why: 'is not where it was' };
      const pair = memberOf(map as YAMLMap.Parsed, key);
      if (pair === undefined) return { why: 'comes by a merge key (<<)' };
      if (index === path.length - 1)
        return { map: map as YAMLMap.Parsed, pair, ...(parent !== undefined && { parent }) };
      parent = pair;
      node = pair.value;
    }
    return { why: 'is not where it was' };
  }

  /** The lines that a member of a block mapping has for itself. */
  private linesOf({ map, pair }: Found): Block | Refusal {
    if (map.flow === true) return FLOW;
    const [from, keyEnd] = pair.key.range;
    const start = lineStart(this.text, from);
    const end = Math.max(this.endOf(pair.value) ?? keyEnd, keyEnd);
    const stop = lineStop(this.text, end > keyEnd && this.text[end - 1] === '\n' ? end - 1 : end);
    const isAlone =
      /^[ ]*$/.test(this.text.slice(start, from)) &&
      /^\s*:?\s*(?:#.*)?\s*$/.test(this.text.slice(end, Math.max(stop, end)));
    return isAlone ? { start, stop, column: from - start } : ITS_LINES;
  }

  /** Where the last character of a value stands; blank lines and comments behind it are not a part of it. */
  private endOf(node: ParsedNode | null): number | undefined {
    if (node === null) return undefined;
    if ((isMap(node) || isSeq(node)) && node.flow !== true) {
      const last: unknown = node.items.at(-1);
      if (!isMap(node)) return this.endOf((last as ParsedNode | null | undefined) ?? null) ?? node.range[0];
      const pair = last as YamlPair | undefined;
      return pair === undefined ? node.range[0] : (this.endOf(pair.value) ?? pair.key.range[1]);
    }
    const [start, end] = node.range;
    const source = this.text.slice(start, end);
    const keepsBlankLines = isScalar(node) && /^[|>][-\d]*\+/.test(source);
    return keepsBlankLines ? end : start + source.trimEnd().length;
  }

  /** A mapping whose last member goes is still a mapping. */
  private leftEmpty({ pair, parent }: Found, cut: TextChange): Change {
    if (parent === undefined) {
      const isEnded = cut.text === '' || cut.text.endsWith('\n');
      return [{ ...cut, text: `${cut.text}${isEnded ? '' : this.eol}{}${isEnded ? this.eol : ''}` }];
    }
    const from = parent.key.range[1];
    const head = /^[ ]*:(?=[ \t]*(?:#[^\n]*)?\r?\n)/.exec(this.text.slice(from, pair.key.range[0]));
    if (head === null) return { why: 'is the last one of a mapping that has an anchor or a tag' };
    const at = from + head[0].length;
    return [{ start: at, end: at, text: ' {}' }, cut];
  }

  /** Where a member can be put at the end of a group, and which mappings have to be made for it. */
  private placeIn(
    group: readonly string[],
  ): { at: number; column: number; missing: readonly string[]; isEmptyFlow?: boolean } | Refusal {
    let node = this.top;
    let parent: YamlPair | undefined;
    for (const [index, key] of [...group, undefined].entries()) {
      if (isAlias(node)) return { why: `would have to go behind the alias *${node.source}` };
      const missing = group.slice(index);
      if (!isMap(node)) return this.belowKey(node, parent, missing);
      const map = node as YAMLMap.Parsed;
      if (map.flow === true && map.items.length === 0) return this.inEmptyFlow(map, parent, missing);
      const next = key === undefined ? undefined : memberOf(map, key);
      if (next === undefined) return map.flow === true ? FLOW : { ...this.endOfMap(map), missing };
      parent = next;
      node = next.value;
    }
    return { why: 'has no place to go to' };
  }

  private endOfMap(map: YAMLMap.Parsed): { at: number; column: number } {
    const [first, last] = [map.items[0], map.items.at(-1)] as (YamlPair | undefined)[];
    const from = first?.key.range[0] ?? map.range[0];
    const end = last === undefined ? map.range[1] : (this.endOf(last.value) ?? last.key.range[1]);
    const column = from - lineStart(this.text, from);
    return { at: this.behindComments(end, column), column };
  }

  /** Comments below a member that stand further in than its mapping are the member's, such as what has been taken out of it. */
  private behindComments(end: number, column: number): number {
    const start = lineStop(this.text, end);
    const comments = new RegExp(`^(?: {${column + 1},}#[^\\n]*(?:\\n|$))+`).exec(this.text.slice(start));
    return comments === null ? end : start + comments[0].trimEnd().length;
  }

  /** Below `server:`, which has nothing yet. */
  private belowKey(node: ParsedNode | null, parent: YamlPair | undefined, missing: readonly string[]) {
    const isNothing =
      node === null || (isScalar(node) && node.value === null && node.range[0] === node.range[1]);
    if (!isNothing || parent === undefined)
      return { why: 'would have to go into something that is no mapping' };
    return { at: parent.key.range[1], column: this.columnOf(parent) + 2, missing };
  }

  /** In the place of `{}`, which was left when the last member went. */
  private inEmptyFlow(map: YAMLMap.Parsed, parent: YamlPair | undefined, missing: readonly string[]) {
    if (this.text.slice(map.range[0], map.range[1]) !== '{}') return FLOW;
    const column = parent === undefined ? 0 : this.columnOf(parent) + 2;
    return { at: map.range[0], column, missing, isEmptyFlow: true };
  }

  private columnOf({ key }: YamlPair): number {
    return key.range[0] - lineStart(this.text, key.range[0]);
  }

  /** The lines of a member, from another column on and with another key. */
  private moved(lines: Block, { key }: YamlPair, column: number, name: string): string[] {
    const [from, keyEnd] = key.range;
    const body = quotedLike(this.text.slice(from, keyEnd), name) + this.text.slice(keyEnd, lines.stop);
    return linesOf(body).map(({ text }, index) => {
      if (index === 0) return ' '.repeat(column) + text;
      const inner = text.length - text.trimStart().length;
      return text.trim() === ''
        ? text
        : ' '.repeat(Math.max(inner + column - lines.column, 0)) + text.trimStart();
    });
  }

  private below(offset: number, lines: readonly string[], inPlaceOfFlow?: boolean): TextChange {
    const put = putBelow(this.text, offset, lines);
    if (inPlaceOfFlow !== true) return put;
    return { start: offset, end: put.end, text: this.text.slice(offset + 2, put.end) + put.text };
  }
}

const memberOf = (map: YAMLMap.Parsed, key: string): YamlPair | undefined =>
  (map.items as YamlPair[]).find(
    (pair) => isScalar(pair.key) && !isMergeKey(pair.key) && String(pair.key.value) === key,
  );

/** A name in the quotes of the one that it takes the place of. */
function quotedLike(old: string, name: string): string {
  if (old.startsWith('"')) return JSON.stringify(name);
  if (old.startsWith("'") && !name.includes("'")) return `'${name}'`;
  return plainOrQuoted(name);
}

/** Names that are no texts without quotes, in one version of YAML or another. */
const NEEDS_QUOTES = /^(?:true|false|null|y|yes|n|no|on|off)$/i;

const plainOrQuoted = (name: string): string =>
  /^[A-Za-z_][\w.-]*$/.test(name) && !NEEDS_QUOTES.test(name) ? name : JSON.stringify(name);
