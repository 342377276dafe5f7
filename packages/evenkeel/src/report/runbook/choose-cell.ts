import { CELL_IDS, type CellId, codeOf, columnOf } from '../../model/cell.ts';
import type { Event } from '../../model/event.ts';
import type { PlannedAttempt, PlannedRun } from '../../model/plan.ts';
import { type CellVerdict, VERDICT_ORDER, type Verdict } from '../../model/verdict.ts';

/** Whether a cell gives a runbook: it passes, some of its orders do, nothing does, or nothing is known. */
export type Standing = 'passes' | 'some orders' | 'fails' | 'inconclusive';

/** A cell that was judged, and the attempt that decided it. */
export interface CellChoice {
  readonly verdict: CellVerdict;
  readonly standing: Standing;
  readonly attempt: PlannedAttempt | undefined;
}

/**
 * The cells of a run, best first: rolling ones that pass, by their verdicts; rolling ones with a safe order; offline ones
 * that pass; then what fails, then what proved nothing.
 */
export function rankedCells(events: readonly Event[], { cells }: Verdict): CellChoice[] {
  const choices = cells.map((verdict) => {
    const attempt = decidingAttempt(events, verdict);
    return { verdict, attempt, standing: standingOf(events, verdict, attempt) };
  });
  return choices.toSorted((a, b) => rankOf(a) - rankOf(b) || byVerdict(a, b) || byId(a) - byId(b));
}

function rankOf({ standing, verdict }: CellChoice): number {
  if (standing === 'inconclusive') return 5;
  const isRolling = codeOf(verdict.cell) === 'rolling';
  if (standing === 'fails') return isRolling ? 3 : 4;
  return isRolling ? (standing === 'passes' ? 0 : 1) : 2;
}

const byVerdict = (a: CellChoice, b: CellChoice): number =>
  VERDICT_ORDER.indexOf(a.verdict.result.verdict) - VERDICT_ORDER.indexOf(b.verdict.result.verdict);

const byId = ({ verdict }: CellChoice): number => CELL_IDS.indexOf(verdict.cell);

function standingOf(
  events: readonly Event[],
  { cell, result, lattice }: CellVerdict,
  attempt: PlannedAttempt | undefined,
): Standing {
  if (result.verdict === 'inconclusive') return 'inconclusive';
  const isWalked = codeOf(cell) === 'offline' || lattice?.safeOrder !== undefined;
  if (result.verdict !== 'broken') return isWalked ? 'passes' : 'fails';
  if (lattice?.safeOrder === undefined || attempt === undefined) return 'fails';
  const isOfOrder = attempt.runs.every((run) => isExplained(events, run, lattice.edges));
  return isOfOrder && !hasWrittenFrozen(events, cell, attempt) ? 'some orders' : 'fails';
}

/**
 * Whether a run that failed did so in a move, or in a state that did not come up again: such failures lie off the safe
 * orders. What fails before the first move or after the last one is in every order.
 */
function isExplained(
  events: readonly Event[],
  run: string,
  edges: readonly { readonly run: string; readonly passed: boolean }[],
): boolean {
  const finished = events.find((event) => event.type === 'cell-run-finished' && event.run === run);
  if (finished?.type !== 'cell-run-finished' || finished.outcome.upgrade !== 'failed') return true;
  const own = edges.filter((edge) => edge.run === run);
  return own.some(({ passed }) => !passed) || (own.length === 0 && isRestored(plannedRun(events, run)));
}

const isRestored = (run: PlannedRun | undefined): boolean =>
  run?.phases.some(({ steps }) => steps.some(({ action }) => action.kind === 'restore-snapshot')) ?? false;

function plannedRun(events: readonly Event[], id: string): PlannedRun | undefined {
  const started = events.find((event) => event.type === 'run-started');
  return started?.plan.runs.find((run) => run.id === id);
}

/** A frozen file was written by an upgrade, and not by base alone too. */
function hasWrittenFrozen(events: readonly Event[], cell: CellId, { runs }: PlannedAttempt): boolean {
  if (columnOf(cell) !== 'frozen') return false;
  const written = events.filter((event) => event.type === 'frozen-file-written');
  const byBase = new Set(
    written.filter(({ run }) => plannedRun(events, run)?.purpose === 'control').map(({ file }) => file),
  );
  return written.some(({ run, part, file }) => part === 'upgrade' && runs.includes(run) && !byBase.has(file));
}

/** As it is when that passed, else with the exceptions where there are any: what decided the verdict. */
function decidingAttempt(
  events: readonly Event[],
  { cell, result }: CellVerdict,
): PlannedAttempt | undefined {
  const started = events.find((event) => event.type === 'run-started');
  const [asIs, withExceptions] = started?.plan.cells.find(({ id }) => id === cell)?.attempts ?? [];
  const needsMore = result.verdict === 'exception' || result.verdict === 'broken';
  return needsMore ? (withExceptions ?? asIs) : asIs;
}
