/** A page of the plan's keys, from its JSON Schema: a section for each key of the plan, a row for each key below it. */
export function planPage(schema) {
  const seen = new Map();
  const toRun = new Set([...schema.required, ...(schema.anyOf ?? []).flatMap((one) => one.required ?? [])]);
  const sections = Object.entries(schema.properties).map(([key, value]) => {
    const { rows, like } = below(value, key, seen);
    const is = `${wordsOf(value)}${likeInWords(like)}${needOf(key, schema, toRun)}.`;
    const table = rows.length === 0 ? '' : `\n\n${TABLE_HEAD}\n${rows.join('\n')}`;
    return `## \`${key}\`\n\n${[is, sentence(value.description)].filter(Boolean).join(' ')}${table}`;
  });
  return `${HEAD}\n${sections.join('\n\n')}\n`;
}

function needOf(key, schema, toRun) {
  if (schema.required.includes(key)) return '; required';
  return toRun.has(key) && key !== 'contract' ? '; required for a run' : '';
}

const HEAD = `# Keys of a plan file, version 1

Written by \`npm run docs:reference\` from \`evenkeel schema\`; do not edit it. [The plan file](../plan-file.md) explains them,
and says what holds between keys, which a schema cannot. \`NAME\` is a name of yours; \`[]\` is an entry of a list. Keys that
have been listed before are not listed again.
`;
const TABLE_HEAD = '| key | is | meaning |\n|---|---|---|';
const LEAST_KEYS_TO_REFER = 3;

/** What a schema has below a path: a row for each key; and the paths under which the same keys have been listed before. */
function below(schema, path, seen) {
  const rows = [];
  const like = new Set();
  for (const { shape, at } of shapesOf(schema, path)) {
    const keys = Object.entries(shape.properties);
    const print = JSON.stringify(shape.properties);
    const before = keys.length >= LEAST_KEYS_TO_REFER ? seen.get(print) : undefined;
    if (before === undefined) {
      seen.set(print, at);
      rows.push(...keys.flatMap(([key, value]) => rowsOf(key, value, { shape, at, seen })));
    } else if (!rows.some((row) => row.startsWith(`| \`${before}.`))) like.add(before);
  }
  return { rows, like };
}

/** The row of a key of a mapping, and those of the keys below it. */
function rowsOf(key, value, { shape, at, seen }) {
  const { rows, like } = below(value, `${at}.${key}`, seen);
  const is = `${wordsOf(value)}${likeInWords(like)}${shape.required?.includes(key) ? '; required' : ''}`;
  return [`| \`${at}.${key}\` | ${cell(is)} | ${cell(value.description ?? '')} |`, ...rows];
}

const likeInWords = (like) =>
  like.size === 0 ? '' : ` (as ${[...like].map((path) => `\`${path}\``).join(', ')})`;

/** The mappings with keys of their own that a schema allows at a path or right below it, each once. */
function shapesOf(schema, path) {
  if (schema.anyOf) return schema.anyOf.flatMap((one) => shapesOf(one, path));
  if (schema.type === 'array') return schema.items ? shapesOf(schema.items, `${path}[]`) : [];
  if (schema.type !== 'object') return [];
  const own = Object.keys(schema.properties ?? {}).length > 0 ? [{ shape: schema, at: path }] : [];
  const named = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  return named ? [...own, ...shapesOf(named, `${path}.NAME`)] : own;
}

/** What a value may be, in words. */
function wordsOf(schema) {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(wordsOf))].join(', or ');
  if ('const' in schema) return `\`${schema.const}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.type === 'array')
    return `a list${schema.items?.type ? ` (each: ${wordsOf(schema.items)})` : ''}`;
  if (schema.type === 'object')
    return typeof schema.additionalProperties === 'object' ? 'a mapping by name' : 'a mapping';
  if (Array.isArray(schema.type)) return schema.type.map((type) => NAMES[type] ?? type).join(' or ');
  return `${NAMES[schema.type] ?? 'anything'}${limitsOf(schema)}`;
}

const NAMES = { string: 'text', number: 'a number', integer: 'a whole number', boolean: '`true` or `false`' };

function limitsOf({ pattern, minimum, maximum }) {
  if (pattern !== undefined) return ` like \`${pattern}\``;
  const isBounded = (value) => value !== undefined && Math.abs(value) !== Number.MAX_SAFE_INTEGER;
  const from = isBounded(minimum) ? ` from ${minimum}` : '';
  return `${from}${isBounded(maximum) ? ` to ${maximum}` : ''}`;
}

const sentence = (text) => (text === undefined ? undefined : `${cell(text)}.`);
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
