import { PYTHON_SPACE } from '../regex/space.js';

/**
 * A file that cannot be used: what is wrong and where. `line` counts from 1; 0 is the file as a whole.
 * The reason does not quote lines: who may name any file to a rootwrap that runs as root must not read it this way.
 */
export class ConfigProblem extends Error {
  readonly file: string;
  readonly line: number;
  constructor(reason: string, file: string, line: number) {
    super(line > 0 ? `${file}:${line}: ${reason}` : `${file}: ${reason}`);
    this.file = file;
    this.line = line;
  }
}

export type Option = { readonly value: string; readonly line: number };
export type Section = ReadonlyMap<string, Option>;
export type Ini = { readonly defaults: Section; readonly sections: ReadonlyMap<string, Section> };

const SPACE = new RegExp(`^[${PYTHON_SPACE}]$`);

/** As Python's `str.strip`, whose white space is not JavaScript's. */
export const strip = (text: string): string => stripEnd(text.slice(indentOf(text)));

function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && SPACE.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** How many characters of white space a text begins with. */
function indentOf(text: string): number {
  let at = 0;
  while (at < text.length && SPACE.test(text.charAt(at))) at += 1;
  return at;
}

/** What a section says, with `[DEFAULT]` merged in: the defaults first, as `configparser.items` gives them. */
export function withDefaults(ini: Ini, section: Section): Map<string, Option> {
  return new Map([...ini.defaults, ...section]);
}

/**
 * Reads Python's configparser dialect (`RawConfigParser`: no interpolation, no inline comments).
 * @param text the whole file
 * @param file its name, for messages
 * @param strict true: a repeated section or option is an error; false: the last one wins, at the first one's place
 * @throws ConfigProblem at the first line that Python would not take
 */
export function parseIni(text: string, file: string, strict: boolean): Ini {
  const reader = new Reader(file, strict);
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) reader.take(line, index + 1);
  return reader.finish();
}

type OpenOption = { lines: string[]; line: number };

class Reader {
  private readonly defaults = new Map<string, OpenOption>();
  private readonly sections = new Map<string, Map<string, OpenOption>>();
  private section: Map<string, OpenOption> | undefined;
  private option: OpenOption | undefined;
  private indent = 0;
  private readonly file: string;
  private readonly strict: boolean;

  constructor(file: string, strict: boolean) {
    this.file = file;
    this.strict = strict;
  }

  take(line: string, number: number): void {
    const text = strip(line);
    if (text.startsWith('#') || text.startsWith(';')) return;
    if (text === '') {
      this.option?.lines.push('');
      return;
    }
    const indent = indentOf(line);
    if (this.option !== undefined && indent > this.indent) {
      this.option.lines.push(text);
      return;
    }
    this.indent = indent;
    const header = /^\[([^\n]+)\]/.exec(text)?.[1];
    if (header === undefined) this.openOption(text, number);
    else this.openSection(header, number);
  }

  private openSection(name: string, line: number): void {
    const known = name === 'DEFAULT' ? this.defaults : this.sections.get(name);
    if (known !== undefined && name !== 'DEFAULT' && this.strict)
      throw new ConfigProblem(`section [${name}] stands there twice`, this.file, line);
    this.section = known ?? new Map();
    if (name !== 'DEFAULT') this.sections.set(name, this.section);
    this.option = undefined;
  }

  private openOption(text: string, line: number): void {
    if (this.section === undefined)
      throw new ConfigProblem('this line stands before any [section]', this.file, line);
    const at = text.search(/[=:]/);
    const name = stripEnd(text.slice(0, Math.max(at, 0))).toLowerCase();
    if (name === '') throw new ConfigProblem("this line is not 'name = value'", this.file, line);
    if (this.strict && this.section.has(name))
      throw new ConfigProblem(`option '${name}' stands there twice`, this.file, line);
    this.option = { lines: [strip(text.slice(at + 1))], line };
    this.section.set(name, this.option);
  }

  finish(): Ini {
    const close = (section: Map<string, OpenOption>): Section =>
      new Map(
        [...section].map(([name, { lines, line }]) => [name, { value: stripEnd(lines.join('\n')), line }]),
      );
    return {
      defaults: close(this.defaults),
      sections: new Map([...this.sections].map(([name, section]) => [name, close(section)])),
    };
  }
}
