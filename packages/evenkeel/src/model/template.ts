/** A text with `${…}` placeholders, split into literal texts and names. */
export type TemplatePart = { readonly text: string } | { readonly name: string; readonly offset: number };

const PLACEHOLDER = /\$\$\{|\$\{([^}]*)\}/g;

/** Splits a text at its placeholders. `$${` is a literal `${`. An unclosed `${` stays literal text. */
export function parseTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let last = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > last) parts.push({ text: text.slice(last, match.index) });
    const name = match[1];
    parts.push(name === undefined ? { text: '${' } : { name: name.trim(), offset: match.index });
    last = match.index + match[0].length;
  }
  if (last < text.length) parts.push({ text: text.slice(last) });
  return parts;
}

/** What the placeholders stand for. */
export type Values = Readonly<Record<string, string>>;

/** A placeholder that has no value at this moment, e.g. a store key that nobody saved. */
export class MissingValueError extends Error {
  /** @param where what uses it, when that is known */
  constructor(
    readonly placeholder: string,
    where = 'the plan',
  ) {
    super(`\${${placeholder}} is not known at the moment when ${where} uses it`);
  }
}

/** Fills in the placeholders. @throws MissingValueError when a name has no value. */
export function renderTemplate(text: string, values: Values): string {
  return parseTemplate(text)
    .map((part) => {
      if ('text' in part) return part.text;
      const value = Object.hasOwn(values, part.name) ? values[part.name] : undefined;
      if (value === undefined) throw new MissingValueError(part.name);
      return value;
    })
    .join('');
}

/** Fills in the placeholders of every string in a JSON-like value; other values are returned as they are. */
export function renderDeep<T>(value: T, values: Values): T {
  return mapStrings(value, (text) => renderTemplate(text, values)) as T;
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((entry) => mapStrings(entry, change));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, mapStrings(entry, change)]));
  }
  return value;
}

/** Fills in the placeholders that have a value, in every string of a JSON-like value; others stay as they are. */
export function renderKnown<T>(value: T, values: Values): T {
  return mapStrings(value, (text) => knownOnly(text, values)) as T;
}

function knownOnly(text: string, values: Values): string {
  const literally = (literal: string): string => literal.replaceAll('${', () => '$${');
  return parseTemplate(text)
    .map((part) => {
      if ('text' in part) return literally(part.text);
      const value = Object.hasOwn(values, part.name) ? values[part.name] : undefined;
      return value === undefined ? `\${${part.name}}` : literally(value);
    })
    .join('');
}

/** A template as people read it: `$${` is a literal `${`, placeholders stay. */
export function templateInWords(text: string): string {
  return parseTemplate(text)
    .map((part) => ('text' in part ? part.text : `\${${part.name}}`))
    .join('');
}
