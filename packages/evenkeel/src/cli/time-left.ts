import type { Costs } from '../model/costs.ts';
import { expectedMs } from '../plan/measured-costs.ts';
import type { TimeLeft } from './progress.ts';

/**
 * What the runs that are not done yet will take, by earlier runs of the plan; nothing is claimed where there were none.
 * Reruns that look for a cause are not in it, unless such a run was made last time.
 */
export function timeLeftBy(costs: Costs | undefined): TimeLeft {
  return (plan, done) => {
    if (costs === undefined) return undefined;
    const left = [...expectedMs(costs, plan)].filter(([run]) => !done.has(run));
    return left.reduce((sum, [, ms]) => sum + ms, 0);
  };
}
