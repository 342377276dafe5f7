import { join } from 'node:path';
import { type CellId, columnOf } from '../model/cell.ts';
import type { FilterSet } from '../model/filters.ts';
import type { ManagedFile, UpgradeModel } from '../model/upgrade-model.ts';
import type { FilterFile } from '../policy/filters/union.ts';
import { BadInput } from './bad-input.ts';
import { loadFilterFiles, writeFilterFiles } from './filters-command.ts';
import { unionFilters } from './filters-union.ts';
import { shownPath } from './load-plan.ts';

/** What one filter folder of a plan admits: in base, in target, and where both releases' filters lie. */
export interface FilterUnion {
  /** As the plan names it under `files`. */
  readonly name: string;
  readonly base: FilterSet;
  readonly target: FilterSet;
  /** Absent when there can be none, and no cell wants it. */
  readonly union?: { readonly files: readonly FilterFile[]; readonly set: FilterSet };
}

/**
 * Reads the filters of a plan and puts both releases' together.
 * @throws BadInput when they cannot be read, or a cell wants a union that there is not
 */
export function filterUnions({ files }: UpgradeModel, cells: readonly CellId[]): readonly FilterUnion[] {
  const wanted = cells.find((cell) => columnOf(cell) === 'union');
  const unions = files.flatMap((file) => unionOfFile(file, wanted !== undefined) ?? []);
  if (wanted !== undefined && unions.length === 0)
    throw BadInput.because(
      `${wanted}: no file of the plan is a folder of privilege filters, and only those can be put together; say filters: true where they stand under files:`,
    );
  return unions;
}

function unionOfFile({ name, filters, from }: ManagedFile, isWanted: boolean): FilterUnion | undefined {
  if (!filters || from.base === undefined || from.target === undefined) return undefined;
  const load = (folder: string) => loadFilterFiles(shownPath(folder), '.', process.cwd());
  const [base, target] = [load(from.base), load(from.target)];
  const sets = { name, base: base.set, target: target.set };
  try {
    return { ...sets, union: unionFilters(base, target, `union of ${name}`) };
  } catch (error) {
    if (!isWanted && error instanceof BadInput) return sets;
    throw error;
  }
}

/** Writes each union below a folder; returns the model that knows where. @throws BadInput when one cannot be written */
export function layUnions(model: UpgradeModel, unions: readonly FilterUnion[], folder: string): UpgradeModel {
  const laid = unions.flatMap(({ name, union }) => (union === undefined ? [] : [{ name, ...union }]));
  for (const { name, files } of laid) writeFilterFiles(join(folder, name), files);
  const files = model.files.map((file) =>
    laid.some(({ name }) => name === file.name) ? { ...file, union: join(folder, file.name) } : file,
  );
  return { ...model, files };
}
