import type { CellId } from '../model/cell.ts';
import type { LatticeMode } from '../plan/rolling-walk.ts';
import type { Budget } from '../run/search.ts';
import type { ReportTargets } from './reports.ts';
import type { ShardChoice } from './shard.ts';

/** What `evenkeel run` is asked for. */
export interface RunCommandOptions extends ReportTargets {
  readonly dryRun?: boolean;
  readonly cell?: readonly CellId[];
  /** Of a plan that lists its releases. */
  readonly step?: readonly string[];
  readonly out?: string;
  readonly keep?: boolean;
  readonly seed: number;
  readonly orders?: number;
  readonly lattice?: LatticeMode;
  readonly undocumented?: boolean;
  readonly selfcheck?: string;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly shard?: ShardChoice;
  readonly repeat?: number;
  readonly budget?: Budget;
}

/** What experiments may take, unless the user says otherwise. */
export const USUAL_BUDGET: Budget = { ms: 600_000, runs: 40 };
