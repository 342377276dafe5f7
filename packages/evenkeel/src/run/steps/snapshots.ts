import type { CellContext, Stores } from '../cell-context.ts';

/**
 * Keeps the state that everything is off in, under a name, unless a run of the group has. Folders are all that there is
 * to keep: servers of the environment keep their data in them too. @throws StateError
 */
export async function saveSnapshot(context: CellContext, name: string): Promise<string | undefined> {
  const { group, drivers, stack } = context;
  if (group.kept.has(name)) return 'another run has kept it';
  const folder = `${group.folder}/${name}`;
  await drivers.files.copyFolder(stack.folders.state, folder);
  group.kept.set(name, { folder, created: [...context.created], stores: storesOf(context) });
  return undefined;
}

/** Brings a state back as it was kept. What was saved for things that were made since is still known. @throws StateError */
export async function restoreSnapshot(context: CellContext, name: string): Promise<void> {
  const { group, drivers, stack } = context;
  const kept = group.kept.get(name);
  if (kept === undefined) throw new Error(`the plan restores a state that no run kept: ${name}`);
  await drivers.files.removeFolder(stack.folders.state);
  await drivers.files.copyFolder(kept.folder, stack.folders.state);
  context.created.clear();
  for (const item of kept.created) context.created.add(item);
  for (const [key, values] of kept.stores) context.stores.set(key, values);
}

function storesOf({ stores, group }: CellContext): Stores {
  return new Map([...stores].filter(([key]) => key.startsWith(`${group.name}/`)));
}
