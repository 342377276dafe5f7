import type { Culprit } from '../../model/culprit.ts';
import { given } from '../../model/given.ts';
import type { PlannedCell } from '../../model/plan.ts';
import type { Result } from '../../model/verdict.ts';
import { dataInTheWay } from './data.ts';
import { culprit, type Evidence, experiment } from './experiment.ts';
import { filesInTheWay, mendedByEdit } from './files.ts';
import { mendedByChange, notReady, rateOf, serviceToBlame } from './reruns.ts';
import { sameAsOffline, sideBySide } from './side-by-side.ts';

/**
 * Why a cell does not pass as it is, from runs that differ from it in one thing: other cells, its own attempts with
 * exceptions, and the experiments that were made because it failed. The rules, first match first, are in docs/culprits.md.
 */
export function culpritOf(evidence: Evidence, cell: PlannedCell, result: Result): Culprit | undefined {
  if (result.verdict !== 'broken' && result.verdict !== 'exception') return undefined;
  if (result.witnesses.length === 0) return undefined;
  const found =
    notReady(evidence, cell) ??
    mendedByEdit(evidence, result) ??
    mendedByStep(result) ??
    filesInTheWay(evidence, cell) ??
    sideBySide(evidence, cell) ??
    sameAsOffline(evidence, cell) ??
    mendedByChange(evidence, cell) ??
    dataInTheWay(evidence, cell) ??
    notFound(evidence, cell);
  const { facts } = evidence;
  return {
    ...found,
    ...given({
      service: found.service ?? serviceToBlame(evidence, cell),
      repeated: rateOf(facts, cell),
      cut: facts.experimentsEnded,
    }),
  };
}

/**
 * Why going back does not work: did target change what is stored by itself, or only by what it wrote?
 * @param ofUpgrade the cause of the upgrade's own failure, when there is one: what is lost is lost for base too
 */
export function culpritOfRollback(
  { facts }: Evidence,
  cell: PlannedCell,
  rollback: Result,
  ofUpgrade: Culprit | undefined,
): Culprit | undefined {
  if (rollback.verdict !== 'broken' || rollback.witnesses.length === 0) return undefined;
  if (ofUpgrade?.class === 'lost-resource') return ofUpgrade;
  const startOnly = experiment(
    facts,
    cell.experiments?.startOnly,
    'target only starts, then base again',
    'rollback',
  );
  if (startOnly === undefined) return undefined;
  return startOnly.outcome === 'fails'
    ? culprit('schema', 'what target does when it starts is enough: base does not work on it', [startOnly])
    : culprit(
        'data-format',
        'base works after target has only started: it is what target writes that base cannot use',
        [startOnly],
      );
}

function mendedByStep({ verdict, exceptions }: Result): Culprit | undefined {
  if (verdict !== 'exception') return undefined;
  const names = exceptions.map(({ name }) => name).join(', ');
  return culprit('missing-step', `it passes when the manual step ${names} is done`, []);
}

function notFound({ facts }: Evidence, cell: PlannedCell): Culprit {
  const fresh = experiment(
    facts,
    cell.experiments?.fresh,
    'target alone, where base has never been',
    'upgrade',
  );
  const words =
    fresh === undefined
      ? 'no experiment was made'
      : 'target alone fails too, where base has never been: it is none of the data';
  return culprit('unknown', words, fresh === undefined ? [] : [fresh]);
}
