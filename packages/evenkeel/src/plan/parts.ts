import type { Phase, StepAction } from '../model/plan.ts';
import type { Walk } from './walk.ts';

/** The servers of the environment, and base's files. */
export function prepareServers(walk: Walk): StepAction[] {
  const { model } = walk;
  return [
    ...model.environment.map(({ name }): StepAction => ({ kind: 'start-environment', server: name })),
    ...walk.layFiles(model.files, 'base'),
    ...(model.files.length > 0
      ? [{ kind: 'watch-files', files: model.files.map((file) => file.name) } as const]
      : []),
  ];
}

/** Every schema step, in their order; none in a control. */
export function migrations(walk: Walk): StepAction[] {
  if (walk.options.to === 'base') return [];
  return walk.model.migrations.map(({ stage }) => ({ kind: 'migrate', stage }));
}

/** Servers, files and base's code; nothing of the tested software runs yet. */
export function prepare(walk: Walk): void {
  const { model } = walk;
  walk.add('base', 'prepare', [
    ...prepareServers(walk),
    ...walk.install('base'),
    ...model.setup.map((check): StepAction => ({ kind: 'setup', check })),
  ]);
}

/** What is made at the releases before base, in the order of these. A list of releases has five at most. */
const MADE_AT = ['first', 'second', 'third'] as const;

/**
 * A step of a row before the last one: things are made at its base, and all is shut down, replaced and migrated, with
 * every manual step that its target may ask for. Its target is then started as the base of the next step.
 */
function stepBefore(walk: Walk, place: number): void {
  if (place === 0) prepare(walk);
  const made = MADE_AT[place] ?? 'later';
  walk.add('base', 'start base', walk.startAll('base'));
  walk.add('base', 'create', [
    ...walk.create(`${made}-1`, 'pre-upgrade', (resource) => walk.firstInstance(resource.service)),
    ...walk.create(`${made}-2`, 'pre-upgrade', (resource) => lastInstance(walk, resource.service)),
  ]);
  walk.add('base', 'verify pre-upgrade', [
    { kind: 'start-probes' },
    ...walk.verify('pre-upgrade'),
    { kind: 'prove-state' },
    ...walk.exceptionsAt('before-shutdown'),
  ]);
  walk.add('base', 'shut down base', [{ kind: 'stop-probes' }, ...walk.stopAll()]);
  walk.add('base', 'install target', [
    ...walk.install('target'),
    ...walk.layFiles(walk.movingFiles(), 'target'),
  ]);
  walk.add('base', 'migrate', [
    ...walk.exceptionsAt('before-migrate'),
    ...migrations(walk),
    ...walk.exceptionsAt('before-start'),
  ]);
  const last = walk.exceptionsAt('after-start');
  if (last.length > 0)
    walk.add('base', 'start target', [...walk.startAll('target'), ...last, ...walk.stopAll()]);
}

/** Base starts for the first time, or after the steps of a row; things are made with it, and all works. */
export function basePart(walk: Walk): void {
  const legs = walk.legs();
  if (legs.length === 0) prepare(walk);
  for (const [place, leg] of legs.entries()) stepBefore(leg, place);
  walk.add('base', 'start base', walk.startAll('base'));
  const early = walk.model.resources
    .filter((resource) => resource.actions.early_create.length > 0)
    .map(
      (resource): StepAction => ({
        kind: 'resource',
        resource: resource.name,
        action: 'early_create',
        item: 'early',
        phase: 'pre-upgrade',
        instance: walk.firstInstance(resource.service),
        expect: 'pass',
      }),
    );
  walk.add('base', 'create', [
    ...early,
    ...walk.create('base-1', 'pre-upgrade', (resource) => walk.firstInstance(resource.service)),
    ...walk.create('base-2', 'pre-upgrade', (resource) => lastInstance(walk, resource.service)),
  ]);
  walk.add('base', 'verify pre-upgrade', [
    { kind: 'start-probes' },
    ...walk.verify('pre-upgrade'),
    { kind: 'prove-state' },
  ]);
}

function lastInstance(walk: Walk, service: string): string {
  return walk.instances().findLast((entry) => entry.service.name === service)?.instance ?? service;
}

/** The last that is done while all is base's. */
export function beforeTransition(walk: Walk): void {
  const checks = walk.options.to === 'base' ? [] : walk.model.upgradeChecks;
  walk.add('upgrade', 'save state', [{ kind: 'save-state', label: 'before the upgrade' }]);
  walk.add('upgrade', 'upgrade checks', [
    ...(checks.length === 0 ? [] : walk.install('target')),
    ...checks.map(({ name }): StepAction => ({ kind: 'upgrade-check', name })),
    ...walk.exceptionsAt('before-shutdown'),
  ]);
}

/** All is target's: something can still be destroyed, and all can be shut down. */
export function endOfUpgrade(walk: Walk): void {
  walk.add('upgrade', 'save state', [{ kind: 'save-state', label: 'after the upgrade' }]);
  walk.add(
    'upgrade',
    'destroy',
    walk.destroy('post-upgrade', (name) => name === 'base-1'),
  );
  walk.add('upgrade', 'shut down target', [{ kind: 'stop-probes' }, ...walk.stopAll()]);
}

/** Base again on the same data, everything being off by now: a package's files come back with its code, an operator's stay as they were left. */
export function rollbackPart(walk: Walk, isDestroyed?: (item: string) => boolean): void {
  walk.add('rollback', 'go back to base', [
    ...walk.install('base'),
    ...walk.layFiles(
      walk.movingFiles().filter((file) => file.owner === 'package'),
      'base',
    ),
    ...walk.startAll('base'),
  ]);
  walk.add('rollback', 'verify after rollback', [
    { kind: 'start-probes' },
    ...walk.verify('post-upgrade'),
    ...walk.create('back-1', 'post-upgrade', (resource) => walk.instanceOf(resource.service, 'base')),
    ...walk.verify('post-upgrade'),
    { kind: 'prove-state' },
  ]);
  walk.add('rollback', 'destroy', walk.destroy('post-upgrade', isDestroyed));
  walk.add('rollback', 'shut down', [{ kind: 'stop-probes' }, ...walk.stopAll()]);
}

/** Phases that have something to do. */
export function nonEmpty(phases: readonly Phase[]): Phase[] {
  return phases.filter((phase) => phase.steps.length > 0);
}
