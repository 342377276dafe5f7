import { codeOf } from '../../model/cell.ts';
import type { Culprit, Experiment } from '../../model/culprit.ts';
import { isSchemaElement } from '../../model/lattice.ts';
import type { PlannedCell } from '../../model/plan.ts';
import { culprit, type Evidence, experiment, offlineTwin, passes, runOf } from './experiment.ts';

/** All off in between works: only both releases at once do not. */
export function sideBySide({ facts, verdicts }: Evidence, cell: PlannedCell): Culprit | undefined {
  if (codeOf(cell.id) === 'offline') return undefined;
  const offline = offlineTwin(verdicts, cell.id);
  if (offline === undefined || !passes(offline.result)) return undefined;
  const whole: Experiment = {
    change: 'everything off in between',
    outcome: 'passes',
    run: runOf(facts, offline.cell),
  };
  const step = stepInTheWay(verdicts, cell);
  if (step !== undefined) return culprit('schema', step, [whole]);
  const startOnly = experiment(
    facts,
    cell.experiments?.startOnly,
    'target only starts, then base alone',
    'rollback',
  );
  if (startOnly?.outcome === 'fails')
    return culprit('schema', 'base does not work any more on what target leaves behind when it starts', [
      whole,
      startOnly,
    ]);
  if (offline.rollback.verdict === 'broken')
    return culprit('data-format', 'base cannot use what target writes', [
      whole,
      ...(startOnly === undefined ? [] : [startOnly]),
    ]);
  const again = experiment(
    facts,
    cell.experiments?.backAgain,
    'to target, back and to target again, one at a time',
    'upgrade',
  );
  if (again === undefined) return undefined;
  return again.outcome === 'fails'
    ? culprit('data-format', 'target cannot use what base writes after it', [whole, again])
    : culprit('wire-protocol', 'each works on what the other left; only when both run at once it fails', [
        whole,
        again,
      ]);
}

/** What fails when, and only when, a schema step has not been made yet, or has been; `undefined` when no step is among what fails. */
function stepInTheWay(verdicts: Evidence['verdicts'], { id }: PlannedCell): string | undefined {
  const failing = verdicts.find(({ cell }) => cell === id)?.lattice?.failing ?? [];
  const step = failing.find(({ element }) => isSchemaElement(element));
  const code = failing.filter(({ element }) => !isSchemaElement(element));
  if (step === undefined || code.length === 0) return undefined;
  const who = code.map(({ element, at }) => `${element} at ${at}`).join(' and ');
  return `${who} does not work ${step.at === 'base' ? 'before' : 'after'} ${step.element} is done`;
}

/** A rolling cell fails as the offline one does: running side by side is not to blame. */
export function sameAsOffline({ verdicts }: Evidence, cell: PlannedCell): Culprit | undefined {
  if (codeOf(cell.id) === 'offline') return undefined;
  const found = offlineTwin(verdicts, cell.id)?.result.culprit;
  return found === undefined
    ? undefined
    : { ...found, because: `as in ${offlineTwin(verdicts, cell.id)?.cell}: ${found.because}` };
}
