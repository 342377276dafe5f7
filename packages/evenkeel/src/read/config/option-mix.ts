import { formatOption, optionKey, pathOf } from '../../model/config-schema.ts';
import type { OperatorFile, Setting } from '../../model/operator-file.ts';
import { bothSettings, optionChanges } from './option-changes.ts';
import { wordChunks, wordMix } from './word-mix.ts';

/**
 * The options of an edit that can be made one by one. In a file of no known form they are runs of words, named by the
 * options that are in them.
 */
export function separableOptions(name: string, base: string, target: string): string[] {
  if (bothSettings(name, base, target).before === undefined) return wordChunks(base, target);
  return optionChanges(name, base, target).map(({ option }) => option);
}

/**
 * Base's text with some of the changes that lead to target's. The result has been read again, and differs from base's in
 * just these options; `undefined` when there is no such text that is well-formed, as in a flow mapping.
 */
export function mixOptions(
  name: string,
  base: string,
  target: string,
  take: readonly string[],
): string | undefined {
  const { before, after } = bothSettings(name, base, target);
  if (before === undefined || after === undefined) return wordMix(base, target, take);
  const text =
    before.format === 'json' || before.format === 'jsonc'
      ? mixJson(before, after, take)
      : mixLines(layOut(base, before), layOut(target, after), take);
  if (text === undefined) return undefined;
  const made = optionChanges(name, base, text).map(({ option }) => option);
  const isMeant = made.length === take.length && made.every((option) => take.includes(option));
  return isMeant ? text : undefined;
}

/** A file of JSON is written anew: programs do not see its layout. */
function mixJson(before: OperatorFile, after: OperatorFile, take: readonly string[]): string | undefined {
  const root: Record<string, unknown> = {};
  const keep = before.settings.filter(({ id }) => !take.includes(formatOption(id)));
  const moved = after.settings.filter(({ id }) => take.includes(formatOption(id)));
  for (const { id, value } of [...keep, ...moved]) {
    if (value.kind !== 'json' || !put(root, [...pathOf(id.group), id.name], value.json)) return undefined;
  }
  return `${JSON.stringify(root, null, 2)}\n`;
}

function put(root: Record<string, unknown>, path: readonly string[], value: unknown): boolean {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    Object.defineProperty(root, key, { value, enumerable: true, configurable: true, writable: true });
    return true;
  }
  if (!Object.hasOwn(root, key))
    Object.defineProperty(root, key, { value: {}, enumerable: true, configurable: true, writable: true });
  const inner = root[key];
  return isObject(inner) && put(inner, rest, value);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The lines of one option, from 0; `to` is the first after them. */
interface Block {
  readonly key: string;
  readonly option: string;
  readonly group: string;
  readonly from: number;
  readonly to: number;
}

/** A text by lines, with the lines of each option. */
interface Laid {
  readonly file: OperatorFile;
  readonly lines: readonly string[];
  readonly blocks: readonly Block[];
}

function layOut(text: string, file: OperatorFile): Laid {
  const lines = splitLines(text);
  return { file, lines, blocks: blocksOf(file, lines) };
}

function mixLines(before: Laid, after: Laid, take: readonly string[]): string {
  const added = insertions(before, after, take);
  const replaced = new Set<string>();
  const emptied = emptiedGroups(before, after, take);
  const linesAt = (at: number): readonly string[] => {
    const block = before.blocks.find(
      ({ from, to, option }) => at >= from && at < to && take.includes(option),
    );
    if (block === undefined) return emptied.has(at) ? [] : before.lines.slice(at, at + 1);
    if (replaced.has(block.key)) return [];
    replaced.add(block.key);
    return after.blocks
      .filter(({ key }) => key === block.key)
      .flatMap(({ from, to }) => after.lines.slice(from, to));
  };
  const result = Array.from({ length: before.lines.length + 1 }, (_, at) => [
    ...(added.get(at) ?? []),
    ...linesAt(at),
  ]);
  return `${result.flat().join('\n')}\n`;
}

/** The lines that name groups of which nothing stays: in YAML such a line alone is a value of its own. */
function emptiedGroups({ file, blocks }: Laid, after: Laid, take: readonly string[]): Set<number> {
  const isIn = (group: string, { group: inner }: Block): boolean =>
    inner === group || inner.startsWith(`${group}.`);
  const stays = blocks.filter(
    ({ option, key }) => !take.includes(option) || after.blocks.some((other) => other.key === key),
  );
  const comes = after.blocks.filter(({ option }) => take.includes(option));
  const gone = file.groups.filter(
    ({ name }) =>
      blocks.some((block) => isIn(name, block)) && ![...stays, ...comes].some((block) => isIn(name, block)),
  );
  return new Set(gone.map(({ place }) => place.line - 1));
}

/** What comes before which line. */
function insertions(before: Laid, after: Laid, take: readonly string[]): Map<number, readonly string[]> {
  const added = new Map<number, readonly string[]>();
  for (const block of after.blocks.filter(({ option }) => take.includes(option))) {
    if (before.blocks.some(({ key }) => key === block.key)) continue;
    const { at, head } = placeFor(block, before, after);
    const have = added.get(at) ?? [];
    const missing = head !== undefined && !have.includes(head) ? [head] : [];
    added.set(at, [...have, ...missing, ...after.lines.slice(block.from, block.to)]);
  }
  return added;
}

/** Where an option goes that base's text does not have: at the end of its group, which is made at the end if need be. */
function placeFor(
  { group }: Block,
  before: Laid,
  after: Laid,
): { readonly at: number; readonly head?: string } {
  const last = before.blocks.findLast((block) => block.group === group);
  if (last !== undefined) return { at: last.to };
  const own = before.file.groups.findLast(({ name }) => name === group);
  if (own !== undefined) return { at: own.place.line };
  const head = after.file.groups.find(({ name }) => name === group);
  if (head === undefined) return { at: group === '' ? 0 : before.lines.length };
  return { at: before.lines.length, head: after.lines[head.place.line - 1] ?? '' };
}

/** A block goes to the next setting or group, but for empty lines and comments before that. */
function blocksOf({ settings, groups }: OperatorFile, lines: readonly string[]): Block[] {
  const begins = [...settings, ...groups].map(({ place }) => place.line - 1);
  return settings.map(({ id, place }: Setting) => {
    const from = place.line - 1;
    let to = Math.min(lines.length, ...begins.filter((line) => line > from));
    while (to > from + 1 && /^\s*([#;].*)?$/.test(lines[to - 1] ?? '')) to -= 1;
    return { key: optionKey(id), option: formatOption(id), group: id.group, from, to };
  });
}

function splitLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
