import type { Culprit, Experiment } from '../../model/culprit.ts';
import type { PlannedCell } from '../../model/plan.ts';
import { culprit, type Evidence, experiment } from './experiment.ts';

/** Target alone works where base has never been: it is what base left. */
export function dataInTheWay({ facts }: Evidence, cell: PlannedCell): Culprit | undefined {
  const fresh = experiment(
    facts,
    cell.experiments?.fresh,
    'target alone, where base has never been',
    'upgrade',
  );
  if (fresh?.outcome !== 'passes') return undefined;
  const asIs = facts.runs.get(cell.attempts[0]?.runs[0] ?? '');
  const back: Experiment = {
    change: 'base again after the failure',
    outcome: asIs?.outcome?.rollback === 'passed' ? 'passes' : 'fails',
    run: asIs?.run.id ?? '',
  };
  return back.outcome === 'passes'
    ? culprit(
        'data-format',
        'target works without what base left, and base still works on it: target cannot read it',
        [fresh, back],
      )
    : culprit('lost-resource', 'target works, but what base left is gone: base does not find it either', [
        fresh,
        back,
      ]);
}
