import { USUAL_CELLS } from '../model/cell.ts';
import type { Mistake } from './mistake.ts';
import type { RawPlan } from './schema/plan.ts';
import type { Path } from './yaml-document.ts';

/** The cells of the column `union` that are named in a plan without filters: there they can be nothing of their own. */
export function findUnionMistakes(plan: RawPlan): Mistake[] {
  if (Object.values(plan.files ?? {}).some(({ filters }) => filters === true)) return [];
  const promises = plan.promises ?? [];
  const named: [Path, string, string?][] = [
    ...(Array.isArray(promises)
      ? promises.map((cell, index): [Path, string] => [['promises', index], cell])
      : Object.keys(promises).map((cell): [Path, string, string] => [['promises', cell], cell, cell])),
    ...Object.entries(plan.exceptions ?? {}).flatMap(([name, { cells = [] }]) =>
      cells.map((cell, index): [Path, string] => [['exceptions', name, 'cells', index], cell]),
    ),
  ];
  const isUsual = (cell: string): boolean => USUAL_CELLS.some((usual) => cell.startsWith(usual));
  return named.flatMap(([path, cell, key]) =>
    isUsual(cell)
      ? []
      : [
          {
            path,
            ...(key === undefined ? {} : { key }),
            message: `${cell}: no file of this plan is a folder of privilege filters`,
            hint: 'only filters can be put together: say filters: true where they stand under files:',
          },
        ],
  );
}
