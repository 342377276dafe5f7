import { type Change, describeChange } from '../../model/change.ts';
import { given } from '../../model/given.ts';
import type { PlannedRun, StepAction } from '../../model/plan.ts';

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
