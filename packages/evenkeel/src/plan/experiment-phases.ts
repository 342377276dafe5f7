import type { Phase, StepAction } from '../model/plan.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { basePart, migrations, nonEmpty, prepareServers, rollbackPart } from './parts.ts';
import { Walk, type WalkOptions } from './walk.ts';

/** Target alone, with the cell's files, where base has never been: what fails here is not base's data's fault. */
export function freshPhases(model: UpgradeModel, options: WalkOptions): Phase[] {
  const walk = new Walk(model, options);
  walk.add('upgrade', 'prepare target alone', [
    ...prepareServers(walk),
    ...walk.layFiles(walk.movingFiles(), 'target'),
    ...walk.install('target'),
    ...model.setup.map((check): StepAction => ({ kind: 'setup', check, release: 'target' })),
    ...withManualSteps(walk, migrations(walk)),
  ]);
  walk.add('upgrade', 'start target', [...walk.startAll('target'), ...walk.exceptionsAt('after-start')]);
  tryTarget(walk, 'fresh-1');
  walk.add('upgrade', 'shut down', [{ kind: 'stop-probes' }, ...walk.stopAll()]);
  return nonEmpty(walk.phases);
}

/** Schema steps, with what is done by hand before and after them. */
const withManualSteps = (walk: Walk, steps: readonly StepAction[]): StepAction[] => [
  ...walk.exceptionsAt('before-migrate'),
  ...steps,
  ...walk.exceptionsAt('before-start'),
];

/** Target is started on base's data and stopped, and makes nothing: what base then cannot use, target changed by itself. */
export function startOnlyPhases(model: UpgradeModel, options: WalkOptions): Phase[] {
  const walk = new Walk(model, options);
  basePart(walk);
  switchTo(walk, 'target');
  walk.add('upgrade', 'shut down target', walk.stopAll());
  rollbackPart(walk);
  return nonEmpty(walk.phases);
}

/**
 * To target, back to base, which makes something, and to target again without its schema steps, as in a mixed state: what
 * fails here is in the data that both write.
 */
export function backAgainPhases(model: UpgradeModel, options: WalkOptions): Phase[] {
  const walk = new Walk(model, options);
  basePart(walk);
  switchTo(walk, 'target');
  tryTarget(walk, 'after-1');
  switchTo(walk, 'base');
  walk.add('upgrade', 'make something with base', [
    ...walk.create('back-1', 'post-upgrade', (resource) => walk.firstInstance(resource.service)),
    ...walk.verify('post-upgrade'),
  ]);
  switchTo(walk, 'target', false);
  tryTarget(walk, 'after-2');
  walk.add('upgrade', 'shut down', [{ kind: 'stop-probes' }, ...walk.stopAll()]);
  return nonEmpty(walk.phases);
}

/** All off, the other release's code and files, all on again; the first time also target's schema and manual steps. */
function switchTo(walk: Walk, release: 'base' | 'target', isFirst = release === 'target'): void {
  const running = walk.state().length > 0;
  const byHand = (when: string): StepAction[] => (isFirst ? walk.exceptionsAt(when) : []);
  walk.add('upgrade', `replace all by ${release}`, [
    ...byHand('before-shutdown'),
    ...(running ? [{ kind: 'stop-probes' } as const, ...walk.stopAll()] : []),
    ...walk.install(release),
    ...walk.layFiles(
      walk.movingFiles().filter(({ owner }) => release === 'target' || owner === 'package'),
      release,
    ),
    ...(isFirst ? withManualSteps(walk, migrations(walk)) : []),
    ...walk.startAll(release),
    ...byHand('after-start'),
  ]);
}

function tryTarget(walk: Walk, item: string): void {
  walk.add('upgrade', 'try target', [
    { kind: 'start-probes' },
    ...walk.create(item, 'post-upgrade', (resource) => walk.instanceOf(resource.service, 'target')),
    ...walk.verify('post-upgrade'),
    { kind: 'prove-state' },
  ]);
}
