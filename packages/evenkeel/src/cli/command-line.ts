import { relative } from 'node:path';
import type { UpgradeStep } from '../model/upgrade-step.ts';
import type { LatticeMode } from '../plan/rolling-walk.ts';
import type { Budget } from '../run/search.ts';
import type { RunCommandOptions } from './run-options.ts';

/**
 * The command that repeats a run, whatever the defaults will be then.
 * @param chosen the way through mixed states that was taken
 * @param step of a plan that lists its releases
 */
export function commandLine(
  file: string,
  options: RunCommandOptions,
  chosen: LatticeMode | undefined = options.lattice,
  step?: UpgradeStep,
): string {
  const words: readonly (readonly [string, string | number | undefined])[] = [
    ['--step', step?.id],
    ['--cell', options.cell?.join(',')],
    ['--orders', options.orders],
    ['--lattice', chosen],
    ['--repeat', options.repeat],
    ['--budget', budgetInWords(options.budget)],
    ['--selfcheck', options.selfcheck],
    ['--seed', options.seed],
    ['--shard', options.shard && `${options.shard.index}/${options.shard.of}`],
  ];
  const given = words.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
  const flags = options.undocumented ? ['--undocumented'] : [];
  return ['evenkeel run', relative(process.cwd(), file), ...given, ...flags].join(' ');
}

function budgetInWords(budget: Budget | undefined): string | undefined {
  if (budget === undefined) return undefined;
  if (budget.runs === 0) return 'none';
  const parts = [
    ...(Number.isFinite(budget.ms) ? [`${budget.ms / 1000}s`] : []),
    ...(Number.isFinite(budget.runs) ? [String(budget.runs)] : []),
  ];
  return parts.join(',');
}
