import type { CodeAxis } from '../../model/cell.ts';
import type { RunbookTask } from '../../model/runbook.ts';
import { renderKnown } from '../../model/template.ts';
import type { Exception, ManagedFile, MigrationStage, UpgradeModel } from '../../model/upgrade-model.ts';
import { valuesOf } from './checks.ts';

/** What the steps of a cell are made from. */
export interface Facts {
  readonly model: UpgradeModel;
  readonly code: CodeAxis;
  /** Those that the cell needs; edits of files are among the files. */
  readonly exceptions: readonly Exception[];
  /** The files that move with the upgrade. */
  readonly movingFiles: readonly ManagedFile[];
}

/** What a step does, and whether one can go back once it was begun. */
export interface PlannedTask {
  readonly task: RunbookTask;
  readonly canGoBack: boolean;
}

/** A schema step. `isAtTarget`: whether a service has target's code by then. */
export function migrateTask(
  { model }: Facts,
  stage: MigrationStage,
  isAtTarget: (service: string) => boolean,
): RunbookTask {
  const migration = model.migrations.find((each) => each.stage === stage);
  const service = migration?.service ?? '';
  const command = renderKnown(migration?.run ?? '', valuesOf(model.releases.target));
  return { kind: 'migrate', stage, service, command, atTarget: isAtTarget(service) };
}

/** A manual step. */
export function exceptionTask(
  { model }: Facts,
  { name, service, run, note }: Exception,
  atTarget: boolean,
): RunbookTask {
  const command = renderKnown(run, valuesOf(model.releases.target));
  return { kind: 'exception', name, service, command, note, atTarget };
}

/**
 * The steps of an offline upgrade. Going back was tried from its end alone; where that failed, nothing may touch the
 * data that one cannot go back from.
 */
export function offlineTasks(facts: Facts, worksAgain: boolean): PlannedTask[] {
  const { model, exceptions, movingFiles } = facts;
  const files = movingFiles.map(({ name }) => name);
  const does = (when: Exception['when'], atTarget: boolean): RunbookTask[] =>
    exceptions.filter((each) => each.when === when).map((each) => exceptionTask(facts, each, atTarget));
  const untouched: RunbookTask[] = [{ kind: 'stop' }, { kind: 'install', files }];
  const tasks: RunbookTask[] = [
    ...does('before-shutdown', false),
    ...untouched,
    ...does('before-migrate', true),
    ...model.migrations.map(({ stage }) => migrateTask(facts, stage, () => true)),
    ...does('before-start', true),
    { kind: 'start' },
    ...does('after-start', true),
  ];
  const touches = tasks.findIndex((task) => !untouched.includes(task));
  return tasks.map((task, index) => ({ task, canGoBack: worksAgain || index < touches }));
}
