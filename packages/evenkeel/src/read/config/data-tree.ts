import { groupOf, type OptionId } from '../../model/config-schema.ts';
import type { Place } from '../../model/finding.ts';
import type { FileFormat, OperatorFile, Setting, SettingValue } from '../../model/operator-file.ts';

/** What a file of a format with types says: mappings in mappings, and values. A list is one value. */
export type DataNode = DataMapping | { readonly kind: 'value'; readonly value: SettingValue };

export interface DataMapping {
  readonly kind: 'mapping';
  /** In the order of the file, no two with one key. */
  readonly members: readonly DataMember[];
}

export interface DataMember {
  readonly key: string;
  readonly place: Place;
  readonly node: DataNode;
}

/** Which mappings of a file are groups, and which are the values of options. */
export interface SchemaShape {
  readonly isOption: (id: OptionId) => boolean;
  readonly isGroup: (group: string) => boolean;
}

/**
 * What a tree sets: each value that is not a mapping, by the path to it; and each mapping that is known as an option
 * and not as a group.
 */
export function settingsOfTree(
  file: string,
  format: FileFormat,
  root: DataMapping,
  shape: SchemaShape,
): OperatorFile {
  const settings: Setting[] = [];
  const groups = [{ name: '', place: { file, line: 1, column: 1 } }];
  const walk = (mapping: DataMapping, path: readonly string[]): void => {
    for (const { key, place, node } of mapping.members) {
      const [id, inner] = [{ group: groupOf(path), name: key }, [...path, key]];
      const isGroup = shape.isGroup(groupOf(inner));
      if (node.kind === 'mapping' && (isGroup || !shape.isOption(id))) {
        groups.push({ name: groupOf(inner), place });
        walk(node, inner);
      } else if (isEmptyGroup(node) && isGroup && !shape.isOption(id)) {
        groups.push({ name: groupOf(inner), place });
      } else if (path.length > 0 || key !== '$schema') {
        // $schema is for editors: no program reads it
        settings.push({ id, value: valueIn(node), place });
      }
    }
  };
  walk(root, []);
  return { file, format, settings, groups };
}

/** `server:` with nothing under it, as people leave it when they comment out what was there. */
const isEmptyGroup = (node: DataNode): boolean =>
  node.kind === 'value' && node.value.kind === 'json' && node.value.json === null;

/** The value of a whole tree. */
export function valueIn(node: DataNode): SettingValue {
  return node.kind === 'value' ? node.value : { kind: 'json', json: jsonOf(node) };
}

/** A tree as JSON; what JSON has no word for is a text there. */
export function jsonOf(node: DataNode): unknown {
  if (node.kind === 'mapping')
    return Object.fromEntries(node.members.map((member) => [member.key, jsonOf(member.node)]));
  return node.value.kind === 'json' ? node.value.json : node.value.text;
}

/** The member at a path. */
export function memberAt(root: DataMapping, path: readonly string[]): DataMember | undefined {
  const [key, ...rest] = path;
  const member = root.members.find((each) => each.key === key);
  if (rest.length === 0 || member === undefined) return member;
  return member.node.kind === 'mapping' ? memberAt(member.node, rest) : undefined;
}

/** The tree without the member at a path. */
export function without(root: DataMapping, path: readonly string[]): DataMapping {
  const [key, ...rest] = path;
  const members = root.members.flatMap((member) => {
    if (member.key !== key) return [member];
    if (rest.length === 0 || member.node.kind !== 'mapping') return [];
    return [{ ...member, node: without(member.node, rest) }];
  });
  return { kind: 'mapping', members };
}

/** The tree with one more member; nothing when something is in its way. */
export function withMember(
  root: DataMapping,
  path: readonly string[],
  put: DataMember,
): DataMapping | undefined {
  const [key = '', ...rest] = path;
  const there = root.members.find((member) => member.key === key);
  if (rest.length === 0)
    return there === undefined ? { kind: 'mapping', members: [...root.members, { ...put, key }] } : undefined;
  const empty: DataMapping = { kind: 'mapping', members: [] };
  const inner = there === undefined || isEmptyGroup(there.node) ? empty : there.node;
  const node = inner.kind === 'mapping' ? withMember(inner, rest, put) : undefined;
  if (node === undefined) return undefined;
  const others = root.members.filter((member) => member !== there);
  return { kind: 'mapping', members: [...others, { ...put, key, node }] };
}

/** Whether two trees say the same. Order does not matter, nor a mapping that has nothing in it. */
export function sameTree(a: DataNode, b: DataNode): boolean {
  if (a.kind === 'value' || b.kind === 'value') return a.kind === b.kind && inWords(a) === inWords(b);
  const [left, right] = [a.members.filter(saysSomething), b.members.filter(saysSomething)];
  const byKey = new Map(right.map((member) => [member.key, member.node]));
  return (
    left.length === right.length &&
    left.every(({ key, node }) => {
      const other = byKey.get(key);
      return other !== undefined && sameTree(node, other);
    })
  );
}

const saysSomething = ({ node }: DataMember): boolean =>
  node.kind === 'value' || node.members.some(saysSomething);

/** JSON, but for the numbers that it does not have. */
const inWords = (node: DataNode): string =>
  JSON.stringify(valueIn(node), (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value,
  );
