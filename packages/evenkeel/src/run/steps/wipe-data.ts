import type { CellContext } from '../cell-context.ts';
import { makeRecords } from './record.ts';

/** Makes the folders of a run. */
export async function makeFolders(context: CellContext): Promise<void> {
  const { folders, instances } = context.stack;
  const all = [
    folders.data,
    folders.files,
    folders.temporary,
    folders.logs,
    ...instances.map(({ work }) => work),
  ];
  for (const folder of all) await context.drivers.files.makeFolder(folder);
  await makeRecords(context);
}

/**
 * Everything is off: takes away all that was written, and what servers of the environment keep. What was saved for
 * items is still known.
 */
export async function wipeData(context: CellContext): Promise<void> {
  await context.drivers.files.removeFolder(context.stack.folders.state);
  context.created.clear();
  context.watched.clear();
  await makeFolders(context);
}
