import type { Change } from '../../model/change.ts';
import { failureSignature } from '../../model/failure-signature.ts';
import type { MadeRun } from '../../model/made-run.ts';
import type { PlannedCell } from '../../model/plan.ts';
import type { UpgradeModel } from '../../model/upgrade-model.ts';

/** What the search for causes knows when it decides what to try next. */
export interface SearchFacts {
  readonly model: UpgradeModel;
  readonly cells: readonly PlannedCell[];
  /** By id. */
  readonly made: ReadonlyMap<string, MadeRun>;
  /** How often each cell is to be run as it is. */
  readonly repeat: number;
  /** The options of a file that can be changed one by one; fewer than two: there is nothing to search. */
  readonly options: (file: string, of: 'edit' | 'file') => readonly string[];
  /** Whether a text with just these changed can be made. */
  readonly canMake: (change: Change & { readonly kind: 'options' }) => boolean;
}

/** The runs of a cell without exceptions that were made. */
export function asIsRuns({ made }: SearchFacts, cell: PlannedCell): MadeRun[] {
  return (cell.attempts[0]?.runs ?? []).flatMap((id) => made.get(id) ?? []);
}

/** The first of them that failed in its upgrade. */
export function failingRun(facts: SearchFacts, cell: PlannedCell): MadeRun | undefined {
  return asIsRuns(facts, cell).find(
    ({ outcome }) => outcome.harness === undefined && outcome.upgrade === 'failed',
  );
}

/** The run of a cell's attempt that passed, if all of them did. */
export function passingRun({ made }: SearchFacts, runs: readonly string[]): MadeRun | undefined {
  const all = runs.flatMap((id) => made.get(id) ?? []);
  return all.length > 0 && all.every(({ outcome }) => outcome.upgrade === 'passed') ? all[0] : undefined;
}

export const upgradeOf = ({ outcome }: MadeRun): 'passes' | 'fails' =>
  outcome.harness === undefined && outcome.upgrade === 'passed' ? 'passes' : 'fails';

/** Runs of the same run with the same change, or, without one, as it was. */
export function rerunsOf({ made }: SearchFacts, run: string, change?: Change): MadeRun[] {
  const words = JSON.stringify(change);
  return [...made.values()].filter(
    (each) => each.run.again === run && JSON.stringify(each.run.change) === words,
  );
}

/** How runs that are the same ended: what passes once and fails once counts as failing. `undefined`: there is none. */
export function outcomeOf(runs: readonly MadeRun[]): 'passes' | 'fails' | undefined {
  if (runs.length === 0) return undefined;
  return runs.every((each) => upgradeOf(each) === 'passes') ? 'passes' : 'fails';
}

export const signatureOf = ({ failure }: MadeRun): string =>
  failureSignature('upgrade', failure?.kind ?? '', failure?.message ?? '');

/** How a rerun is called: the change's kind, and a number where there are several of it. */
export function nameOf(facts: SearchFacts, run: string, change: Change): string {
  const same = [...facts.made.values()].filter(
    (each) => each.run.again === run && each.run.change?.kind === change.kind,
  );
  return `${change.kind}-${same.length + 1}`;
}
