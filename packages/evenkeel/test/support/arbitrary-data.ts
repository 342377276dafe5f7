import fc from 'fast-check';

/** What an operator's file of a format with types says. */
export interface Data {
  [key: string]: unknown;
}

const scalar = fc.oneof(
  fc.integer({ min: -999, max: 99_999 }),
  fc.boolean(),
  fc.constantFrom(
    '',
    'plain',
    'two words',
    'a # b',
    "it's",
    'say "hi"',
    'é: ü',
    '{x}',
    '- y',
    'a\nb\n',
    '80',
  ),
);
const list = fc.array(scalar, { maxLength: 3 });
const value = fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 1, arbitrary: list });
const labels = fc.dictionary(fc.constantFrom('x', 'y', 'a.b'), scalar, {
  minKeys: 1,
  maxKeys: 3,
  noNullPrototype: true,
});

/** Names of the test's two releases, some that neither knows, and groups of which any member can be the only one. */
const record = (names: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(names, { requiredKeys: [], noNullPrototype: true });

export const anyData: fc.Arbitrary<Data> = record({
  kept: value,
  old: value,
  new: value,
  gone: value,
  labels,
  moved: value,
  strange: value,
  'dotted.name': value,
  a: record({ old: value, gone: value, own: value, b: record({ old: value, gone: value, deep: value }) }),
  c: record({ own: value, moved: value }),
  d: record({ gone: value }),
}).map((data) => data as Data);

/** Choices of style, drawn one after another from a list that never ends. */
export class Style {
  private at = 0;
  private readonly choices: readonly number[];

  constructor(choices: readonly number[]) {
    this.choices = choices.length > 0 ? choices : [0];
  }

  pick<T>(...from: readonly [T, ...T[]]): T {
    const choice = this.choices[this.at++ % this.choices.length] ?? 0;
    return from[choice % from.length] ?? from[0];
  }
}

export const anyStyle = fc.array(fc.nat({ max: 11 }), { minLength: 1, maxLength: 12 });

const isMapping = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Line ends, a byte order mark and the end of the last line, as files have them. */
function dressed(lines: readonly string[], style: Style): string {
  const text = lines.join('\n') + (style.pick(true, true, false) ? '\n' : '');
  const mark = style.pick('', '', '\ufeff');
  return mark + (style.pick(false, false, true) ? text.replaceAll('\n', '\r\n') : text);
}

const noise = (style: Style, indent: string): string[] =>
  style.pick<string[]>([], [], [`${indent}# a comment`], ['']);

/** @param flow whether mappings may also stand in braces */
export function yamlText(data: Data, choices: readonly number[], flow: boolean): string {
  const style = new Style(choices);
  if (Object.keys(data).length === 0) return dressed(['{}'], style);
  return dressed(yamlLines(data, '', style, flow), style);
}

function yamlLines(data: Data, indent: string, style: Style, flow: boolean): string[] {
  const step = style.pick('  ', '    ');
  return Object.entries(data).flatMap(([name, value]) => {
    const key = indent + style.pick(name, name, JSON.stringify(name), `'${name}'`);
    const head = noise(style, indent);
    if (isMapping(value) && Object.keys(value).length > 0 && !(flow && style.pick(false, true))) {
      const start = `${key}:${style.pick('', ' # why')}`;
      return [...head, start, ...yamlLines(value, indent + step, style, flow)];
    }
    return [...head, ...yamlValue(key, value, indent + step, style)];
  });
}

function yamlValue(key: string, value: unknown, inner: string, style: Style): string[] {
  const end = style.pick('', '', ' # said');
  if (Array.isArray(value) && value.length > 0 && style.pick(true, false))
    return [`${key}:${end}`, ...value.map((item) => `${inner}- ${JSON.stringify(item)}`)];
  if (typeof value === 'string' && /^.*\w\n(.*\w\n)*$/.test(value) && style.pick(true, false))
    return [
      `${key}: |${end}`,
      ...value
        .trimEnd()
        .split('\n')
        .map((line) => inner + line),
    ];
  const isPlain = typeof value === 'string' && /^[a-z][a-z ]*[a-z]$/.test(value);
  return [`${key}: ${isPlain && style.pick(true, false) ? value : JSON.stringify(value)}${end}`];
}

/** @param inline whether tables may also stand in braces */
export function tomlText(data: Data, choices: readonly number[], inline: boolean): string {
  const style = new Style(choices);
  return dressed(tomlLines(data, [], style, inline), style);
}

const tomlKey = (names: readonly string[]): string =>
  names.map((name) => (/^\w+$/.test(name) ? name : JSON.stringify(name))).join('.');

function tomlLines(data: Data, path: readonly string[], style: Style, inline: boolean): string[] {
  const [tables, own]: [string[], string[]] = [[], []];
  for (const [name, value] of Object.entries(data)) {
    const isTable = isMapping(value) && (Object.keys(value).length > 0 || !inline);
    const how = isTable
      ? inline
        ? style.pick('table', 'dotted', 'inline')
        : style.pick('table', 'dotted')
      : 'inline';
    if (how === 'table') tables.push(...tomlLines(value as Data, [...path, name], style, inline));
    else if (how === 'dotted') own.push(...dottedLines(value as Data, [name], style));
    else
      own.push(
        ...noise(style, ''),
        `${tomlKey([name])} = ${tomlValue(value, style)}${style.pick('', ' # said')}`,
      );
  }
  const head =
    path.length === 0 ? [] : [...noise(style, ''), `[${tomlKey(path)}]${style.pick('', ' # why')}`];
  return [...head, ...own, ...tables];
}

const dottedLines = (data: Data, path: readonly string[], style: Style): string[] =>
  Object.entries(data).flatMap(([name, value]) =>
    isMapping(value)
      ? dottedLines(value, [...path, name], style)
      : [`${tomlKey([...path, name])} = ${tomlValue(value, style)}`],
  );

function tomlValue(value: unknown, style: Style): string {
  if (Array.isArray(value)) {
    const items = value.map((item) => tomlValue(item, style));
    return items.length > 0 && style.pick(false, true)
      ? `[\n  ${items.join(',\n  ')},\n]`
      : `[${items.join(', ')}]`;
  }
  if (isMapping(value)) {
    const pairs = Object.entries(value).map(
      ([name, item]) => `${tomlKey([name])} = ${tomlValue(item, style)}`,
    );
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
  }
  if (typeof value !== 'string') return String(value);
  if (style.pick(true, false)) return JSON.stringify(value);
  return value.includes('\n')
    ? `"""\n${value}"""`
    : value.includes("'")
      ? JSON.stringify(value)
      : `'${value}'`;
}

/** JSON as `JSON.stringify` writes it, in several ways. */
export function jsonText(data: Data, choices: readonly number[]): string {
  const style = new Style(choices);
  return dressed(JSON.stringify(data, null, style.pick<string | number>(2, 4, 0, '\t')).split('\n'), style);
}

/** The same with comments, and with commas behind last members. */
export function jsoncText(data: Data, choices: readonly number[]): string {
  const style = new Style(choices);
  const lines = JSON.stringify(data, null, 2).split('\n');
  const commented = lines.flatMap((line, index) => {
    const isLast =
      /^\s*[\]}]/.test(lines[index + 1] ?? '') && !/[[{]$/.test(line) && index < lines.length - 1;
    const comma = isLast && style.pick(false, true) ? ',' : '';
    const before = style.pick<string[]>([], [], ['  // a comment, "x": 1,'], ['  /* , */']);
    return [...before, `${line}${comma}${style.pick('', '', ' // said')}`];
  });
  return dressed(commented, style);
}
