import { findNodeAtLocation, getNodeValue, type Node } from 'jsonc-parser';
import { z } from 'zod';
import {
  type ConfigOption,
  type ConfigSchema,
  type OptionId,
  type OptionKind,
  type OptionType,
  optionKey,
} from '../../model/config-schema.ts';
import type { Issue } from '../../model/issue.ts';
import type { JsonTree } from './json-tree.ts';

/** An option as `oslo-config-generator --format json` writes it; keys that we do not use are not looked at. */
const osloOption = z.object({
  name: z.string(),
  dest: z.string(),
  type: z.string(),
  default: z.unknown(),
  sample_default: z.unknown().optional(),
  namespace: z.string().nullish(),
  help: z.string().nullish(),
  choices: z
    .array(z.union([z.tuple([z.unknown(), z.unknown()]), z.string(), z.number(), z.null()]))
    .default([]),
  min: z.number().nullish(),
  max: z.number().nullish(),
  required: z.boolean().default(false),
  secret: z.boolean().default(false),
  deprecated_for_removal: z.boolean().default(false),
  deprecated_reason: z.string().nullish(),
  deprecated_since: z.union([z.string(), z.number()]).nullish(),
  deprecated_opts: z.array(z.object({ group: z.string().nullish(), name: z.string().nullish() })).default([]),
});
type OsloOption = z.infer<typeof osloOption>;

const KINDS: Record<string, OptionKind> = {
  'string value': 'string',
  'integer value': 'integer',
  'floating point value': 'number',
  'boolean value': 'boolean',
  'list value': 'list',
  'multi valued': 'multi',
  'dict value': 'dict',
  'port value': 'port',
};

/** Is this what `oslo-config-generator` writes? */
export function isOsloSchema({ root }: JsonTree): boolean {
  return (
    findNodeAtLocation(root, ['options'])?.type === 'object' &&
    findNodeAtLocation(root, ['generator_options']) !== undefined
  );
}

/** Reads oslo.config's machine-readable form. @returns the schema, or each wrong option with its place */
export function readOsloSchema(
  file: string,
  tree: JsonTree,
): ConfigSchema | { readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const options = new Map<string, ConfigOption>();
  let hasWords = false;
  for (const { group, node } of optionNodes(tree)) {
    const parsed = parseOption(tree, node, issues);
    if (parsed === undefined) continue;
    hasWords ||= isSaid(parsed.help) || isSaid(parsed.deprecated_reason);
    const option = optionOf(parsed, group, tree.placeOf(node));
    // one option can be registered by several namespaces: the first is the one that oslo.config keeps
    if (!options.has(optionKey(option.id))) options.set(optionKey(option.id), option);
  }
  if (issues.length > 0) return { issues };
  return {
    file,
    options: [...options.values()],
    isText: true,
    ...(!hasWords && { isWordless: true }),
    ...namespacesOf(tree),
  };
}

/** Each option, with the name of its group. */
function optionNodes({ root }: JsonTree): { group: string; node: Node }[] {
  return (findNodeAtLocation(root, ['options'])?.children ?? []).flatMap((group) => {
    const [name, body] = group.children ?? [];
    const opts = body && findNodeAtLocation(body, ['opts']);
    return (opts?.children ?? []).map((node) => ({ group: String(name?.value), node }));
  });
}

const isSaid = (text: string | null | undefined): boolean => (text ?? '').trim() !== '';

function namespacesOf({ root }: JsonTree): Pick<ConfigSchema, 'namespaces'> {
  const node = findNodeAtLocation(root, ['generator_options', 'namespace']);
  const parsed = z.array(z.string()).safeParse(node && getNodeValue(node));
  return parsed.success ? { namespaces: parsed.data } : {};
}

function parseOption(tree: JsonTree, node: Node, issues: Issue[]): OsloOption | undefined {
  const parsed = osloOption.safeParse(getNodeValue(node));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const at =
    findNodeAtLocation(
      node,
      [...(first?.path ?? [])].map((key) => (typeof key === 'symbol' ? '' : key)),
    ) ?? node;
  issues.push({
    ...tree.placeOf(at),
    message: `${first?.path.join('.')}: ${first?.message ?? 'is wrong'}`,
  });
  return undefined;
}

function optionOf(option: OsloOption, group: string, place: ConfigOption['place']): ConfigOption {
  return {
    id: { group, name: option.dest },
    type: typeOf(option),
    default: option.default ?? null,
    ...(option.sample_default != null && { sample: option.sample_default }),
    ...(option.namespace != null && { namespace: option.namespace }),
    required: option.required,
    secret: option.secret,
    aliases: aliasesOf(option, group),
    ...(option.deprecated_for_removal && { deprecation: deprecationOf(option) }),
    place,
  };
}

function typeOf({ type, choices, min, max }: OsloOption): OptionType {
  const values = choices.map((choice) => (Array.isArray(choice) ? choice[0] : choice));
  const kept = values.filter(
    (value) => value === null || ['string', 'number', 'boolean'].includes(typeof value),
  );
  return {
    kind: KINDS[type] ?? 'other',
    written: type,
    ...(kept.length > 0 && { choices: kept as (string | number | boolean | null)[] }),
    ...(typeof min === 'number' && { min }),
    ...(typeof max === 'number' && { max }),
  };
}

function aliasesOf({ deprecated_opts, dest }: OsloOption, group: string): OptionId[] {
  const aliases = deprecated_opts.map((alias) => ({ group: alias.group ?? group, name: alias.name ?? dest }));
  return aliases.filter((alias) => optionKey(alias) !== optionKey({ group, name: dest }));
}

function deprecationOf({
  deprecated_since: since,
  deprecated_reason: reason,
}: OsloOption): NonNullable<ConfigOption['deprecation']> {
  return {
    ...(since != null && { since: String(since) }),
    ...(reason != null && reason.trim() !== '' && { reason: reason.trim() }),
  };
}
