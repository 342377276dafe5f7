import { parseTemplate } from '../../../model/template.ts';

/** A text with the plan's placeholders, as a text for Ansible: what only the operator knows is a variable. */
export function jinjaText(template: string): string {
  return parseTemplate(template)
    .map((part) => ('text' in part ? literalText(part.text) : `{{ ${variableOf(part.name)} }}`))
    .join('');
}

/** The same as an expression, for conditions. */
export function jinjaExpression(template: string): string {
  const parts = parseTemplate(template).map((part) =>
    'text' in part ? jinjaString(part.text) : variableOf(part.name),
  );
  return parts.length === 0 ? "''" : parts.length === 1 ? parts.join('') : `(${parts.join(' ~ ')})`;
}

/** The Ansible variable that stands for a placeholder of the plan: `${environment.db.url}` is `evenkeel_environment_db_url`. */
export function variableOf(placeholder: string): string {
  if (placeholder === 'instance') return 'inventory_hostname';
  if (placeholder === 'port') return "evenkeel_url | urlsplit('port')";
  return `evenkeel_${placeholder.replace(/\W+/g, '_')}`;
}

/** A text that Jinja takes for what it is. */
const literalText = (text: string): string =>
  text.replace(/\{[{%#]/g, (opening) => `{{ ${jinjaString(opening)} }}`);

/** A string of an expression. Jinja reads it as Python does. */
export function jinjaString(text: string): string {
  const escaped = text.replace(/[\\'\p{Cc}]/gu, (character) =>
    character === '\\' || character === "'"
      ? `\\${character}`
      : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `'${escaped}'`;
}

/** A JSON value of an expression; its strings may hold placeholders. */
export function jinjaValue(value: unknown): string {
  if (typeof value === 'string') return jinjaExpression(value);
  if (value === null) return 'none';
  if (typeof value !== 'object') return String(value);
  return `(${jinjaString(JSON.stringify(value))} | from_json)`;
}

/** What stands at a dotted path of a JSON answer; empty where there is nothing. */
export function jinjaPath(root: string, path: string): string {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '' && key !== '$');
  const steps = keys.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `[${jinjaString(key)}]`));
  return `(${root}${steps.join('')} | default(''))`;
}
