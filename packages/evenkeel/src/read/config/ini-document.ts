import type { IniDocument, IniLine, IniSetting } from '../../model/ini.ts';
import type { Issue } from '../../model/issue.ts';
import { trimEnd, trimmed, trimStart } from './python-space.ts';

/** More than any file that people write; oslo.config itself knows no bound. */
const MAX_LENGTH = 16 * 1024 * 1024;
const MAX_LINES = 500_000;
const MAX_ISSUES = 20;
const ASK = 'is it a configuration file?';

/** The very text that was read. */
export const printIni = ({ lines }: IniDocument): string => lines.map(({ text, end }) => text + end).join('');

/**
 * Reads an INI file as oslo.config does, and keeps every character of it.
 * @returns the document, and where oslo.config would refuse the file
 */
export function readIni(
  file: string,
  text: string,
): { readonly document: IniDocument; readonly issues: readonly Issue[] } {
  const reader = new Reader(file);
  if (text.length > MAX_LENGTH) reader.refuse(0, 0, `longer than ${MAX_LENGTH} characters`, ASK);
  else reader.takeAll(text);
  return { document: reader.finish(), issues: reader.issues };
}

/** Lines end as Python's universal newlines do, and at nothing else. */
function* linesOf(text: string): Generator<{ readonly line: string; readonly end: string }> {
  const ends = /\r\n|\r|\n/g;
  let start = 0;
  for (let found = ends.exec(text); found !== null; found = ends.exec(text)) {
    yield { line: text.slice(start, found.index), end: found[0] };
    start = ends.lastIndex;
  }
  if (start < text.length) yield { line: text.slice(start), end: '' };
}

/** What a continuation line would belong to. */
type Open =
  | 'nothing'
  | 'wrong'
  | { readonly setting: Omit<IniSetting, 'value' | 'count'>; readonly values: string[] };

class Reader {
  readonly issues: Issue[] = [];
  private readonly lines: IniLine[] = [];
  private readonly sections: { name: string; line: number }[] = [];
  private readonly settings: IniSetting[] = [];
  private open: Open = 'nothing';
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  takeAll(text: string): void {
    for (const { line, end } of linesOf(text)) {
      if (this.lines.length === MAX_LINES) {
        this.refuse(MAX_LINES, 0, `more than ${MAX_LINES} lines`, ASK);
        return;
      }
      this.lines.push({ kind: this.kindOf(line), text: line, end });
    }
  }

  finish(): IniDocument {
    this.close();
    return { file: this.file, lines: this.lines, sections: this.sections, settings: this.settings };
  }

  refuse(line: number, column: number, message: string, hint?: string): 'wrong' {
    const place = { file: this.file, line: line + 1, column: column + 1 };
    if (this.issues.length < MAX_ISSUES)
      this.issues.push({ ...place, message, ...(hint !== undefined && { hint }) });
    return 'wrong';
  }

  private kindOf(text: string): IniLine['kind'] {
    const line = trimEnd(text);
    if (line !== '' && (line.startsWith(' ') || line.startsWith('\t'))) return this.continuation(line);
    this.close();
    if (line === '') return 'blank';
    if (line.startsWith('[')) return this.section(line);
    if (line.startsWith('#') || line.startsWith(';')) return 'comment';
    return this.assignment(line);
  }

  private continuation(line: string): IniLine['kind'] {
    if (this.open === 'nothing')
      return this.refuse(
        this.lines.length,
        0,
        'an indented line that continues no option',
        'remove the space before it',
      );
    if (this.open === 'wrong') return 'wrong';
    this.open.values.push(trimStart(line));
    return 'continuation';
  }

  private section(line: string): IniLine['kind'] {
    const at = this.lines.length;
    if (!line.endsWith(']')) return this.refuse(at, line.length, 'a section must end with ]');
    if (line.length === 2) return this.refuse(at, 1, 'a section without a name');
    this.sections.push({ name: line.slice(1, -1), line: at });
    return 'section';
  }

  private assignment(line: string): IniLine['kind'] {
    const at = this.lines.length;
    const sign = line.search(/[:=]/);
    const key = trimmed(line.slice(0, sign));
    const wrong = this.wrongAssignment(line, sign, key);
    this.open = 'wrong';
    if (wrong !== undefined) return this.refuse(at, 0, ...wrong);
    const section = this.sections.at(-1)?.name;
    if (section === undefined)
      return this.refuse(
        at,
        0,
        `'${key.slice(0, 80)}' stands before the first section`,
        'begin with [DEFAULT]',
      );
    this.open = {
      setting: { section, key, first: at, keyAt: line.length - trimStart(line).length },
      values: [unquoted(trimmed(line.slice(sign + 1)))],
    };
    return 'setting';
  }

  private wrongAssignment(line: string, sign: number, key: string): [string, string?] | undefined {
    if (this.lines.length === 0 && line.startsWith('\ufeff'))
      return [
        'a byte order mark, which oslo.config takes for a part of the first line',
        'save the file without it',
      ];
    if (sign < 0) return ["neither '=' nor ':' in this line"];
    return key === '' ? ['no name before the value'] : undefined;
  }

  private close(): void {
    if (typeof this.open === 'object') {
      const { setting, values } = this.open;
      this.settings.push({ ...setting, value: values.join('\n'), count: values.length });
    }
    this.open = 'nothing';
  }
}

/** One pair of quotes around a value is taken away; a lone quote is both of its pair. */
function unquoted(value: string): string {
  const [first] = value;
  const isQuote = first === '"' || first === "'";
  return isQuote && value.endsWith(first) ? value.slice(1, -1) : value;
}
