import type { Change } from '../../model/migration.ts';

/** What the statements read so far tell of columns and domains. */
export class KnownSchema {
  private readonly tables = new Map<string, Map<string, string>>();
  private readonly domains = new Set<string>();

  /** The type of a column; nothing when no statement told of it. */
  typeOf(table: string, column: string): string | undefined {
    return this.tables.get(table)?.get(column);
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
      if (change.kind === 'column') this.learnColumn(change);
    }
  }

  private learnTable({ action, name, to }: Change): void {
    const columns = this.tables.get(name);
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
