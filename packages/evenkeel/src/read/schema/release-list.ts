/** The part of a JSON Schema that is looked at here. */
interface Node {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly [key: string]: unknown;
}

const STEP = '^\\S+-to-\\S+$';
const STEP_AND_CELL = '^\\S+-to-\\S+ +\\S+$';

/**
 * Adds what a plan may say that lists its releases: mappings by the names of releases where a plan of two has one value, or
 * `base` and `target`. Reading takes such a plan apart into plans of two before the schema in zod sees it.
 */
export function withReleaseLists(schema: unknown): unknown {
  return within(schema as Node, {
    releases: listOrPair,
    services: entries({ install: byRelease('base'), start: orByRelease }),
    files: entries({ from: orByRelease }),
    migrate: byStage,
    order: (order) => ({ anyOf: [order, { type: 'object', additionalProperties: order }] }),
    promises: orOfOneStep,
    exceptions: entries(
      {},
      { steps: { type: 'array', minItems: 1, items: { type: 'string', pattern: STEP } } },
    ),
  });
}

type Change = (node: Node) => Node;

/** A mapping with some of its values changed, and more of them. */
function within(
  node: Node,
  changes: Readonly<Record<string, Change>>,
  more: Readonly<Record<string, Node>> = {},
): Node {
  const properties = Object.entries(node.properties ?? {}).map(([key, value]) => [
    key,
    changes[key]?.(value) ?? value,
  ]);
  return { ...node, properties: { ...Object.fromEntries(properties), ...more } };
}

/** The same for each entry of a section. */
const entries =
  (changes: Readonly<Record<string, Change>>, more?: Readonly<Record<string, Node>>): Change =>
  (section) => ({
    ...section,
    additionalProperties: within(section.additionalProperties as Node, changes, more),
  });

/** Keywords for mappings say nothing of lists, and the other way round: one schema for both has the better messages. */
const listOrPair: Change = (pair) => {
  const release = pair.properties?.base ?? {};
  const called = { type: ['string', 'integer'], description: 'What this plan calls it. Default: its label' };
  const items = { anyOf: [{ type: ['string', 'integer'] }, within(release, {}, { name: called })] };
  return { ...pair, type: ['object', 'array'], minItems: 2, items };
};

/** Further keys are names of releases, each with what the given key has. */
const byRelease =
  (like: string): Change =>
  (node) => ({ ...node, additionalProperties: node.properties?.[like] ?? false });

/** A mapping by releases besides the other ways. */
const orByRelease: Change = (node) => {
  const [first = {}] = node.anyOf ?? [];
  return {
    ...node,
    anyOf: [...(node.anyOf ?? []), { type: 'object', additionalProperties: commandOr(first, node) }],
  };
};

/** One release's value is whatever is no mapping: a text, or a list of words where those are allowed. */
function commandOr(first: Node, { anyOf = [] }: Node): Node {
  const plain = anyOf.filter(({ type }) => type !== 'object');
  return plain.length > 1 ? { anyOf: plain } : first;
}

/** `migrate` by releases: for each a command, or its stages. */
const byStage: Change = (node) => ({
  ...node,
  anyOf: [...(node.anyOf ?? []), { type: 'object', additionalProperties: { anyOf: node.anyOf ?? [] } }],
});

const orOfOneStep: Change = (node) => {
  const [list, mapping] = node.anyOf ?? [];
  const cell = { type: 'string', pattern: STEP_AND_CELL };
  return {
    ...node,
    anyOf: [
      { ...list, items: { anyOf: [list?.items ?? {}, cell] } },
      { ...mapping, propertyNames: { anyOf: [mapping?.propertyNames as Node, cell] } },
    ],
  };
};
