import {
  bottomOf,
  type Lattice,
  type LatticeState,
  latticeStateInWords,
  movable,
  moved,
  stateKey,
  topOf,
} from '../model/lattice.ts';
import type { Part, Phase, StepAction } from '../model/plan.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import type { SampleRuns } from './measured-costs.ts';
import { addMove } from './moves.ts';
import { basePart, beforeTransition, endOfUpgrade, nonEmpty, rollbackPart } from './parts.ts';
import { beforeMigrations } from './rolling-phases.ts';
import type { RollingRun } from './rolling-run.ts';
import { Walk, type WalkOptions } from './walk.ts';

type Options = Omit<WalkOptions, 'id'>;

const START = '-start';
/** Made after the first state was kept: whoever finds it after that was restored looks at something that was not. */
const MARKER = 'marker-1';

/**
 * A run for each edge of the lattice, level by level, and one before them that makes the state in which all is base's.
 * Each restores the state that it begins with, moves one element, judges, keeps the state that it led to when no
 * other run has, and goes back to base from there. A state that no edge reached in a sound way is not gone on from.
 * What target made is destroyed in the last one only: were it not in what is restored, it would be missing there, as if
 * target had lost it; so it is found where it must be gone.
 */
export function edgeRuns(
  model: UpgradeModel,
  options: Options,
  lattice: Lattice,
  states: readonly LatticeState[],
): RollingRun[] {
  const edges = states.flatMap((from) => movable(lattice, from).map((index) => ({ from, index })));
  const into = (state: LatticeState): string[] =>
    edges.filter(({ from, index }) => stateKey(moved(from, index)) === stateKey(state)).map(suffixOf);
  const start: RollingRun = {
    suffix: START,
    words: ', all at base',
    after: [],
    isGrouped: true,
    phases: (id) => startPhases(model, { ...options, id }, lattice),
  };
  return [
    start,
    ...edges.map((edge, index): RollingRun => {
      const isFromBase = stateKey(edge.from) === stateKey(bottomOf(lattice));
      const id = lattice.elements[edge.index]?.id ?? '';
      return {
        suffix: suffixOf(edge),
        words: `, ${id} moves where ${latticeStateInWords(lattice, edge.from)}`,
        after: isFromBase ? [START] : into(edge.from),
        isGrouped: true,
        phases: (run) =>
          edgePhases(model, { ...options, id: run }, lattice, edge, {
            isFirst: index === 0,
            isLast: index === edges.length - 1,
          }),
      };
    }),
  ];
}

/** The run before the edges, and that of an edge in the middle, to tell from what is in them what they cost. */
export function sampleRuns(
  model: UpgradeModel,
  options: Options,
  lattice: Lattice,
  states: readonly LatticeState[],
): SampleRuns {
  const from = states.slice(0, -1).at(states.length / 2) ?? bottomOf(lattice);
  const edge = { from, index: movable(lattice, from)[0] ?? 0 };
  const named = { ...options, id: '' };
  return {
    start: startPhases(model, named, lattice),
    edge: edgePhases(model, named, lattice, edge, { isFirst: false, isLast: false }),
  };
}

interface Edge {
  readonly from: LatticeState;
  /** Of the element that moves. */
  readonly index: number;
}

const suffixOf = ({ from, index }: Edge): string => `-${stateKey(from)}-to-${stateKey(moved(from, index))}`;

function startPhases(model: UpgradeModel, options: WalkOptions, lattice: Lattice): Phase[] {
  const walk = new Walk(model, options);
  basePart(walk);
  beforeTransition(walk);
  beforeMigrations(walk);
  keep(walk, bottomOf(lattice));
  walk.add('upgrade', 'make something after that', [
    ...startServers(walk),
    ...walk.startAll('base'),
    ...walk.create(MARKER, 'post-upgrade', (resource) => walk.firstInstance(resource.service)),
    ...walk.stopAll(),
    ...stopServers(walk),
  ]);
  return nonEmpty(walk.phases);
}

function edgePhases(
  model: UpgradeModel,
  options: WalkOptions,
  lattice: Lattice,
  { from, index }: Edge,
  { isFirst, isLast }: { readonly isFirst: boolean; readonly isLast: boolean },
): Phase[] {
  const walk = new Walk(model, options);
  const to = moved(from, index);
  const top = topOf(lattice);
  restore(walk, lattice, from, isFirst);
  addMove(walk, lattice, from, lattice.elements[index]?.id ?? '', true);
  walk.add('upgrade', 'save state', [{ kind: 'save-state', label: 'after the move' }]);
  if (stateKey(to) === stateKey(top)) endOfUpgrade(walk);
  else keep(walk, to);
  if (stateKey(to) !== stateKey(top)) walk.add('rollback', 'start servers', startServers(walk));
  rollbackPart(walk, (item) => isLast || !item.endsWith('-target'));
  return nonEmpty(walk.phases);
}

function keep(walk: Walk, state: LatticeState): void {
  walk.add('upgrade', 'keep this state', [
    { kind: 'stop-probes' },
    ...walk.stopAll(),
    ...stopServers(walk),
    { kind: 'save-snapshot', state: stateKey(state) },
  ]);
}

/** A state comes back: base's own failure in it is not the target's; one in a mixed state is. */
function restore(walk: Walk, lattice: Lattice, state: LatticeState, isFirst: boolean): void {
  const part: Part = stateKey(state) === stateKey(bottomOf(lattice)) ? 'base' : 'upgrade';
  walk.resume(lattice, state);
  const { files } = walk.model;
  walk.add(part, 'restore the state', [
    { kind: 'restore-snapshot', state: stateKey(state) },
    ...startServers(walk),
    ...(files.length > 0 ? [{ kind: 'watch-files', files: files.map(({ name }) => name) } as const] : []),
    ...walk.install('base'),
    ...walk.startState(),
    ...(isFirst ? walk.mustBeGone(MARKER, 'base') : []),
    { kind: 'save-state', label: 'before the move' },
    { kind: 'start-probes' },
    ...walk.verify('post-upgrade'),
    { kind: 'prove-state' },
  ]);
}

const startServers = ({ model }: Walk): StepAction[] =>
  model.environment.map(({ name }) => ({ kind: 'start-environment', server: name }));

const stopServers = ({ model }: Walk): StepAction[] =>
  model.environment.toReversed().map(({ name }) => ({ kind: 'stop-environment', server: name }));
