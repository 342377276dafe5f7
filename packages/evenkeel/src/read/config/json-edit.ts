import { findNodeAtLocation, type Node, visit } from 'jsonc-parser';
import type { Change, DataDocument } from './data-edit.ts';
import type { JsonFile } from './json-file.ts';
import { lineEndOf, lineStart, lineStop, type TextChange } from './text-lines.ts';

/** The ways to change a JSON file. What is removed is taken out: JSON has no comments, and a comma may have to go too. */
export function jsonDocument(file: JsonFile): DataDocument {
  const editor = new JsonEditor(file);
  return {
    root: file.root,
    rename: (path, name) => editor.rename(path, name),
    copy: (path, group, name) => editor.copy(path, group, name),
    remove: (path) => editor.remove(path),
  };
}

const MOVED = { why: 'is not where it was' };

class JsonEditor {
  private readonly text: string;
  private readonly root: Node;
  private readonly eol: string;
  private readonly step: string;
  private readonly commas: number[] = [];

  constructor({ text, tree }: JsonFile) {
    this.text = text;
    this.root = tree.root;
    this.eol = lineEndOf(text);
    this.step = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
    visit(text, {
      onSeparator: (character, offset) => {
        if (character === ',') this.commas.push(offset);
      },
    });
  }

  rename(path: readonly string[], name: string): Change {
    const key = this.propertyAt(path)?.children?.[0];
    if (key === undefined) return MOVED;
    return [{ start: key.offset, end: key.offset + key.length, text: JSON.stringify(name) }];
  }

  remove(path: readonly string[]): Change {
    const property = this.propertyAt(path);
    if (property === undefined) return MOVED;
    const siblings = property.parent?.children ?? [];
    const index = siblings.indexOf(property);
    const [start, end] = [property.offset, endOf(property)];
    const [before, after] = [siblings[index - 1], siblings[index + 1]];
    const comma = this.commaBetween(end, after?.offset ?? endOf(property.parent));
    if (comma !== undefined || before === undefined)
      return [this.wholeLines(start, comma === undefined ? end : comma + 1)];
    // the comma before the last member goes with it
    const last = this.commaBetween(endOf(before), start);
    if (last === undefined) return MOVED;
    if (this.text.slice(last + 1, start).trim() === '') return [{ start: last, end, text: '' }];
    return [{ start: last, end: last + 1, text: '' }, this.wholeLines(start, end)];
  }

  copy(path: readonly string[], group: readonly string[], name: string): Change {
    const value = this.propertyAt(path)?.children?.[1];
    if (value === undefined) return MOVED;
    let target = this.root;
    let depth = 0;
    for (const key of group) {
      const next = findNodeAtLocation(target, [key]);
      if (next === undefined) break;
      target = next;
      depth += 1;
    }
    if (target.type !== 'object') return { why: 'would have to go into something that is no object' };
    return this.append(target, [...group.slice(depth), name], value);
  }

  private propertyAt(path: readonly string[]): Node | undefined {
    return findNodeAtLocation(this.root, [...path])?.parent;
  }

  /** Puts a member at the end of an object, in objects of its own when the path to it has more than one name. */
  private append(target: Node, path: readonly string[], value: Node): Change {
    const last = target.children?.at(-1);
    if (last === undefined) return this.fill(target, path, value);
    const isOnItsLine = this.indentAt(last.offset) !== undefined;
    const end = endOf(last);
    const comma = this.commaBetween(end, endOf(target));
    const rest = this.text.slice(comma === undefined ? end : comma + 1, lineStop(this.text, end));
    if (!isOnItsLine || !/^\s*(?:\/\/.*\s*)?$/.test(rest)) {
      const text = `, ${this.member(path, value)}`;
      return [{ start: end, end, text }];
    }
    const indent = this.indentAt(last.offset) ?? '';
    const below = lineStop(this.text, end);
    const line = { start: below, end: below, text: indent + this.member(path, value, indent) + this.eol };
    return comma === undefined ? [{ start: end, end, text: ',' }, line] : [line];
  }

  /** The same for an object that has nothing in it. */
  private fill(target: Node, path: readonly string[], value: Node): Change {
    const [start, end] = [target.offset, endOf(target)];
    if (this.text.slice(start + 1, end - 1).trim() !== '') return { why: 'would have to go among comments' };
    const outer = /^[ \t]*/.exec(this.text.slice(lineStart(this.text, start)))?.[0] ?? '';
    const inner = outer + this.step;
    return [
      { start, end, text: `{${this.eol}${inner}${this.member(path, value, inner)}${this.eol}${outer}}` },
    ];
  }

  /** A member as text; on lines of its own where an indent is given. */
  private member([name = '', ...rest]: readonly string[], value: Node, indent?: string): string {
    const key = `${JSON.stringify(name)}: `;
    if (rest.length === 0) return key + this.textOf(value, indent);
    if (indent === undefined) return `${key}{ ${this.member(rest, value)} }`;
    const inner = indent + this.step;
    return `${key}{${this.eol}${inner}${this.member(rest, value, inner)}${this.eol}${indent}}`;
  }

  private textOf(value: Node, indent?: string): string {
    const text = this.text.slice(value.offset, endOf(value));
    const old = this.indentAt(value.parent?.offset ?? value.offset);
    if (indent === undefined || old === undefined) return text;
    return text
      .split('\n')
      .map((line, index) => (index > 0 && line.startsWith(old) ? indent + line.slice(old.length) : line))
      .join('\n');
  }

  /** What stands before an offset in its line, if that is only space. */
  private indentAt(offset: number): string | undefined {
    const before = this.text.slice(lineStart(this.text, offset), offset);
    return before.trim() === '' ? before : undefined;
  }

  /** A cut; of whole lines where nothing else stands in them. */
  private wholeLines(start: number, end: number): TextChange {
    const stop = lineStop(this.text, end);
    const isRest = this.text.slice(end, stop).trim() === '';
    if (this.indentAt(start) !== undefined && isRest)
      return { start: lineStart(this.text, start), end: stop, text: '' };
    const spaces = /^[ \t]*/.exec(this.text.slice(end))?.[0].length ?? 0;
    return { start, end: isRest ? end : end + spaces, text: '' };
  }

  /** A comma between two items, outside of comments. */
  private commaBetween(start: number, end: number): number | undefined {
    return this.commas.find((offset) => offset >= start && offset < end);
  }
}

const endOf = (node: Node | undefined): number => (node === undefined ? 0 : node.offset + node.length);
