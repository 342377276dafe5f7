import type { Node } from 'jsonc-parser';
import type { Issue } from '../../model/issue.ts';
import type { DataMapping, DataMember, DataNode } from './data-tree.ts';
import { jsonOf } from './data-tree.ts';
import { type JsonTree, readJsonTree } from './json-tree.ts';

const MOST_CHARACTERS = 1024 * 1024;
const MOST_DEPTH = 40;

/** A JSON file: what it says, and the nodes with their places. */
export interface JsonFile {
  readonly text: string;
  readonly tree: JsonTree;
  readonly root: DataMapping;
}

/** Reads JSON, or JSON with comments. Bounded: 1 MiB of text, a depth of 40. @returns the file, or its first mistake */
export function readJsonFile(
  file: string,
  text: string,
  format: 'json' | 'jsonc',
): JsonFile | { readonly issues: readonly Issue[] } {
  if (text.length > MOST_CHARACTERS)
    return { issues: [{ file, line: 1, column: 1, message: 'the file is larger than 1 MiB' }] };
  const tree = readJsonTree(file, text, { comments: format === 'jsonc' });
  if ('issues' in tree) return tree;
  const issues: Issue[] = [];
  const root = dataOf(tree, tree.root, issues, 0);
  const [first] = issues;
  if (first !== undefined) return { issues: [first] };
  return root.kind === 'mapping'
    ? { text, tree, root }
    : {
        issues: [{ ...tree.placeOf(tree.root), message: 'the file should be an object of names and values' }],
      };
}

function dataOf(tree: JsonTree, node: Node, issues: Issue[], depth: number): DataNode {
  if (depth > MOST_DEPTH) {
    issues.push({ ...tree.placeOf(node), message: `nested deeper than ${MOST_DEPTH}` });
    return valueNode(null);
  }
  if (node.type === 'array')
    return valueNode((node.children ?? []).map((item) => jsonOf(dataOf(tree, item, issues, depth + 1))));
  if (node.type !== 'object') return valueNode(node.value);
  const members = new Map<string, DataMember>();
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key === undefined || value === undefined) continue;
    const name = String(key.value);
    const place = tree.placeOf(key);
    if (members.has(name)) issues.push({ ...place, message: `the key "${name}" stands here twice` });
    members.set(name, { key: name, place, node: dataOf(tree, value, issues, depth + 1) });
  }
  return { kind: 'mapping', members: [...members.values()] };
}

const valueNode = (json: unknown): DataNode => ({ kind: 'value', value: { kind: 'json', json } });
