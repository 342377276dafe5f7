import type { Event } from '../model/event.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import {
  type CellVerdict,
  type PromiseKept,
  VERDICT_ORDER,
  type Verdict,
  type VerdictName,
} from '../model/verdict.ts';
import { culpritOf, culpritOfRollback } from './culprit/culprit.ts';
import { judgeCell } from './judge-cell.ts';
import { factsOf, type JournalFacts } from './run-facts.ts';

/** Judges a run from its journal alone. A journal without a beginning, or cut off, is inconclusive. */
export function judge(events: readonly Event[]): Verdict {
  const facts = factsOf(events);
  if (facts === undefined)
    return { cells: [], promises: [], better: [], notRun: [], interrupted: false, exitCode: 3 };
  const cells = withoutFalseTwins(
    withCulprits(
      facts,
      facts.plan.cells.map((cell) => judgeCell(facts, cell)),
    ),
  );
  const promises = judgePromises(facts.model, cells);
  return {
    cells,
    promises,
    better: betterThanPromised(facts.model, cells),
    ...(facts.model.isUnpromised && { isUnpromised: true as const }),
    interrupted: facts.interrupted,
    notRun: notRun(facts.model, cells),
    exitCode: exitCode(facts, promises),
  };
}

/** Cells are judged before causes are looked for: one cell is evidence in another's case. Offline cells come first. */
function withCulprits(facts: JournalFacts, verdicts: readonly CellVerdict[]): CellVerdict[] {
  const found: CellVerdict[] = [...verdicts];
  for (const [index, verdict] of verdicts.entries()) {
    const cell = facts.plan.cells.find(({ id }) => id === verdict.cell);
    if (cell === undefined) continue;
    const evidence = { facts, verdicts: found };
    const culprit = culpritOf(evidence, cell, verdict.result);
    const ofRollback = culpritOfRollback(evidence, cell, verdict.rollback, culprit);
    found[index] = {
      ...verdict,
      ...(culprit && { result: { ...verdict.result, culprit } }),
      ...(ofRollback && { rollback: { ...verdict.rollback, culprit: ofRollback } }),
    };
  }
  return found;
}

/** Cells of the same runs differ after all when one of them forbids what the runs did: a write to a frozen file. */
function withoutFalseTwins(cells: readonly CellVerdict[]): CellVerdict[] {
  return cells.map(({ sameAs, ...cell }) => {
    const twin = cells.find((other) => other.cell === sameAs);
    const same =
      twin?.result.verdict === cell.result.verdict && twin.rollback.verdict === cell.rollback.verdict;
    return same && sameAs !== undefined ? { ...cell, sameAs } : cell;
  });
}

function judgePromises(model: UpgradeModel, cells: readonly CellVerdict[]): PromiseKept[] {
  if (model.isUnpromised) return [];
  const promised =
    model.promises.length > 0
      ? model.promises
      : cells.map((entry) => ({
          cell: entry.cell,
          rollback: false,
          atLeast: 'exception' as const,
          explicit: false,
        }));
  return promised.flatMap((promise) => {
    const found = cells.find((entry) => entry.cell === promise.cell);
    if (found === undefined) return [];
    const { verdict } = promise.rollback ? found.rollback : found.result;
    const { cell, rollback, atLeast } = promise;
    return [{ cell, rollback, atLeast, verdict, kept: isAtLeast(verdict, atLeast) }];
  });
}

function notRun(model: UpgradeModel, cells: readonly CellVerdict[]): string[] {
  const missing = model.promises.filter((promise) => !cells.some((entry) => entry.cell === promise.cell));
  return missing.map((promise) => `${promise.cell}${promise.rollback ? '/rollback' : ''}`);
}

function isAtLeast(verdict: VerdictName, least: VerdictName): boolean {
  return VERDICT_ORDER.indexOf(verdict) <= VERDICT_ORDER.indexOf(least);
}

function betterThanPromised(model: UpgradeModel, cells: readonly CellVerdict[]): string[] {
  if (model.promises.length === 0) return [];
  return cells.flatMap(({ cell, result, rollback }) => [
    ...sayBetter(model, cell, false, result.verdict),
    ...sayBetter(model, cell, true, rollback.verdict),
  ]);
}

function sayBetter(
  model: UpgradeModel,
  cell: CellVerdict['cell'],
  rollback: boolean,
  verdict: VerdictName,
): string[] {
  const promise = model.promises.find((entry) => entry.cell === cell && entry.rollback === rollback);
  const name = `${cell}${rollback ? '/rollback' : ''}`;
  if (promise === undefined)
    return isAtLeast(verdict, 'warns') ? [`${name} is ${verdict}, though it is not promised`] : [];
  const better = VERDICT_ORDER.indexOf(verdict) < VERDICT_ORDER.indexOf(promise.atLeast);
  return better && promise.explicit
    ? [`${name} is ${verdict}, better than the promised ${promise.atLeast}`]
    : [];
}

/** 1 when a promise is broken, else 3 when one is inconclusive; an interrupted run or one that broke off is neither. */
function exitCode(facts: JournalFacts, promises: readonly PromiseKept[]): number {
  if (facts.harnessError !== undefined) return 4;
  if (facts.interrupted) return 130;
  if (!facts.finished) return 3;
  if (promises.some((promise) => !promise.kept && promise.verdict !== 'inconclusive')) return 1;
  if (promises.length === 0) return facts.isShare || facts.model.isUnpromised ? 0 : 3;
  return promises.some((promise) => !promise.kept) ? 3 : 0;
}
