import { codeOf } from '../../model/cell.ts';
import { given } from '../../model/given.ts';
import type { Plan, PlannedCell } from '../../model/plan.ts';
import type { CellVerdict, Result } from '../../model/verdict.ts';
import { bounded, firstOf } from './bounded.ts';
import { failureView } from './failures.ts';
import { latticeView } from './lattice-view.ts';
import type { RunRecord } from './run-records.ts';
import type { CellView, ResultView } from './view.ts';

const MOST_WARNINGS = 50;
const MOST_FAILURES = 20;

/** A cell of the matrix: its results, its mixed states, and the runs that say so. */
export function cellView(
  verdict: CellVerdict,
  plan: Plan,
  records: ReadonlyMap<string, RunRecord>,
): CellView {
  const { cell, sameAs, result, rollback, lattice } = verdict;
  const planned = plan.cells.find(({ id }) => id === cell);
  return {
    id: cell,
    ...given({
      sameAs,
      lattice: lattice === undefined ? undefined : latticeView(lattice, records),
    }),
    result: resultView(result),
    rollback: resultView(rollback),
    runs: planned === undefined ? [] : runsOf(planned, plan, records),
  };
}

function resultView(result: Result): ResultView {
  const { verdict, reasons, witnesses, warnings, exceptions, stale, culprit } = result;
  const failures = firstOf(witnesses, MOST_FAILURES);
  const warned = firstOf(warnings, MOST_WARNINGS);
  return {
    verdict,
    reasons: reasons.map((reason) => bounded(reason)),
    failures: failures.shown.map(failureView),
    warnings: warned.shown.map((warning) => ({ ...warning, text: bounded(warning.text, 600) })),
    exceptions,
    stale,
    ...given({ culprit }),
    more: [
      ...(failures.more === 0 ? [] : [`and ${failures.more} more failures in report.json`]),
      ...(warned.more === 0 ? [] : [`and ${warned.more} more warnings in report.json`]),
    ],
  };
}

/** Runs that were made, those of the cell's own first: attempts, experiments, the control, the checks on the checks. */
function runsOf(cell: PlannedCell, plan: Plan, records: ReadonlyMap<string, RunRecord>): string[] {
  const { experiments, attempts, control } = cell;
  const checks = plan.runs.filter(({ purpose, code }) => purpose === 'checks' && code === codeOf(cell.id));
  const own = attempts.flatMap(({ runs }) => runs);
  const reruns = [...records.values()].filter(
    ({ run }) => run.again !== undefined && own.includes(run.again),
  );
  const ids = [
    ...own,
    ...reruns.map(({ run }) => run.id),
    ...Object.values(experiments ?? {}).filter((id) => typeof id === 'string'),
    control,
    ...checks.map(({ id }) => id),
  ];
  return [...new Set(ids)].filter((id) => records.get(id)?.startedAt !== undefined);
}
