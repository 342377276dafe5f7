import type { Culprit, Experiment } from '../../model/culprit.ts';
import type { PlannedCell } from '../../model/plan.ts';
import type { JournalFacts } from '../run-facts.ts';
import { culprit, type Evidence, experiment } from './experiment.ts';
import { decidingFailure } from './failing.ts';
import { otherWay } from './reruns.ts';

/** Target alone works where base has never been: it is what base left. */
export function dataInTheWay({ facts }: Evidence, cell: PlannedCell): Culprit | undefined {
  const fresh = freshOf(facts, cell);
  if (fresh?.outcome !== 'passes') return undefined;
  const failed = decidingFailure(facts, cell) ?? facts.runs.get(cell.attempts[0]?.runs[0] ?? '');
  const back: Experiment = {
    change: 'base again after the failure',
    outcome: failed?.outcome?.rollback === 'passed' ? 'passes' : 'fails',
    run: failed?.run.id ?? '',
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

/** Target alone, where base has never been, with the exceptions of the run that is to be explained. */
export function freshOf(facts: JournalFacts, cell: PlannedCell): Experiment | undefined {
  const failed = decidingFailure(facts, cell);
  const isAsIs = failed === undefined || cell.attempts[0]?.runs.includes(failed.run.id) === true;
  const run = isAsIs ? cell.experiments?.fresh : otherWay(facts, failed, 'fresh')?.run.id;
  return experiment(facts, run, 'target alone, where base has never been', 'upgrade');
}
