import { type CellId, columnOf } from '../../model/cell.ts';
import { type Change, describeChange } from '../../model/change.ts';
import { given } from '../../model/given.ts';
import type { Phase, PlannedRun, StepAction } from '../../model/plan.ts';
import type { UpgradeModel } from '../../model/upgrade-model.ts';
import { freshPhases, startOnlyPhases } from '../experiment-phases.ts';
import { offlinePhases } from '../phases.ts';

/**
 * A run once more, with one thing changed or, without a change, as it was. It leaves no states for others.
 * @param name distinguishes it from other runs of the same one
 */
export function rerun(run: PlannedRun, name: string, change?: Change): PlannedRun {
  const id = `${run.id}~${name}`;
  const phases = run.phases.map((phase, at) => {
    const actions = phase.steps.flatMap(({ action }) => changedSteps(action, change));
    const phaseId = `${id}/${at + 1}`;
    const steps = actions.map((action, index) => ({ id: `${phaseId}.${index + 1}`, action }));
    return { ...phase, id: phaseId, steps };
  });
  return repeated(run, id, change, phases);
}

const WAYS = { fresh: freshPhases, 'start-only': startOnlyPhases, exceptions: offlinePhases } as const;

/**
 * An offline run of a cell once more on another way, which has phases of its own.
 * @param exceptions those that are done in it
 */
export function anotherWay(
  model: UpgradeModel,
  cell: CellId,
  run: PlannedRun,
  change: Extract<Change, { readonly kind: keyof typeof WAYS | 'fresh' | 'start-only' }>,
  exceptions: readonly string[],
  name: string = change.kind,
): PlannedRun {
  const id = `${run.id}~${name}`;
  const options = { id, code: 'offline', column: columnOf(cell), to: 'target', exceptions } as const;
  return repeated(run, id, change, WAYS[change.kind](model, options));
}

function repeated(
  run: PlannedRun,
  id: string,
  change: Change | undefined,
  phases: readonly Phase[],
): PlannedRun {
  return {
    id,
    title: `${run.id} again: ${describeChange(change)}`,
    purpose: 'experiment',
    code: run.code,
    again: run.id,
    ...given({ change, group: run.group }),
    phases: phases.filter(({ steps }) => steps.length > 0),
  };
}

function changedSteps(action: StepAction, change: Change | undefined): StepAction[] {
  if (action.kind === 'save-snapshot') return [];
  if (change?.kind === 'without-migration' && action.kind === 'migrate' && action.stage === change.stage)
    return [];
  if (change?.kind !== 'held-back') return [action];
  const isCode = action.kind === 'install' || action.kind === 'start' || action.kind === 'ask-version';
  return isCode && action.service === change.service ? [{ ...action, release: 'base' }] : [action];
}
