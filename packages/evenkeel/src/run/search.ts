import type { Change } from '../model/change.ts';
import type { EventBody } from '../model/event.ts';
import type { MadeRun } from '../model/made-run.ts';
import type { Part, PlannedRun } from '../model/plan.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import type { Clock, Emit, Installed } from './ports.ts';

/** Decides on experiments from what has been made, and makes the model that each is carried out with. */
export interface Search {
  /** `undefined`: nothing is left to try. */
  readonly next: (made: ReadonlyMap<string, MadeRun>) => PlannedRun | undefined;
  readonly modelFor: (run: PlannedRun) => UpgradeModel;
  readonly budget: Budget;
}

/** How much may be spent on reruns. */
export interface Budget {
  readonly ms: number;
  readonly runs: number;
}

/** Counts what reruns take. */
export class Spending {
  private runs = 0;
  private ms = 0;

  constructor(
    private readonly budget: Budget,
    private readonly clock: Clock,
  ) {}

  /** Why no other rerun may begin; `undefined` when it may. */
  ended(): string | undefined {
    if (this.budget.runs === 0) return 'no reruns were asked for';
    if (this.runs >= this.budget.runs)
      return `their budget of ${this.budget.runs} run${this.budget.runs === 1 ? '' : 's'} is spent`;
    return this.ms >= this.budget.ms
      ? `their budget of ${Math.round(this.budget.ms / 1000)} s is spent`
      : undefined;
  }

  async onRun<T>(work: () => Promise<T>): Promise<T> {
    const began = this.clock.now();
    this.runs += 1;
    try {
      return await work();
    } finally {
      this.ms += this.clock.now() - began;
    }
  }
}

/** Listens to what one run journals for the first failing step of its upgrade. */
export class FirstFailure {
  found: MadeRun['failure'];
  readonly emit: Emit;
  private part: Part | undefined;

  constructor(emit: Emit, kindOf: (step: string) => string) {
    this.emit = (event: EventBody): void => {
      if (event.type === 'phase-started') this.part = event.part;
      if (event.type === 'step-finished' && event.failure !== undefined && this.part === 'upgrade')
        this.found ??= { step: event.step, kind: kindOf(event.step), why: event.failure };
      emit(event);
    };
  }
}

/** On base's Node, a release's install is the same but for the folders that are looked through first. */
export function installsWith(
  installed: ReadonlyMap<string, Installed>,
  change: Change | undefined,
): Map<string, Installed> {
  const all = new Map(installed);
  if (change?.kind !== 'runtime') return all;
  const [base, target] = [all.get(`${change.service}/base`), all.get(`${change.service}/target`)];
  if (base === undefined || target === undefined) return all;
  const own = target.path.filter((folder) => !target.runtime.includes(folder));
  return all.set(`${change.service}/target`, {
    ...target,
    runtime: base.runtime,
    path: [...base.runtime, ...own],
  });
}
