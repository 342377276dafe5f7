import type { Plan } from '../model/plan.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { makePlan, type PlanOptions } from './make-plan.ts';
import type { LatticeMode } from './rolling-walk.ts';

/** A plan, and the way through the lattices that was chosen for it; `undefined` when there was no choice to make. */
export interface ChosenPlan {
  readonly plan: Plan;
  readonly chosen?: LatticeMode;
}

/**
 * Makes a plan whose rolling cells all go the same way, the one that is cheaper in all: costs that are measured change, and
 * one word has to be enough to repeat the run.
 */
export function planByCosts(model: UpgradeModel, options: PlanOptions): ChosenPlan {
  const plan = makePlan(model, options);
  const { mode, orders } = options.lattice ?? {};
  const lattices = plan.cells.flatMap(({ sameAs, attempts }) =>
    sameAs === undefined ? attempts.flatMap(({ lattice }) => lattice ?? []) : [],
  );
  const costs = lattices.flatMap((lattice) => lattice.costs ?? []);
  if (mode !== undefined || orders !== undefined || costs.length === 0) return { plan };
  const sum = (way: LatticeMode): number => costs.reduce((all, each) => all + each[way], 0);
  const chosen = sum('edges') < sum('chains') ? 'edges' : 'chains';
  const isSo = lattices.every((lattice) => lattice.costs === undefined || lattice.mode === chosen);
  if (isSo) return { plan, chosen };
  return { plan: makePlan(model, { ...options, lattice: { ...options.lattice, mode: chosen } }), chosen };
}
