import type { Watcher } from '../model/mutant.ts';
import type { PlannedCell, StepAction } from '../model/plan.ts';
import type { JournalFacts } from './run-facts.ts';

/** What a selfcheck said of the checks that the runs of a cell rest on: each that did not notice something broken. */
export function survivorsIn(facts: JournalFacts, cell: PlannedCell): string[] {
  const ids = new Set([cell.control, ...cell.attempts.flatMap(({ runs }) => runs)]);
  const runs = facts.plan.runs.filter(({ id }) => ids.has(id));
  const actions = runs.flatMap(({ phases }) =>
    phases.flatMap(({ steps }) => steps.map(({ action }) => action)),
  );
  return (facts.plan.survivors ?? [])
    .filter(({ watcher }) => actions.some((action) => restsOn(action, watcher)))
    .map(({ why }) => `by the selfcheck, ${why}`);
}

function restsOn(action: StepAction, watcher: Watcher): boolean {
  if (watcher.kind === 'probe') return action.kind === 'start-probes';
  return (
    action.kind === 'resource' && action.resource === watcher.resource && action.action === watcher.action
  );
}
