import { given } from '../model/given.ts';
import type { Phase, StepAction } from '../model/plan.ts';
import type { ReleaseName } from '../model/release.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import type { Order } from './orders.ts';
import { Walk, type WalkOptions } from './walk.ts';

/**
 * The phases of an offline upgrade, as Grenade walks them: create, verify, save state, shut down, verify without
 * services, install, migrate, start, verify, destroy; then the rollback.
 */
export function offlinePhases(model: UpgradeModel, options: WalkOptions): Phase[] {
  const walk = new Walk(model, options);
  basePart(walk);
  beforeTransition(walk);
  walk.add('upgrade', 'shut down base', [{ kind: 'stop-probes' }, ...walk.stopAll()]);
  walk.add('upgrade', 'verify without services', walk.verifyWithoutServices('pre-upgrade', 'base'));
  walk.add('upgrade', 'install target', [
    ...walk.install('target'),
    ...walk.layFiles(walk.movingFiles(), 'target'),
  ]);
  walk.add('upgrade', 'migrate', [
    ...walk.exceptionsAt('before-migrate'),
    ...migrations(walk, 'before'),
    ...migrations(walk, 'after'),
    ...walk.verifyWithoutServices('post-upgrade', 'target'),
    ...walk.exceptionsAt('before-start'),
  ]);
  walk.add('upgrade', 'start target', [...walk.startAll('target'), ...walk.exceptionsAt('after-start')]);
  walk.add('upgrade', 'verify post-upgrade', [
    { kind: 'start-probes' },
    ...walk.create('after-1', 'post-upgrade', (resource) => walk.instanceOf(resource.service, 'target')),
    ...walk.verify('post-upgrade'),
    { kind: 'prove-state' },
  ]);
  endOfUpgrade(walk);
  rollbackPart(walk);
  return nonEmpty(walk.phases);
}

/** The phases of a rolling upgrade in one order of replacement, every mixed state verified; then the rollback. */
export function rollingPhases(model: UpgradeModel, options: WalkOptions, order: Order): Phase[] {
  const walk = new Walk(model, options);
  basePart(walk);
  beforeTransition(walk);
  if (options.column === 'before') moveFilesUnder(walk, 'base');
  const early = [...walk.exceptionsAt('before-migrate'), ...migrations(walk, 'before')];
  if (early.length > 0) {
    walk.add('upgrade', 'migrate before code moves', [
      ...early,
      ...walk.verify('post-upgrade'),
      { kind: 'prove-state' },
    ]);
  }
  replaceInOrder(walk, order);
  if (options.column === 'after') moveFilesUnder(walk, 'target');
  const late = migrations(walk, 'after');
  if (late.length > 0) {
    walk.add('upgrade', 'migrate after code moved', [
      ...late,
      ...walk.verify('post-upgrade'),
      { kind: 'prove-state' },
    ]);
  }
  endOfUpgrade(walk);
  rollbackPart(walk);
  return nonEmpty(walk.phases);
}

/**
 * The checks on the checks: every verify where its thing was never created (with what an earlier run saved for it),
 * with another one there, every probe and every version question against a stopped service. All must fail.
 */
export function vacuityPhases(model: UpgradeModel, options: WalkOptions, control: string): Phase[] {
  const walk = new Walk(model, options);
  prepare(walk);
  const never = (action: 'verify' | 'verify_noapi', unlessLike?: string): StepAction[] =>
    model.resources
      .filter((resource) => resource.actions[action].length > 0)
      .map((resource) => ({
        kind: 'resource',
        resource: resource.name,
        action,
        item: 'base-1',
        phase: 'pre-upgrade',
        instance: walk.firstInstance(resource.service),
        storeFrom: control,
        ...given({ unlessLike }),
        expect: 'fail',
      }));
  walk.add('base', 'start base', walk.startAll('base'));
  walk.add('base', 'verify what was never created', never('verify'));
  walk.add('base', 'verify what was never created beside another', [
    ...walk.create('other-1', 'pre-upgrade', (resource) => walk.firstInstance(resource.service)),
    ...never('verify', 'other-1'),
  ]);
  walk.add('base', 'shut down base', walk.stopAll());
  walk.add('base', 'verify what was never created, without services', never('verify_noapi', 'other-1'));
  const probes = model.probes.map(
    ({ name, service }): StepAction => ({
      kind: 'probe-stopped',
      probe: name,
      instance: walk.firstInstance(service),
      service,
    }),
  );
  const versions = model.services
    .filter((service) => service.version.check.kind !== 'log')
    .map(
      ({ name }): StepAction => ({ kind: 'ask-stopped', instance: walk.firstInstance(name), service: name }),
    );
  walk.add('base', 'ask stopped services', [...probes, ...versions]);
  return nonEmpty(walk.phases);
}

function prepare(walk: Walk): void {
  const { model } = walk;
  walk.add('base', 'prepare', [
    ...model.environment.map(({ name }): StepAction => ({ kind: 'start-environment', server: name })),
    ...walk.layFiles(model.files, 'base'),
    ...(model.files.length > 0
      ? [{ kind: 'watch-files', files: model.files.map((file) => file.name) } as const]
      : []),
    ...walk.install('base'),
    ...model.setup.map((check): StepAction => ({ kind: 'setup', check })),
  ]);
}

function basePart(walk: Walk): void {
  prepare(walk);
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

function beforeTransition(walk: Walk): void {
  const checks = walk.options.to === 'base' ? [] : walk.model.upgradeChecks;
  walk.add('upgrade', 'save state', [{ kind: 'save-state', label: 'before the upgrade' }]);
  walk.add('upgrade', 'upgrade checks', [
    ...(checks.length === 0 ? [] : walk.install('target')),
    ...checks.map(({ name }): StepAction => ({ kind: 'upgrade-check', name })),
    ...walk.exceptionsAt('before-shutdown'),
  ]);
}

function migrations(walk: Walk, rolling: 'before' | 'after'): StepAction[] {
  if (walk.options.to === 'base') return [];
  return walk.model.migrations
    .filter((entry) => entry.rolling === rolling)
    .map(({ stage }) => ({ kind: 'migrate', stage }));
}

function replaceInOrder(walk: Walk, order: Order): void {
  const replaced = new Map<string, number>();
  order.forEach((service, index) => {
    const count = (replaced.get(service) ?? 0) + 1;
    replaced.set(service, count);
    const instance = `${service}-${count}`;
    const state = `s${index + 1}`;
    const replace: StepAction[] = [
      ...(index === 0 ? walk.exceptionsAt('before-start') : []),
      ...walk.stop(instance),
      { kind: 'install', service, release: walk.codeFor('target') },
      ...walk.start(instance, service, 'target'),
      ...(index === order.length - 1 ? walk.exceptionsAt('after-start') : []),
    ];
    const judge = (['base', 'target'] as const).flatMap((role) =>
      walk.create(`${state}-${role}`, 'post-upgrade', (resource) => walk.instanceOf(resource.service, role)),
    );
    walk.add('upgrade', `replace ${instance}`, [
      ...replace,
      ...judge,
      ...walk.verify('post-upgrade'),
      { kind: 'prove-state' },
    ]);
  });
}

/** Lays target's files under running code of one release, and restarts the instances one by one so that they read them. */
function moveFilesUnder(walk: Walk, role: ReleaseName): void {
  const files = walk.movingFiles();
  if (files.length === 0) return;
  walk.add('upgrade', `move files under ${role}'s code`, [
    ...walk.layFiles(files, 'target'),
    ...walk
      .instances()
      .flatMap(({ instance, service }) => [
        ...walk.stop(instance),
        ...walk.start(instance, service.name, role),
      ]),
    ...walk.verify('post-upgrade'),
    { kind: 'prove-state' },
  ]);
}

function endOfUpgrade(walk: Walk): void {
  walk.add('upgrade', 'save state', [{ kind: 'save-state', label: 'after the upgrade' }]);
  walk.add('upgrade', 'destroy', walk.destroy('post-upgrade', 'base-1'));
  walk.add('upgrade', 'shut down target', [{ kind: 'stop-probes' }, ...walk.stopAll()]);
}

/** Base again on the same data, everything being off by now: a package's files come back with its code, an operator's stay as they were left. */
function rollbackPart(walk: Walk): void {
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
  walk.add('rollback', 'destroy', walk.destroy('post-upgrade'));
  walk.add('rollback', 'shut down', [{ kind: 'stop-probes' }, ...walk.stopAll()]);
}

function nonEmpty(phases: readonly Phase[]): Phase[] {
  return phases.filter((phase) => phase.steps.length > 0);
}
