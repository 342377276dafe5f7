import type { PlannedAttempt, PlannedCell, PlannedRun, RunCondition } from '../model/plan.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { type AttemptName, attemptRuns } from './attempt-runs.ts';
import type { LatticeOptions } from './rolling-walk.ts';

/**
 * The runs through all mixed states of a cell, those that the plan's order forbids too; none where it forbids nothing. They
 * come besides the cell's own attempts, so that nothing of those depends on them: as it is, and, when it does not pass so,
 * with its exceptions.
 * @param add keeps the runs, and returns the ids under which they are known
 */
export function undocumentedAttempts(
  model: UpgradeModel,
  { id, control, attempts }: PlannedCell,
  wanted: LatticeOptions,
  add: (runs: readonly PlannedRun[]) => string[],
): PlannedAttempt[] {
  const [asIs, withExceptions] = attempts;
  if (asIs?.lattice === undefined) return [];
  const documented = asIs.lattice.order.length;
  const anyOrder = { ...model, order: [] };
  const planned = (like: PlannedAttempt, condition: RunCondition): PlannedAttempt[] => {
    const name: AttemptName = { cell: id, kind: like.kind, leftOut: '', isUndocumented: true };
    const { made, lattice } = attemptRuns(anyOrder, name, like.exceptions, condition, wanted);
    if (lattice === undefined || lattice.order.length === documented) return [];
    return [{ kind: like.kind, exceptions: like.exceptions, runs: add(made), lattice }];
  };
  if (withExceptions === undefined) return planned(asIs, { was: 'passed', runs: [control] });
  return [
    ...planned(asIs, { was: 'passed', runs: asIs.runs }),
    ...planned(withExceptions, { was: 'failed', runs: asIs.runs }),
  ];
}
