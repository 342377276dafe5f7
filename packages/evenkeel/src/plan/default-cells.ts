import { CELL_IDS, type CellId, USUAL_CELLS } from '../model/cell.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';

/** The cells of a plan when none are asked for: `union` is one of them only where there are filters to put together. */
export function defaultCells({ files }: UpgradeModel): readonly CellId[] {
  return files.some(({ filters }) => filters) ? CELL_IDS : USUAL_CELLS;
}
