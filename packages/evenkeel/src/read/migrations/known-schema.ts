import type { Change } from '../../model/migration.ts';

/** What the statements read so far tell of columns and domains. */
export class KnownSchema {
  private readonly tables = new Map<string, Map<string, string>>();
  private readonly others = new Set<string>(['schema public']);
  private readonly domains = new Set<string>();

  /** The type of a column; nothing when no statement told of it. */
  typeOf(table: string, column: string): string | undefined {
    return this.tables.get(table)?.get(column);
  }

  /** Is it known which columns a table has? Not when it was made from a query, or like another one. */
  tellsColumnsOf(table: string): boolean {
    return (this.tables.get(table)?.size ?? 0) > 0;
  }

  /** Did a statement make it, so that it is there now? Of constraints nothing is known. */
  has({ kind, name, part = '' }: Pick<Change, 'kind' | 'name' | 'part'>): boolean {
    if (kind === 'table') return this.tables.has(name);
    return kind === 'column'
      ? this.typeOf(name, part) !== undefined
      : this.others.has(keyOf(kind, name, part));
  }

  /** Is it a domain with constraints, as far as is known? */
  isCheckedDomain(type: string): boolean {
    return this.domains.has(type);
  }

  addCheckedDomain(name: string): void {
    this.domains.add(name);
  }

  /** Takes note of what a statement changed. */
  learn(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.kind === 'table') this.learnTable(change);
      else if (change.kind === 'column') this.learnColumn(change);
      else this.learnOther(change);
    }
  }

  private learnOther({ action, kind, name, part = '', to }: Change): void {
    if (action === 'add') this.others.add(keyOf(kind, name, part));
    if (action === 'drop' || action === 'rename') this.others.delete(keyOf(kind, name, part));
    if (action === 'rename' && to !== undefined) this.others.add(keyOf(kind, to, ''));
    if (action !== 'drop' || kind !== 'schema') return;
    for (const table of this.tables.keys()) if (table.startsWith(`${name}.`)) this.tables.delete(table);
  }

  private learnTable({ action, name, to }: Change): void {
    const columns = this.tables.get(name);
    if (action === 'add' && columns === undefined) this.tables.set(name, new Map());
    if (action === 'drop' || action === 'rename') this.tables.delete(name);
    if (action === 'rename' && to !== undefined && columns !== undefined) this.tables.set(to, columns);
  }

  private learnColumn({ action, name, part = '', to, aspect }: Change): void {
    const columns = this.tables.get(name) ?? new Map<string, string>();
    const before = columns.get(part);
    if (action === 'drop' || action === 'rename') columns.delete(part);
    const named = action === 'rename' ? to : part;
    const type = action === 'rename' ? before : to;
    const tells = action === 'add' || action === 'rename' || aspect === 'type';
    if (tells && named !== undefined && type !== undefined) columns.set(named, type);
    this.tables.set(name, columns);
  }
}

/** An index is known by its own name: where it is dropped, its table is not named. */
const keyOf = (kind: Change['kind'], name: string, part: string): string =>
  kind === 'index' && part !== '' ? `index ${part}` : `${kind} ${name}`;
