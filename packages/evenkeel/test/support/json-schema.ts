import { isDeepStrictEqual } from 'node:util';

/** The part of JSON Schema that the plan file's schema is written in. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

const KNOWN = new Set([
  ...['type', 'properties', 'required', 'additionalProperties', 'propertyNames', 'items', 'minItems'],
  ...['anyOf', 'enum', 'const', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum'],
  ...['$schema', 'title', 'description'],
]);

/** Every way in which a value breaks a schema, as paths with words. @throws on a keyword that it does not know */
export function schemaFaults(schema: Schema, value: unknown, path = 'plan'): string[] {
  const unknown = Object.keys(schema).filter((key) => !KNOWN.has(key));
  if (unknown.length > 0) throw new Error(`unknown keywords at ${path}: ${unknown.join(', ')}`);
  const fault = (broken: boolean, words: string): string[] => (broken ? [`${path}: ${words}`] : []);
  return [
    ...fault(!hasType(schema, value), `is not ${String(schema.type)}`),
    ...fault('const' in schema && !isDeepStrictEqual(value, schema.const), 'is not the constant'),
    ...fault(schema.enum !== undefined && !schema.enum.includes(value), 'is none of the words'),
    ...fault(
      schema.anyOf?.every((branch) => schemaFaults(branch, value, path).length > 0) ?? false,
      'fits no branch',
    ),
    ...(typeof value === 'string' ? textFaults(schema, value, fault) : []),
    ...(typeof value === 'number'
      ? fault(value < (schema.minimum ?? value) || value > (schema.maximum ?? value), 'is out of bounds')
      : []),
    ...(Array.isArray(value) ? listFaults(schema, value, path) : mappingFaults(schema, value, path)),
  ];
}

type Fault = (broken: boolean, words: string) => string[];

function hasType({ type }: Schema, value: unknown): boolean {
  if (type === undefined) return true;
  const types = typeof type === 'string' ? [type] : type;
  if (value === null) return types.includes('null');
  if (Array.isArray(value)) return types.includes('array');
  if (typeof value === 'number')
    return types.includes('number') || (types.includes('integer') && Number.isInteger(value));
  return types.includes(typeof value);
}

function textFaults(schema: Schema, value: string, fault: Fault): string[] {
  return [
    ...fault(schema.pattern !== undefined && !new RegExp(schema.pattern).test(value), 'breaks the pattern'),
    ...fault(value.length < (schema.minLength ?? 0), 'is too short'),
    ...fault(value.length > (schema.maxLength ?? value.length), 'is too long'),
  ];
}

function listFaults(schema: Schema, value: readonly unknown[], path: string): string[] {
  const { items } = schema;
  return [
    ...(value.length < (schema.minItems ?? 0) ? [`${path}: has too few entries`] : []),
    ...(items === undefined
      ? []
      : value.flatMap((entry, index) => schemaFaults(items, entry, `${path}.${index}`))),
  ];
}

function mappingFaults(schema: Schema, value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const missing = (schema.required ?? []).filter((key) => !Object.hasOwn(value, key));
  return [
    ...missing.map((key) => `${path}: has no ${key}`),
    ...Object.entries(value).flatMap(([key, entry]) => {
      const at = `${path}.${key}`;
      const names =
        schema.propertyNames === undefined ? [] : schemaFaults(schema.propertyNames, key, `${at} (key)`);
      const inner = schema.properties?.[key] ?? schema.additionalProperties;
      if (inner === false) return [`${at}: is not a key`, ...names];
      return typeof inner === 'object' ? [...names, ...schemaFaults(inner, entry, at)] : names;
    }),
  ];
}
