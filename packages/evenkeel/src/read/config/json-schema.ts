import { findNodeAtLocation, getNodeValue, type Node } from 'jsonc-parser';
import {
  type ConfigOption,
  type ConfigSchema,
  groupOf,
  type OptionId,
  type OptionKind,
  type OptionType,
} from '../../model/config-schema.ts';
import type { Issue } from '../../model/issue.ts';
import type { JsonTree } from './json-tree.ts';

const KINDS: Record<string, OptionKind> = {
  string: 'string',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  array: 'list',
  object: 'dict',
};
/** Bounds `$ref` that go round, and hostile nesting. */
const MAX_DEPTH = 50;

/**
 * Reads the options that a JSON Schema describes: each property that is not an object with properties of its own is
 * one, its group the path to it. `deprecated` is JSON Schema's (2019-09); `x-deprecated-since`, `x-removed-in`,
 * `x-deprecated-reason` and `x-renamed-from` say the rest.
 */
export function readJsonSchema(
  file: string,
  tree: JsonTree,
): ConfigSchema | { readonly issues: readonly Issue[] } {
  const found: Found = { tree, options: [], issues: [] };
  walk(found, tree.root, [], 0);
  return found.issues.length > 0 ? { issues: found.issues.slice(0, 20) } : { file, options: found.options };
}

interface Found {
  readonly tree: JsonTree;
  readonly options: ConfigOption[];
  readonly issues: Issue[];
}

function walk(found: Found, node: Node, path: readonly string[], depth: number): void {
  const required: unknown = valueAt(node, 'required');
  for (const property of findNodeAtLocation(node, ['properties'])?.children ?? []) {
    const [key, raw] = property.children ?? [];
    if (key !== undefined && raw !== undefined) takeProperty(found, key, raw, path, depth, required);
  }
}

function takeProperty(
  found: Found,
  key: Node,
  raw: Node,
  path: readonly string[],
  depth: number,
  required: unknown,
): void {
  const { tree, options, issues } = found;
  const schema = resolved(tree, raw);
  const name = String(key.value);
  if (schema === undefined || depth > MAX_DEPTH) {
    const message = schema === undefined ? 'this $ref leads nowhere' : `nested deeper than ${MAX_DEPTH}`;
    issues.push({ ...tree.placeOf(raw), message });
  } else if (findNodeAtLocation(schema, ['properties']) !== undefined) {
    walk(found, schema, [...path, name], depth + 1);
  } else {
    const isRequired = Array.isArray(required) && required.includes(name);
    options.push(readOption(tree, key, schema, { group: groupOf(path), name }, isRequired));
  }
}

/** The schema that a local `$ref` means. */
function resolved({ root }: JsonTree, node: Node): Node | undefined {
  let at: Node | undefined = node;
  for (let hops = 0; hops < MAX_DEPTH; hops += 1) {
    const target: unknown = at === undefined ? undefined : valueAt(at, '$ref');
    if (typeof target !== 'string') return at;
    if (!target.startsWith('#/')) return undefined;
    const path = target.slice(2).split('/');
    at = findNodeAtLocation(
      root,
      path.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
    );
  }
  return undefined;
}

function valueAt(node: Node, name: string): unknown {
  const found = findNodeAtLocation(node, [name]);
  return found === undefined ? undefined : getNodeValue(found);
}

function readOption(tree: JsonTree, key: Node, node: Node, id: OptionId, required: boolean): ConfigOption {
  const since = wordAt(node, 'x-deprecated-since');
  const removedIn = wordAt(node, 'x-removed-in');
  const reason = wordAt(node, 'x-deprecated-reason');
  const deprecated = valueAt(node, 'deprecated') === true || since !== undefined || removedIn !== undefined;
  return {
    id,
    type: typeOf(node),
    default: valueAt(node, 'default') ?? null,
    required,
    secret: valueAt(node, 'writeOnly') === true,
    aliases: aliasesOf(node, id),
    ...(deprecated && {
      deprecation: {
        ...(since !== undefined && { since }),
        ...(removedIn !== undefined && { removedIn }),
        ...(reason !== undefined && { reason }),
      },
    }),
    place: tree.placeOf(key),
  };
}

function wordAt(node: Node, name: string): string | undefined {
  const value = valueAt(node, name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function typeOf(node: Node): OptionType {
  const declared = valueAt(node, 'type');
  const types = (Array.isArray(declared) ? declared : [declared]).filter((type) => typeof type === 'string');
  const named = types.filter((type) => type !== 'null');
  const choices = valueAt(node, 'enum');
  const [min, max] = [valueAt(node, 'minimum'), valueAt(node, 'maximum')];
  return {
    kind: (named.length === 1 && KINDS[named[0] ?? '']) || 'other',
    written: named.join(' or ') || 'any',
    ...(types.length > 0 && { nullable: types.includes('null') }),
    ...(Array.isArray(choices) && { choices }),
    ...(typeof min === 'number' && { min }),
    ...(typeof max === 'number' && { max }),
  };
}

/** `x-renamed-from: "old"` or `"group.old"`, or a list of them. */
function aliasesOf(node: Node, { group }: OptionId): OptionId[] {
  const former = valueAt(node, 'x-renamed-from');
  const names = Array.isArray(former) ? former : [former];
  return names
    .filter((name) => typeof name === 'string')
    .map((name) => {
      const at = name.lastIndexOf('.');
      return at < 0 ? { group, name } : { group: name.slice(0, at), name: name.slice(at + 1) };
    });
}
