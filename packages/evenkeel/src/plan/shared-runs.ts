import type { PlannedRun } from '../model/plan.ts';

/** The runs of all cells. Those that are the same to the step as earlier ones are run once, for both. */
export class SharedRuns {
  readonly all: PlannedRun[] = [];
  private readonly idsByActions = new Map<string, readonly string[]>();

  /** Adds the runs of an attempt, or finds their twins; returns the ids of those that will run. */
  add(runs: readonly PlannedRun[]): string[] {
    if (runs.some(({ group }) => group !== undefined)) return [...this.addTogether(runs)];
    const ids = new Map<string, string>();
    for (const run of runs) {
      const condition = run.condition && {
        ...run.condition,
        runs: run.condition.runs.map((id) => ids.get(id) ?? id),
      };
      const [id = run.id] = this.addTogether([{ ...run, ...(condition && { condition }) }]);
      ids.set(run.id, id);
    }
    return [...ids.values()];
  }

  /** Runs that go on from each other's states have twins only all together. */
  private addTogether(runs: readonly PlannedRun[]): readonly string[] {
    const place = new Map(runs.map(({ id }, index) => [id, index]));
    const keys = runs.map(({ code, condition, phases }) => [
      code,
      condition?.was,
      condition?.runs.map((id) => place.get(id) ?? id),
      phases.map(({ part, steps }) => [part, steps.map(({ action }) => action)]),
    ]);
    const key = JSON.stringify(keys);
    const twins = this.idsByActions.get(key);
    if (twins !== undefined) return twins;
    const ids = runs.map(({ id }) => id);
    this.idsByActions.set(key, ids);
    this.all.push(...runs);
    return ids;
  }
}
