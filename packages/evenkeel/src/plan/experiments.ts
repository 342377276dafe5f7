import { type CellId, codeOf, columnOf } from '../model/cell.ts';
import { given } from '../model/given.ts';
import type { Phase, PlannedRun, RunCondition } from '../model/plan.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { backAgainPhases, freshPhases, startOnlyPhases } from './experiment-phases.ts';
import type { WalkOptions } from './walk.ts';

/** The experiments of a cell, as runs of their own. */
export interface CellExperiments {
  readonly fresh: PlannedRun;
  readonly startOnly: PlannedRun;
  readonly backAgain?: PlannedRun;
}

/**
 * What is tried when a cell fails as it is: each changes one thing. All are offline, for what they ask is whether
 * running side by side is to blame at all.
 * @param asIs the runs that decide the cell without any exception
 */
export function experimentsOf(model: UpgradeModel, cell: CellId, asIs: readonly string[]): CellExperiments {
  const isRolling = codeOf(cell) === 'rolling';
  const column = columnOf(cell) === 'frozen' ? 'frozen' : 'together';
  const make = (
    name: string,
    words: string,
    was: RunCondition['was'],
    phases: (model: UpgradeModel, options: WalkOptions) => Phase[],
  ): PlannedRun => {
    const id = `${cell.replace(':', '-')}~${name}`;
    return {
      id,
      title: `why ${cell} fails: ${words}`,
      purpose: 'experiment',
      code: 'offline',
      condition: { was, runs: asIs },
      phases: phases(model, { id, code: 'offline', column, to: 'target', exceptions: [] }),
    };
  };
  const backAgain = isRolling
    ? make(
        'back-again',
        'to target, back to base and to target again, one at a time',
        'failed',
        backAgainPhases,
      )
    : undefined;
  return {
    fresh: make('fresh', 'target alone, where base has never been', 'failed', freshPhases),
    startOnly: make('start-only', 'target only starts, then base again', 'stuck', startOnlyPhases),
    ...given({ backAgain }),
  };
}
