import type { StepsVerdict, StepVerdict, TakenStep } from '../model/steps-verdict.ts';
import type { VerdictName } from '../model/verdict.ts';

/** The worst first: a fault of ours, an interrupted run, a promise not kept, nothing proved, all kept. */
const WORST_FIRST = [4, 130, 1, 3, 0] as const;
const NOTHING_PROVED = 3;
const PASSED: readonly VerdictName[] = ['painless', 'warns', 'exception'];

/**
 * Judges all steps together. What was promised of a step that was not run is not proved; and nothing is when no step that
 * was run has a promise.
 */
export function judgeSteps(steps: readonly StepVerdict[]): StepsVerdict {
  const codes = steps
    .filter(({ step, verdict }) => step.isPromised || (verdict?.exitCode ?? 0) > NOTHING_PROVED)
    .map(({ verdict }) => verdict?.exitCode ?? NOTHING_PROVED);
  return { steps, exitCode: WORST_FIRST.find((code) => codes.includes(code)) ?? NOTHING_PROVED };
}

/**
 * Why a row has nothing to say of its own; `undefined` when it has. A row asks what becomes of data that is older than one
 * step, which can be told only where each step by itself is well.
 * @param parts the ids of its pairs, and of rows that it begins with
 * @param done how the steps before did
 * @param taken all steps
 */
export function reasonToSkipRow(
  parts: readonly string[],
  done: readonly StepVerdict[],
  taken: readonly TakenStep[],
): string | undefined {
  const skipped = taken.find(({ id, skipped }) => parts.includes(id) && skipped !== undefined);
  const bad = done.find(({ step, verdict }) => parts.includes(step.id) && !hasPassed(verdict?.cells ?? []));
  const found = skipped ?? bad?.step;
  return found && `offline:together of ${found.id} ${skipped === undefined ? 'did not pass' : 'was not run'}`;
}

function hasPassed(cells: NonNullable<StepVerdict['verdict']>['cells']): boolean {
  const verdict = cells.find(({ cell }) => cell === 'offline:together')?.result.verdict;
  return verdict !== undefined && PASSED.includes(verdict);
}
