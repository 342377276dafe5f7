import { parseDocument } from 'yaml';
import { type OptionId, pathOf } from '../../model/config-schema.ts';
import type { FileFormat, OperatorFile } from '../../model/operator-file.ts';
import { bothSettings } from './option-changes.ts';

/** What a file is to set besides what it sets already. */
export interface NewSetting {
  readonly id: OptionId;
  /** JSON. */
  readonly value: unknown;
}

/**
 * A configuration file's text with more options set, none of which it sets yet.
 * @param name tells the form
 * @returns `undefined` when the text is in no known form, or a group is no mapping there
 */
export function withSettings(name: string, text: string, added: readonly NewSetting[]): string | undefined {
  const { before: file } = bothSettings(name, text, text);
  if (file === undefined) return undefined;
  switch (file.format) {
    case 'json':
    case 'jsonc':
      return file.format === 'json' ? withMembers(text, added) : undefined;
    case 'yaml':
      return withPairs(text, added);
    default:
      return added.reduce((lines, setting) => withLine(lines, file, setting), text);
  }
}

function withMembers(text: string, added: readonly NewSetting[]): string | undefined {
  const root: unknown = JSON.parse(text);
  for (const { id, value } of added) {
    let at: unknown = root;
    for (const part of pathOf(id.group)) {
      if (!isMapping(at)) return undefined;
      if (!Object.hasOwn(at, part)) define(at, part, {});
      at = at[part];
    }
    if (!isMapping(at)) return undefined;
    define(at, id.name, value);
  }
  return `${JSON.stringify(root, null, 2)}\n`;
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const define = (at: Record<string, unknown>, key: string, value: unknown): void => {
  Object.defineProperty(at, key, { value, enumerable: true, configurable: true, writable: true });
};

function withPairs(text: string, added: readonly NewSetting[]): string | undefined {
  const document = parseDocument(text);
  try {
    for (const { id, value } of added) document.setIn([...pathOf(id.group), id.name], value);
  } catch {
    return undefined;
  }
  return document.toString();
}

/** Under the head of its group, which is made at the end if it is not there; without a group before all others. */
function withLine(text: string, { format, groups }: OperatorFile, { id, value }: NewSetting): string {
  const line = `${id.name}${format === 'env' ? '=' : ' = '}${written(value, format)}`;
  const lines = text.split('\n');
  const head = `[${id.group}]`;
  if (format === 'env') return `${text.replace(/\n?$/, '\n')}${line}\n`;
  if (id.group === '') return [line, ...lines].join('\n');
  const isThere = groups.some(({ name }) => name === id.group) || lines.includes(head);
  if (!isThere) return `${text.replace(/\n?$/, '\n')}${head}\n${line}\n`;
  const at = lines.findIndex((each) => each.trim().startsWith(head));
  return at < 0 ? text : [...lines.slice(0, at + 1), line, ...lines.slice(at + 1)].join('\n');
}

function written(value: unknown, format: FileFormat): string {
  if (format === 'toml') return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(String).join(',');
  if (!isMapping(value)) return String(value);
  return Object.entries(value)
    .map(([key, each]) => `${key}:${String(each)}`)
    .join(',');
}
