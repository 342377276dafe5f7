import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import type { Place } from '../../model/finding.ts';
import type { Issue } from '../../model/issue.ts';
import type { SettingValue } from '../../model/operator-file.ts';
import { isNestedFarTooDeep } from '../nesting.ts';
import type { DataMapping, DataMember, DataNode } from './data-tree.ts';
import { jsonOf } from './data-tree.ts';
import { placesIn } from './json-tree.ts';

const MOST_CHARACTERS = 1024 * 1024;
const MOST_DEPTH = 40;

/** A TOML file: what it says, and the nodes with their places. */
export interface TomlFile {
  readonly text: string;
  readonly program: AST.TOMLProgram;
  readonly root: DataMapping;
}

/** Reads TOML 1.0. Bounded: 1 MiB of text, a depth of 40. @returns the file, or the first mistake with its place */
export function readTomlFile(file: string, text: string): TomlFile | { readonly issues: readonly Issue[] } {
  const start = { file, line: 1, column: 1 };
  if (text.length > MOST_CHARACTERS)
    return { issues: [{ ...start, message: 'the file is larger than 1 MiB' }] };
  if (isNestedFarTooDeep(text)) return { issues: [{ ...start, message: 'nested too deeply' }] };
  try {
    const program = parseTOML(text, { tomlVersion: '1.0' });
    const builder = new Builder(placesIn(file, text));
    const root = builder.read(program.body[0]);
    return builder.issues.length > 0 ? { issues: builder.issues } : { text, program, root };
  } catch (error) {
    if (error instanceof ParseError)
      return {
        issues: [
          { file, line: error.lineNumber, column: error.column + 1, message: `not TOML: ${error.message}` },
        ],
      };
    // the parser's own bounds: the depth of calls, and the characters of one text
    if (error instanceof RangeError)
      return { issues: [{ ...start, message: 'nested too deeply, or with a text that is too long' }] };
    throw error;
  }
}

/** A mapping in the making; an array of tables is a list of them. */
interface Draft {
  readonly members: Map<string, { place: Place; node: Draft | Draft[] | DataNode }>;
}

const newDraft = (): Draft => ({ members: new Map() });

class Builder {
  readonly issues: Issue[] = [];
  private readonly placeAt: (offset: number) => Place;

  constructor(placeAt: (offset: number) => Place) {
    this.placeAt = placeAt;
  }

  read(top: AST.TOMLTopLevelTable): DataMapping {
    const root = newDraft();
    for (const node of top.body) {
      if (node.type === 'TOMLKeyValue') this.assign(root, node);
      else {
        const table = this.table(root, node);
        if (table !== undefined) for (const pair of node.body) this.assign(table, pair);
      }
    }
    return finished(root);
  }

  private table(root: Draft, { kind, key, range }: AST.TOMLTable): Draft | undefined {
    const names = namesOf(key);
    const holder = this.enter(root, names.slice(0, -1), range[0]);
    const name = names.at(-1) ?? '';
    if (holder === undefined) return undefined;
    const there = holder.members.get(name);
    const place = this.placeAt(range[0]);
    if (kind === 'array') {
      const list = Array.isArray(there?.node) ? there.node : [];
      const entry = newDraft();
      list.push(entry);
      holder.members.set(name, { place: there?.place ?? place, node: list });
      return entry;
    }
    if (there !== undefined && isDraft(there.node)) return there.node;
    const draft = newDraft();
    holder.members.set(name, { place, node: draft });
    return draft;
  }

  private assign(table: Draft, { key, value, range }: AST.TOMLKeyValue, depth = 0): void {
    const names = namesOf(key);
    const holder = this.enter(table, names.slice(0, -1), range[0]);
    holder?.members.set(names.at(-1) ?? '', {
      place: this.placeAt(range[0]),
      node: this.value(value, depth),
    });
  }

  /** The mapping at the end of dotted names; of an array of tables, its last one. */
  private enter(from: Draft, names: readonly string[], offset: number): Draft | undefined {
    if (names.length > MOST_DEPTH) {
      this.refuse(offset);
      return undefined;
    }
    let at = from;
    for (const name of names) {
      const there = at.members.get(name)?.node;
      const next = Array.isArray(there) ? there.at(-1) : there;
      if (next !== undefined && isDraft(next)) at = next;
      else {
        const draft = newDraft();
        at.members.set(name, { place: this.placeAt(offset), node: draft });
        at = draft;
      }
    }
    return at;
  }

  private value(node: AST.TOMLContentNode, depth: number): Draft | DataNode {
    if (depth > MOST_DEPTH) this.refuse(node.range[0]);
    if (this.issues.length > 0) return json(null);
    if (node.type === 'TOMLArray')
      return json(node.elements.map((element) => jsonOf(asNode(this.value(element, depth + 1)))));
    if (node.type === 'TOMLInlineTable') {
      const draft = newDraft();
      for (const pair of node.body) this.assign(draft, pair, depth + 1);
      return draft;
    }
    return { kind: 'value', value: scalarOf(node) };
  }

  private refuse(offset: number): void {
    this.issues.push({ ...this.placeAt(offset), message: `nested deeper than ${MOST_DEPTH}` });
  }
}

/** The names of a key, dots between them taken apart. */
export const namesOf = ({ keys }: AST.TOMLKey): string[] =>
  keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value));

function scalarOf(node: AST.TOMLValue): SettingValue {
  return 'datetime' in node ? { kind: 'other', text: node.datetime } : { kind: 'json', json: node.value };
}

const json = (value: unknown): DataNode => ({ kind: 'value', value: { kind: 'json', json: value } });
const isDraft = (node: Draft | Draft[] | DataNode): node is Draft =>
  !Array.isArray(node) && !('kind' in node);

function finished({ members }: Draft): DataMapping {
  const list = [...members].map(([key, { place, node }]): DataMember => ({ key, place, node: asNode(node) }));
  return { kind: 'mapping', members: list };
}

function asNode(node: Draft | Draft[] | DataNode): DataNode {
  if (Array.isArray(node)) return json(node.map((entry) => jsonOf(finished(entry))));
  return isDraft(node) ? finished(node) : node;
}
