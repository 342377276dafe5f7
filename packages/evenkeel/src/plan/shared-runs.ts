import { given } from '../model/given.ts';
import type { PlannedExperiments, PlannedRun } from '../model/plan.ts';
import type { CellExperiments } from './experiments.ts';

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

  /** The runs that are made only to find out why others failed. */
  readonly experiments: PlannedRun[] = [];

  /** Adds the experiments of a cell. One with the same steps as another cell's is run once, if any of both wants it. */
  addExperiments({ fresh, startOnly, backAgain }: CellExperiments): PlannedExperiments {
    return {
      fresh: this.addExperiment(fresh),
      startOnly: this.addExperiment(startOnly),
      ...given({ backAgain: backAgain && this.addExperiment(backAgain) }),
    };
  }

  private addExperiment(run: PlannedRun): string {
    const steps = (each: PlannedRun): string =>
      JSON.stringify(each.phases.map((phase) => [phase.part, phase.steps.map(({ action }) => action)]));
    const at = this.experiments.findIndex((other) => steps(other) === steps(run));
    const twin = this.experiments[at];
    if (twin?.condition === undefined || run.condition === undefined) {
      this.experiments.push(run);
      return run.id;
    }
    const wanting = [...new Set([...twin.condition.runs, ...run.condition.runs])];
    this.experiments[at] = { ...twin, condition: { ...twin.condition, runs: wanting } };
    return twin.id;
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
