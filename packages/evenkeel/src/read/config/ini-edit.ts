import type { OptionId } from '../../model/config-schema.ts';
import type { IniDocument, IniSetting } from '../../model/ini.ts';
import type { Line, LineChange } from '../../model/lines.ts';
import { OSLO_NAMING } from '../../model/naming.ts';
import type { Edit, Setting } from '../../model/operator-file.ts';

/**
 * What an INI document's lines become by the edits; every other line stays as it is. In the order of the lines.
 * A setting that moves to another group is put after the last option there, or in a new section at the end.
 */
export function changesBy(document: IniDocument, edits: readonly Edit[]): LineChange[] {
  const page = new Page(document);
  for (const edit of edits) {
    const at = page.find(edit.setting);
    if (at === undefined) continue;
    if (edit.kind === 'comment-out') page.commentOut(at, edit.reason);
    else page.rename(at, edit.to, edit.where);
  }
  return page.changes();
}

/** The text of lines after changes that are in the order of the lines. */
export function changedText(
  { lines }: { readonly lines: readonly Line[] },
  changes: readonly LineChange[],
): string {
  const parts: string[] = [];
  let at = 0;
  for (const change of changes) {
    for (const { text, end } of lines.slice(at, change.at)) parts.push(text, end);
    parts.push(...change.added);
    at = change.at + change.removed;
  }
  for (const { text, end } of lines.slice(at)) parts.push(text, end);
  return parts.join('');
}

const groupKey = OSLO_NAMING.group;

class Page {
  private readonly eol: string;
  private readonly byLine: ReadonlyMap<number, IniSetting>;
  private readonly replaced: LineChange[] = [];
  /** Lines to put in, by the line before which they go. */
  private readonly inserted = new Map<number, string[]>();
  /** The sections to be made, with their lines. */
  private readonly sections = new Map<string, { readonly name: string; readonly lines: string[] }>();
  /** The line after the last option of each section, or after its head. */
  private readonly sectionEnds = new Map<string, number>();
  private readonly document: IniDocument;

  constructor(document: IniDocument) {
    this.document = document;
    this.eol = document.lines[0]?.end || '\n';
    this.byLine = new Map(document.settings.map((setting) => [setting.first, setting]));
    for (const { name, line } of document.sections) this.sectionEnds.set(groupKey(name), line + 1);
    for (const { section, first, count } of document.settings)
      this.sectionEnds.set(groupKey(section), first + count);
  }

  find({ place }: Setting): IniSetting | undefined {
    return this.byLine.get(place.line - 1);
  }

  commentOut(setting: IniSetting, reason: string): void {
    const old = this.linesOf(setting).map(({ text, end }) => `#${text}${end}`);
    this.replace(setting, [`# evenkeel: ${reason}${this.eol}`, ...old]);
  }

  rename(setting: IniSetting, to: readonly OptionId[], where: 'here' | 'end' | Setting): void {
    const stays = ({ group }: OptionId) => where === 'here' && groupKey(group) === groupKey(setting.section);
    const here = to.filter(stays).map(({ name }) => this.renamed(setting, name));
    this.replace(setting, here.length > 1 ? here.flatMap((lines) => this.ended(lines)) : here.flat());
    for (const id of to.filter((each) => !stays(each)))
      this.insert(id.group, this.ended(this.renamed(setting, id.name)), where);
  }

  changes(): LineChange[] {
    const { lines } = this.document;
    const added = [...this.sections.values()].flatMap(({ name, lines }) => [
      this.eol,
      `[${name}]${this.eol}`,
      ...lines,
    ]);
    if (added.length > 0) this.putBefore(lines.length, added);
    if (this.inserted.has(lines.length)) this.endLastLine();
    const inserts = [...this.inserted].map(([at, lines]) => ({ at, removed: 0, added: lines }));
    return [...inserts, ...this.replaced].toSorted((a, b) => a.at - b.at);
  }

  private insert(group: string, lines: readonly string[], where: 'here' | 'end' | Setting): void {
    const at = typeof where === 'string' ? this.sectionEnds.get(groupKey(group)) : where.place.line - 1;
    if (at !== undefined) {
      this.putBefore(at, lines);
      return;
    }
    const section = this.sections.get(groupKey(group)) ?? { name: group, lines: [] };
    section.lines.push(...lines);
    this.sections.set(groupKey(group), section);
  }

  private putBefore(at: number, lines: readonly string[]): void {
    this.inserted.set(at, [...(this.inserted.get(at) ?? []), ...lines]);
  }

  private replace({ first, count }: IniSetting, added: readonly string[]): void {
    this.replaced.push({ at: first, removed: count, added });
  }

  /** What follows the last line needs an end before it. */
  private endLastLine(): void {
    const at = this.document.lines.length - 1;
    const last = this.document.lines[at];
    if (last === undefined || last.end !== '') return;
    const index = this.replaced.findIndex((change) => change.at + change.removed > at);
    const change = this.replaced[index];
    if (change === undefined) this.replaced.push({ at, removed: 1, added: [last.text + this.eol] });
    else this.replaced[index] = { ...change, added: this.ended(change.added) };
  }

  private linesOf({ first, count }: IniSetting) {
    return this.document.lines.slice(first, first + count);
  }

  /** The lines of a setting with another key in the place of its own. */
  private renamed(setting: IniSetting, name: string): string[] {
    const { key, keyAt } = setting;
    return this.linesOf(setting).map(({ text, end }, index) =>
      index === 0 ? text.slice(0, keyAt) + name + text.slice(keyAt + key.length) + end : text + end,
    );
  }

  private ended(lines: readonly string[]): string[] {
    return lines.map((line) => (/[\r\n]$/.test(line) ? line : line + this.eol));
  }
}
