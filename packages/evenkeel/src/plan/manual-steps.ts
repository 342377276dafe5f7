import { type CellId, columnOf } from '../model/cell.ts';
import { editNamed } from '../model/edits.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';

/** The manual steps that a cell may take: declared exceptions, and edits of operator's files where files move at all. */
export function possibleExceptions(model: UpgradeModel, cell: CellId): string[] {
  const edits =
    columnOf(cell) === 'frozen'
      ? []
      : model.files.filter((file) => file.variants === 2 && file.owner === 'operator');
  return [
    ...edits.map(({ name }) => editNamed(name)),
    ...model.exceptions.filter((entry) => entry.cells.includes(cell)).map((entry) => entry.name),
  ];
}
