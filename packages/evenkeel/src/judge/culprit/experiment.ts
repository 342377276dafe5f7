import { type CellId, columnOf } from '../../model/cell.ts';
import type { Culprit, CulpritClass, Experiment } from '../../model/culprit.ts';
import type { CellVerdict, Result } from '../../model/verdict.ts';
import type { JournalFacts, RunFacts } from '../run-facts.ts';

/** All that was found out, for the search of causes. */
export interface Evidence {
  readonly facts: JournalFacts;
  readonly verdicts: readonly CellVerdict[];
}

/** A cause with what it rests on. */
export function culprit(kind: CulpritClass, because: string, experiments: readonly Experiment[]): Culprit {
  return { class: kind, because, experiments };
}

/** As it is, with or without warnings. */
export const passes = ({ verdict }: Result): boolean => verdict === 'painless' || verdict === 'warns';

/** The offline cell with the same files. */
export function offlineTwin(verdicts: readonly CellVerdict[], id: CellId): CellVerdict | undefined {
  const wanted: CellId = columnOf(id) === 'frozen' ? 'offline:frozen' : 'offline:together';
  return verdicts.find(({ cell }) => cell === wanted);
}

/** A run that decided a cell. */
export function runOf({ plan }: JournalFacts, id: CellId): string {
  return plan.cells.find((cell) => cell.id === id)?.attempts[0]?.runs[0] ?? '';
}

/** How an experiment of a cell ended, in one of its parts; `undefined` when it says nothing. */
export function experiment(
  facts: JournalFacts,
  run: string | undefined,
  change: string,
  part: 'upgrade' | 'rollback',
): Experiment | undefined {
  const found: RunFacts | undefined = run === undefined ? undefined : facts.runs.get(run);
  const outcome = found?.outcome;
  if (run === undefined || outcome === undefined || outcome.harness !== undefined) return undefined;
  if (outcome.base === 'failed' || (part === 'rollback' && outcome.upgrade !== 'passed')) return undefined;
  if (outcome[part] === 'not-run') return undefined;
  return { change, outcome: outcome[part] === 'passed' ? 'passes' : 'fails', run };
}
