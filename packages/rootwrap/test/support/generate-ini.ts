import type { Random } from './generate-random.js';

/** A piece of a filter file that can be left out: a header, an option, a comment. */
export type Chunk = { readonly file: string; readonly text: string };

const FILES = ['a.filters', 'b.filters', 'M.filters', 'z~', 'noext', '#n#', '.hidden'];
const NAMES = ['f', 'F', 'g.1', 'two words', 'É', 'kill_x', 'l3-agent', 'q[1]', 'ſ', 'x;y'];
const EQUALS = [': ', '=', ' = ', ' : ', ':\t', '  :', '=\u00a0'];
const COMMAS = [
  ',',
  ', ',
  ', ',
  ', ',
  ' , ',
  ',\t',
  ',\n  ',
  ',\n\n\t',
  ',\n# note\n   ',
  ',\n   ; n, o\n   ',
  '\n ,',
];
const BETWEEN = [
  '',
  '',
  '',
  '',
  '\n',
  '# note, with: commas\n',
  '; a=b\n',
  '   # far in\n',
  '\n\n',
  ' \t \n',
];
const NEWLINES = ['\n', '\n', '\n', '\n', '\r\n', '\r'];
const HEADERS = ['[Filters]', '[Filters]', '[Filters]', '  [Filters]', '[Filters] and more', '[Filters];'];
const BROKEN = ['junk without a sign\n', ': CommandFilter, ls, root\n', '= x\n', '[]\n', 'word\n  more: x\n'];

/** The same filters in Python's configparser dialect, with all that it allows. */
export function writeIni(random: Random, filters: readonly (readonly string[])[]): Chunk[] {
  const files = random.shuffled(FILES).slice(0, 1 + random.below(3));
  const newlines = new Map(files.map((file) => [file, random.pick(NEWLINES)]));
  const chunks: Chunk[] = [];
  const add = (file: string, text: string) =>
    chunks.push({ file, text: text.replaceAll('\n', newlines.get(file) ?? '\n') });
  for (const file of files) add(file, top(random));
  for (const words of filters) {
    const file = random.pick(files);
    if (random.chance(0.06))
      add(file, random.pick(['[DEFAULT]\n', '[Other]\n', '[Filters]\n', '[Filters]\n']));
    add(file, random.pick(BETWEEN));
    add(file, option(random, words));
    if (random.chance(0.0005)) add(file, random.pick(BROKEN));
  }
  // after [DEFAULT] or [Other] the section itself must be somewhere
  for (const file of files) if (!random.chance(0.003)) add(file, '[Filters]\n');
  return chunks;
}

function top(random: Random): string {
  const note = random.chance(0.3) ? random.pick(['# top\n', '\n', '; top\n']) : '';
  const other = random.chance(0.15) ? '[Other]\nls: CommandFilter, ls, root\n' : '';
  const header = random.chance(0.2) ? '[DEFAULT]' : random.pick(HEADERS);
  return note + other + (random.chance(0.003) ? '' : `${header}\n`);
}

function option(random: Random, words: readonly string[]): string {
  const indent = random.chance(0.03) ? random.pick(['  ', '\t']) : '';
  const name = random.pick(NAMES) + (random.chance(0.8) ? random.below(40) : '');
  const plain = random.chance(0.5);
  const value = words.reduce((text, word) => text + (plain ? ', ' : random.pick(COMMAS)) + word);
  const end = random.chance(0.1) ? random.pick([' ', '\t', '\u2003', ' \n']) : '';
  return `${indent}${name}${random.pick(EQUALS)}${value}${end}\n`;
}

/** What each file says. */
export function joinChunks(chunks: readonly Chunk[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const { file, text } of chunks) files.set(file, (files.get(file) ?? '') + text);
  return files;
}
