import type { Costs } from '../model/costs.ts';
import type { Plan } from '../model/plan.ts';
import { expectedMs } from '../plan/measured-costs.ts';
import type { TimeLeft } from './progress.ts';

/**
 * What the runs that are not done yet will take, by earlier runs of the plan; nothing is claimed where there were none.
 * Reruns that look for a cause are not in it, unless such a run was made last time.
 */
export function timeLeftBy(costs: Costs | undefined, plan: Plan): TimeLeft {
  if (costs === undefined) return () => undefined;
  const expected = [...expectedMs(costs, plan)];
  return (done) => expected.reduce((sum, [run, ms]) => (done.has(run) ? sum : sum + ms), 0);
}
