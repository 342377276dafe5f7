import { type CellId, codeOf, columnOf } from '../model/cell.ts';
import { given } from '../model/given.ts';
import type { PlannedAttempt, PlannedLattice, PlannedRun, RunCondition } from '../model/plan.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { offlinePhases } from './phases.ts';
import type { RollingRun } from './rolling-run.ts';
import { type LatticeOptions, rollingWalk } from './rolling-walk.ts';

/** Which attempt at a cell it is. */
export interface AttemptName {
  readonly cell: CellId;
  readonly kind: PlannedAttempt['kind'];
  /** For `without-one`. */
  readonly leftOut: string;
  /** In orders that the plan forbids, too. */
  readonly isUndocumented?: true;
}

/** The runs of one attempt at a cell, and the lattice that they go through when it is a rolling one. */
export function attemptRuns(
  model: UpgradeModel,
  name: AttemptName,
  exceptions: readonly string[],
  condition: RunCondition,
  wanted: LatticeOptions,
): { readonly made: PlannedRun[]; readonly lattice?: PlannedLattice } {
  const { cell } = name;
  const options = { code: codeOf(cell), column: columnOf(cell), to: 'target', exceptions } as const;
  const facts = { purpose: name.isUndocumented ? 'undocumented' : 'upgrade', code: options.code } as const;
  if (options.code === 'offline') {
    const id = runId(name, '');
    const phases = offlinePhases(model, { ...options, id });
    return { made: [{ id, title: runTitle(name, ''), ...facts, condition, phases }] };
  }
  const { lattice, runs } = rollingWalk(model, options, wanted);
  const group = runId(name, '');
  const made = runs.map((run): PlannedRun => {
    const id = runId(name, run.suffix);
    return {
      id,
      title: runTitle(name, run.words),
      ...facts,
      condition: conditionOf(name, run, condition),
      ...given({ group: run.isGrouped ? group : undefined }),
      phases: run.phases(id),
    };
  });
  return { made, lattice };
}

function conditionOf(
  name: AttemptName,
  { after, isOpen }: RollingRun,
  condition: RunCondition,
): RunCondition {
  if (after.length === 0) return condition;
  return { was: isOpen ? 'open' : 'reached', runs: after.map((suffix) => runId(name, suffix)) };
}

function runId({ cell, kind, leftOut, isUndocumented }: AttemptName, suffix: string): string {
  const end = {
    'as-is': '',
    'with-exceptions': '+exceptions',
    'without-one': `-without-${leftOut.replace(':', '+')}`,
  }[kind];
  return `${cell.replace(':', '-')}${isUndocumented ? '-any' : ''}${suffix}${end}`;
}

function runTitle({ cell, kind, leftOut, isUndocumented }: AttemptName, words: string): string {
  const done = {
    'as-is': '',
    'with-exceptions': ', with its exceptions',
    'without-one': `, without ${leftOut}`,
  }[kind];
  return `${cell}${isUndocumented ? ', also undocumented' : ''}${words}${done}`;
}
