import type { Event } from '../model/event.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import {
  type CellVerdict,
  type PromiseKept,
  VERDICT_ORDER,
  type Verdict,
  type VerdictName,
} from '../model/verdict.ts';
import { judgeCell } from './judge-cell.ts';
import { factsOf, type JournalFacts } from './run-facts.ts';

/** Judges a run from its journal alone. A journal without a beginning, or cut off, is inconclusive. */
export function judge(events: readonly Event[]): Verdict {
  const facts = factsOf(events);
  if (facts === undefined) return { cells: [], promises: [], better: [], interrupted: false, exitCode: 3 };
  const cells = facts.plan.cells.map((cell) => judgeCell(facts, cell));
  const promises = judgePromises(facts.model, cells);
  return {
    cells,
    promises,
    better: betterThanPromised(facts.model, cells),
    interrupted: facts.interrupted,
    exitCode: exitCode(facts, promises),
  };
}

function judgePromises(model: UpgradeModel, cells: readonly CellVerdict[]): PromiseKept[] {
  const promised =
    model.promises.length > 0
      ? model.promises
      : cells.map((entry) => ({ cell: entry.cell, rollback: false, atLeast: 'exception' as const }));
  return promised.flatMap((promise) => {
    const found = cells.find((entry) => entry.cell === promise.cell);
    if (found === undefined) return [];
    const { verdict } = promise.rollback ? found.rollback : found.result;
    return [{ ...promise, verdict, kept: isAtLeast(verdict, promise.atLeast) }];
  });
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
  if (promise !== undefined || !isAtLeast(verdict, 'warns')) return [];
  return [`${cell}${rollback ? '/rollback' : ''} is ${verdict}, though it is not promised`];
}

/** 1 when a promise is broken, else 3 when one is inconclusive; an interrupted run or one that broke off is neither. */
function exitCode(facts: JournalFacts, promises: readonly PromiseKept[]): number {
  if (facts.harnessError !== undefined) return 4;
  if (facts.interrupted) return 130;
  if (!facts.finished) return 3;
  if (promises.some((promise) => !promise.kept && promise.verdict !== 'inconclusive')) return 1;
  return promises.some((promise) => !promise.kept) || promises.length === 0 ? 3 : 0;
}
