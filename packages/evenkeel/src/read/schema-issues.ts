import type { z } from 'zod';
import type { Issue } from '../model/issue.ts';
import { nearestHint } from './nearest.ts';
import type { Path, Place, SourceDocument } from './yaml-document.ts';

type SchemaIssue = z.core.$ZodIssue;
type Wording = { readonly place: Place; readonly message: string; readonly hint?: string | undefined };

/** Words the schema's complaints for people: place, what is wrong, the nearest right word. */
export function wordSchemaIssues(
  file: string,
  source: SourceDocument,
  schema: unknown,
  issues: readonly SchemaIssue[],
): Issue[] {
  return issues.flatMap((issue) =>
    word(source, schema, issue, issue.path).map(({ place, message, hint }) =>
      hint === undefined ? { file, ...place, message } : { file, ...place, message, hint },
    ),
  );
}

function word(source: SourceDocument, schema: unknown, issue: SchemaIssue, path: Path): Wording[] {
  const where = path.length === 0 ? 'the plan' : path.map(String).join('.');
  const place = source.placeOf(path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        place: source.placeOfKey(path, key),
        message: `unknown key "${key}" in ${where}`,
        hint: nearestHint(key, keysAt(schema, path)),
      }));
    case 'invalid_value': {
      const right = issue.values.map(String);
      const found = valueAt(source.value, path);
      if (found === undefined)
        return [{ place, message: `${where} is missing`, hint: wordsToWrite(path, right) }];
      return [
        {
          place,
          message: `${where}: ${show(found)} is not known here`,
          hint: nearestHint(String(found), right),
        },
      ];
    }
    case 'invalid_key':
      return [wordKey(source, issue, path)];
    case 'invalid_union':
      return wordUnion(source, schema, issue, path);
    case 'invalid_type': {
      const found = valueAt(source.value, path);
      if (found === undefined) return [{ place, message: `${where} is missing` }];
      return [{ place, message: `${where} ${wordType(issue.message, issue.expected)}, not ${show(found)}` }];
    }
    default:
      return [{ place, message: `${where}: ${issue.message}` }];
  }
}

function wordsToWrite(path: Path, right: readonly string[]): string {
  const key = String(path.at(-1) ?? '');
  return right.length === 1 ? `write ${key}: ${right[0]}` : `use one of ${right.join(', ')}`;
}

function wordKey(source: SourceDocument, issue: z.core.$ZodIssueInvalidKey, path: Path): Wording {
  const key = String(path.at(-1) ?? '');
  const where = path.slice(0, -1).map(String).join('.');
  const inner = issue.issues[0];
  const right = inner?.code === 'invalid_value' ? inner.values.map(String) : [];
  const hint = nearestHint(key, right);
  const why = inner?.code === 'invalid_format' ? inner.message : 'is not known here';
  return { place: source.placeOfKey(path.slice(0, -1), key), message: `${where}: "${key}" ${why}`, hint };
}

/** Of a union's branches, the one that the value was meant for: the one that got furthest into it. */
function wordUnion(
  source: SourceDocument,
  schema: unknown,
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
): Wording[] {
  const found = valueAt(source.value, path);
  if (found === undefined) return word(source, schema, { ...missing(issue), path: [] }, path);
  const meant = issue.errors.find(
    (branch) => !branch.some((inner) => inner.path.length === 0 && inner.code === 'invalid_type'),
  );
  if (meant === undefined) {
    const where = path.map(String).join('.');
    return [{ place: source.placeOf(path), message: `${where} cannot be ${show(found)}` }];
  }
  return meant.flatMap((inner) => word(source, schema, inner, [...path, ...inner.path]));
}

function missing(issue: SchemaIssue): SchemaIssue {
  return { code: 'invalid_type', expected: 'string', input: undefined, path: issue.path, message: '' };
}

function wordType(message: string, expected: string): string {
  if (!message.startsWith('Invalid')) return message;
  const names: Readonly<Record<string, string>> = {
    object: 'a mapping',
    record: 'a mapping',
    array: 'a list',
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
  };
  return `should be ${names[expected] ?? expected}`;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  if (value === null) return 'empty';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<PropertyKey, unknown>)[key];
  }
  return at;
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  /** The keys of a mapping whose keys are words of a list. */
  readonly propertyNames?: SchemaNode;
  readonly enum?: readonly string[];
}

/** The keys that the JSON Schema allows at a path. */
function keysAt(schema: unknown, path: Path): string[] {
  let nodes: SchemaNode[] = [schema as SchemaNode];
  for (const key of path) nodes = nodes.flatMap(branches).flatMap((node) => step(node, key));
  return [
    ...new Set(
      nodes.flatMap(branches).flatMap((node) => [...Object.keys(node.properties ?? {}), ...keyWords(node)]),
    ),
  ];
}

function keyWords({ propertyNames }: SchemaNode): readonly string[] {
  return propertyNames === undefined ? [] : branches(propertyNames).flatMap((node) => node.enum ?? []);
}

function branches(node: SchemaNode): SchemaNode[] {
  return [node, ...(node.anyOf ?? []).flatMap(branches)];
}

function step(node: SchemaNode, key: PropertyKey): SchemaNode[] {
  if (typeof key === 'number') return node.items === undefined ? [] : [node.items];
  const property = node.properties?.[String(key)];
  if (property !== undefined) return [property];
  return typeof node.additionalProperties === 'object' ? [node.additionalProperties] : [];
}
