import { given } from '../model/given.ts';
import type { Phase, StepAction } from '../model/plan.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import {
  basePart,
  beforeTransition,
  endOfUpgrade,
  migrations,
  nonEmpty,
  prepare,
  rollbackPart,
} from './parts.ts';
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
    ...migrations(walk),
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
