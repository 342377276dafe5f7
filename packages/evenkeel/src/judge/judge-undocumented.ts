import type { PlannedAttempt } from '../model/plan.ts';
import type { UndocumentedVerdict } from '../model/undocumented.ts';
import { runsOf } from './attempts.ts';
import { judgeLattice } from './lattice/judge-lattice.ts';
import { judgeUndocumented } from './lattice/undocumented.ts';
import type { JournalFacts, RunFacts } from './run-facts.ts';

/**
 * What the runs in orders that nobody documented say; nothing when there were none.
 * @param doubtOf why a run proves nothing
 */
export function undocumentedOf(
  facts: JournalFacts,
  documented: PlannedAttempt | undefined,
  attempts: readonly PlannedAttempt[],
  doubtOf: (run: RunFacts) => string | undefined,
): UndocumentedVerdict | undefined {
  if (documented?.lattice === undefined || attempts.length === 0) return undefined;
  const taken = attempts.find((attempt) =>
    runsOf(facts, attempt).some(({ outcome }) => outcome !== undefined),
  );
  if (taken?.lattice === undefined) return { states: [], rules: [], doubt: 'no such run was made' };
  const runs = runsOf(facts, taken);
  const doubt = runs.flatMap((run) => (run.skipped === undefined ? (doubtOf(run) ?? []) : []))[0];
  if (doubt !== undefined) return { states: [], rules: [], doubt };
  const { lattice } = taken;
  return judgeUndocumented(
    documented.lattice,
    lattice,
    judgeLattice(lattice, runs),
    lattice.states !== undefined,
  );
}
