import type { Lattice, Order } from '../model/lattice.ts';
import type { Phase } from '../model/plan.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { moveInOrder } from './moves.ts';
import { basePart, beforeTransition, endOfUpgrade, nonEmpty, rollbackPart } from './parts.ts';
import { Walk, type WalkOptions } from './walk.ts';

/** The phases of a rolling upgrade in one order, every state on the way judged, to its end; then the rollback. */
export function rollingPhases(
  model: UpgradeModel,
  options: WalkOptions,
  lattice: Lattice,
  order: Order,
): Phase[] {
  const walk = new Walk(model, options);
  basePart(walk);
  beforeTransition(walk);
  beforeMigrations(walk);
  moveInOrder(walk, lattice, order);
  endOfUpgrade(walk);
  rollbackPart(walk);
  return nonEmpty(walk.phases);
}

/** What operators do by hand before the first schema step, while base serves. */
export function beforeMigrations(walk: Walk): void {
  const steps = walk.exceptionsAt('before-migrate');
  if (steps.length === 0) return;
  walk.add('upgrade', 'before migrations', [
    ...steps,
    ...walk.verify('post-upgrade'),
    { kind: 'prove-state' },
  ]);
}
