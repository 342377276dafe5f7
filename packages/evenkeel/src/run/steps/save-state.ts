import type { CellContext } from '../cell-context.ts';
import { databaseUrlOf } from '../values.ts';

/**
 * Keeps what each PostgreSQL database looks like, and journals how it differs from what was kept before: columns that
 * came and went are evidence that no log has. A server that does not answer has nothing to keep.
 */
export async function saveState(context: CellContext, label: string): Promise<void> {
  const before = context.savedSchema;
  const now = new Map<string, readonly string[]>();
  for (const [name, url] of databases(context)) {
    now.set(name, await context.drivers.servers.describeSchema(url).catch(() => before.get(name) ?? []));
  }
  context.savedSchema = now;
  if (before.size === 0) return;
  const lines = [...now].flatMap(([name, columns]) => difference(name, before.get(name) ?? [], columns));
  if (lines.length > 0) context.emit({ type: 'state-changed', run: context.run.id, label, lines });
}

function databases(context: CellContext): [string, string][] {
  const servers = context.stack.servers.flatMap((server): [string, string][] => {
    const url = server.prepared?.values.url ?? '';
    return url.startsWith('postgres:') ? [[server.name, url]] : [];
  });
  const instances = context.stack.instances.flatMap((instance): [string, string][] => {
    const { postgres } = instance.service;
    if (postgres === undefined || instance.running === undefined || instance.number > 1) return [];
    return [[instance.name, databaseUrlOf(instance)]];
  });
  return [...servers, ...instances];
}

function difference(name: string, before: readonly string[], now: readonly string[]): string[] {
  const gone = before.filter((column) => !now.includes(column)).map((column) => `${name}: - ${column}`);
  const come = now.filter((column) => !before.includes(column)).map((column) => `${name}: + ${column}`);
  return [...gone, ...come];
}
