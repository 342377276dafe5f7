import type { Cleanup } from '../model/event.ts';
import type { Part, StepAction } from '../model/plan.ts';
import { type CellContext, installedFor } from './cell-context.ts';
import { performException, performMigration, performSetup, performUpgradeCheck } from './steps/commands.ts';
import { startEnvironment, stopForCopy } from './steps/environment.ts';
import { layFiles, watchFiles } from './steps/files.ts';
import { askStopped, askVersion, startInstance, stopInstance } from './steps/instances.ts';
import { tryMutant } from './steps/mutants.ts';
import { probeStopped, proveState, stopProbes } from './steps/proof.ts';
import { performResource } from './steps/resources.ts';
import { saveState } from './steps/save-state.ts';
import { restoreSnapshot, saveSnapshot } from './steps/snapshots.ts';
import { wipeData } from './steps/wipe-data.ts';

/** What undoes a step, decided before it runs; `undefined` for steps that leave nothing behind. */
export function cleanupOf(action: StepAction): Cleanup | undefined {
  switch (action.kind) {
    case 'start-environment':
      return { kind: 'stop-environment', server: action.server };
    case 'start':
      return { kind: 'stop-instance', instance: action.instance };
    case 'start-probes':
      return { kind: 'stop-probes' };
    case 'setup':
    case 'ask-version':
    case 'resource':
    case 'mutant':
    case 'probe-stopped':
    case 'ask-stopped':
    case 'migrate':
    case 'upgrade-check':
    case 'exception':
    case 'save-snapshot':
    case 'restore-snapshot':
      return { kind: 'end-commands' };
    case 'lay-files':
    case 'watch-files':
    case 'install':
    case 'stop':
    case 'stop-probes':
    case 'wipe-data':
    case 'prove-state':
    case 'save-state':
    case 'stop-environment':
      return undefined;
  }
}

/** Performs a step. Returns a note, if there is something to note. @throws StepFailure when the tested system failed. */
export async function performStep(
  context: CellContext,
  action: StepAction,
  part: Part,
): Promise<string | undefined> {
  switch (action.kind) {
    case 'start-environment':
      return done(startEnvironment(context, action.server));
    case 'lay-files':
      return done(layFiles(context, action.files));
    case 'watch-files':
      return done(watchFiles(context, action.files));
    case 'setup':
      return done(performSetup(context, action.check, action.release ?? 'base'));
    case 'install':
      return `from ${installedFor(context, action.service, action.release).folder}`;
    case 'start':
      return done(startInstance(context, action.instance, action.release, action.role));
    case 'ask-version':
      return done(askVersion(context, action.instance, action.release));
    case 'stop':
      return done(stopInstance(context, action.instance, part));
    case 'start-probes':
      context.probes.start(context);
      return undefined;
    case 'stop-probes':
      return done(stopProbes(context));
    case 'prove-state':
      return done(proveState(context));
    case 'resource':
      return performResource(context, action);
    case 'probe-stopped':
      return done(probeStopped(context, action.probe, action.instance));
    case 'ask-stopped':
      return done(askStopped(context, action.instance));
    case 'mutant':
      return tryMutant(context, action);
    case 'wipe-data':
      return done(wipeData(context));
    case 'save-state':
      return done(saveState(context, action.label));
    case 'stop-environment':
      return done(stopForCopy(context, action.server));
    case 'save-snapshot':
      return saveSnapshot(context, action.state);
    case 'restore-snapshot':
      return done(restoreSnapshot(context, action.state));
    case 'migrate':
      return done(performMigration(context, action.stage));
    case 'upgrade-check':
      return done(performUpgradeCheck(context, action.name, part));
    case 'exception':
      return done(performException(context, action.name));
  }
}

async function done(work: Promise<void>): Promise<undefined> {
  await work;
}
