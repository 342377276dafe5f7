import {
  FILES_ELEMENT,
  isSchemaElement,
  type Lattice,
  type LatticeState,
  moved,
  type Order,
  statesOn,
  UNION_ELEMENT,
} from '../model/lattice.ts';
import type { StepAction, VariantName } from '../model/plan.ts';
import type { ManagedFile, MigrationStage } from '../model/upgrade-model.ts';
import type { Walk } from './walk.ts';

/** Walks a whole order, every state on the way verified. */
export function moveInOrder(walk: Walk, lattice: Lattice, order: Order): void {
  const states = statesOn(lattice, order);
  order.forEach((id, index) => {
    addMove(walk, lattice, states[index] ?? [], id);
  });
}

/**
 * One move: an instance is replaced, a schema step is run, or the files move. Then the state that this leads to is
 * judged: each release makes something, each reads what all made, and where base still runs it is started once
 * more on what target left, as a crash would have it. After a restore, what target made where other runs came as far
 * must be gone: its state may lie elsewhere than base's.
 */
export function addMove(
  walk: Walk,
  lattice: Lattice,
  from: LatticeState,
  id: string,
  isRestored = false,
): void {
  const index = lattice.elements.findIndex((element) => element.id === id);
  const to = moved(from, index);
  const [title, steps] = moveOf(walk, lattice, from, to, id, (from[index] ?? 0) + 1);
  const level = to.reduce((sum, count) => sum + count, 0);
  walk.add(
    'upgrade',
    title,
    [
      ...steps,
      ...(isRestored ? walk.mustBeGone(`s${level}-target`, 'target') : []),
      ...(['base', 'target'] as const).flatMap((role) =>
        walk.create(`s${level}-${role}`, 'post-upgrade', (resource) =>
          walk.instanceOf(resource.service, role),
        ),
      ),
      ...walk.verify('post-upgrade'),
      ...restartBase(walk),
      { kind: 'prove-state' },
    ],
    to,
  );
}

function moveOf(
  walk: Walk,
  lattice: Lattice,
  from: LatticeState,
  to: LatticeState,
  id: string,
  number: number,
): [title: string, steps: StepAction[]] {
  if (id === UNION_ELEMENT)
    return ['lay the union of filters', moveFiles(walk, walk.movingFilters(), 'union')];
  if (id === FILES_ELEMENT) return ['move files', moveFiles(walk, walk.movingFiles(), 'target')];
  if (isSchemaElement(id)) {
    const stage = id.slice('schema:'.length) as MigrationStage;
    return [`migrate: ${stage}`, [{ kind: 'migrate', stage }]];
  }
  const instance = `${id}-${number}`;
  const steps: StepAction[] = [
    ...(codeMoved(walk, lattice, from) === 0 ? walk.exceptionsAt('before-start') : []),
    ...walk.stop(instance),
    { kind: 'install', service: id, release: walk.codeFor('target') },
    ...walk.start(instance, id, 'target'),
    ...(codeMoved(walk, lattice, to) === walk.instances().length ? walk.exceptionsAt('after-start') : []),
  ];
  return [`replace ${instance}`, steps];
}

/** How many instances are at target in a state. */
function codeMoved({ model }: Walk, { elements }: Lattice, state: LatticeState): number {
  return elements.reduce(
    (sum, { id }, index) =>
      model.services.some(({ name }) => name === id) ? sum + (state[index] ?? 0) : sum,
    0,
  );
}

/** Lays files under whatever code runs, and restarts the instances one by one so that they read them. */
function moveFiles(walk: Walk, files: readonly ManagedFile[], variant: VariantName): StepAction[] {
  return [
    ...walk.layFiles(files, variant),
    ...walk.state().flatMap(({ instance, service, role }) => restart(walk, instance, service, role)),
  ];
}

/** In a mixed state, one instance of each service that still runs base's code is stopped, started and looked through again. */
function restartBase(walk: Walk): StepAction[] {
  const state = walk.state();
  if (state.every(({ role }) => role === 'base') || state.every(({ role }) => role === 'target')) return [];
  const last = walk.model.services.flatMap(
    ({ name }) => state.findLast(({ service, role }) => service === name && role === 'base') ?? [],
  );
  return [
    ...last.flatMap(({ instance, service, role }) => restart(walk, instance, service, role)),
    ...walk.verifyThrough(
      'post-upgrade',
      last.map(({ instance }) => instance),
    ),
  ];
}

function restart(walk: Walk, instance: string, service: string, role: 'base' | 'target'): StepAction[] {
  return [...walk.stop(instance), ...walk.start(instance, service, role)];
}
