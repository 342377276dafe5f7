/** How code moves: everything off and replaced, or instance by instance. */
export type CodeAxis = 'offline' | 'rolling';

/** When the files that the code reads move. */
export type FilesColumn = 'frozen' | 'together' | 'after' | 'before' | 'union';

/** A cell of the upgrade matrix, e.g. `rolling:after`. */
export type CellId =
  | 'offline:frozen'
  | 'offline:together'
  | 'rolling:frozen'
  | 'rolling:after'
  | 'rolling:before'
  | 'rolling:union';

/** Every cell, in the order in which they are planned and printed. */
export const CELL_IDS: readonly CellId[] = [
  'offline:together',
  'offline:frozen',
  'rolling:frozen',
  'rolling:after',
  'rolling:before',
  'rolling:union',
];

/** The code axis of a cell. */
export function codeOf(cell: CellId): CodeAxis {
  return cell.startsWith('offline') ? 'offline' : 'rolling';
}

const COLUMNS: Readonly<Record<CellId, FilesColumn>> = {
  'offline:together': 'together',
  'offline:frozen': 'frozen',
  'rolling:frozen': 'frozen',
  'rolling:after': 'after',
  'rolling:before': 'before',
  'rolling:union': 'union',
};

/** The files column of a cell. */
export function columnOf(cell: CellId): FilesColumn {
  return COLUMNS[cell];
}

/** Those that every plan has. `union` is about privilege filters alone. */
export const USUAL_CELLS: readonly CellId[] = CELL_IDS.filter((cell) => columnOf(cell) !== 'union');
