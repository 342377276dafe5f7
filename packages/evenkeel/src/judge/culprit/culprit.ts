import type { Culprit } from '../../model/culprit.ts';
import { given } from '../../model/given.ts';
import type { PlannedCell } from '../../model/plan.ts';
import type { Result } from '../../model/verdict.ts';
import { decidingAttempt } from '../attempts.ts';
import { dataInTheWay, freshOf } from './data.ts';
import { culprit, type Evidence, experiment } from './experiment.ts';
import { firstFailing } from './failing.ts';
import { filesInTheWay, mendedByEdit } from './files.ts';
import {
  examined,
  mendedByChange,
  notReady,
  otherWay,
  rateOf,
  serviceToBlame,
  triedInVain,
} from './reruns.ts';
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
    mendedElsewhere(evidence, cell) ??
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
    startOnlyOf(facts, cell),
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

/** The run of the experiment that was made with the exceptions of what is gone back from. */
function startOnlyOf(facts: Evidence['facts'], cell: PlannedCell): string | undefined {
  const attempt = decidingAttempt(facts, cell);
  const run = firstFailing(facts, attempt) ?? facts.runs.get(attempt.runs[0] ?? '');
  return attempt.kind === 'with-exceptions' && run !== undefined
    ? otherWay(facts, run, 'start-only')?.run.id
    : cell.experiments?.startOnly;
}

/** Another cell has the same failing run, and its operators can mend it. */
function mendedElsewhere(evidence: Evidence, cell: PlannedCell): Culprit | undefined {
  const own = firstFailing(evidence.facts, cell.attempts[0])?.run.id;
  if (own === undefined) return undefined;
  for (const { cell: id, result } of evidence.verdicts) {
    const other = evidence.facts.plan.cells.find((each) => each.id === id);
    if (id === cell.id || other?.attempts[0]?.runs.includes(own) !== true) continue;
    const found = mendedByEdit(evidence, result) ?? mendedByStep(result);
    if (found !== undefined) return { ...found, because: `as in ${id}: ${found.because}` };
  }
  return undefined;
}

function mendedByStep({ verdict, exceptions }: Result): Culprit | undefined {
  if (verdict !== 'exception') return undefined;
  const names = exceptions.map(({ name }) => name).join(', ');
  return culprit('missing-step', `it passes when the manual step ${names} is done`, []);
}

function notFound({ facts }: Evidence, cell: PlannedCell): Culprit {
  const fresh = freshOf(facts, cell);
  const words =
    fresh === undefined
      ? 'no experiment was made'
      : 'target alone fails too, where base has never been: it is none of the data';
  const run = examined(facts, cell);
  const tried = run === undefined ? [] : triedInVain(facts, run);
  return culprit('unknown', words, [...(fresh === undefined ? [] : [fresh]), ...tried]);
}
