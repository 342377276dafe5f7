import { FILES_ELEMENT } from '../../model/lattice.ts';
import type { RunbookTask } from '../../model/runbook.ts';
import type { Exception, MigrationStage } from '../../model/upgrade-model.ts';
import type { ChosenOrder } from './safe-order.ts';
import { exceptionTask, type Facts, migrateTask, type PlannedTask } from './tasks.ts';

/**
 * The steps of a rolling upgrade: moves of one service are one step, but for the point of no return, which no step
 * lies on both sides of. Manual steps are where the rehearsal did them.
 */
export function rollingTasks(facts: Facts, { order, waysBack }: ChosenOrder): PlannedTask[] {
  const isService = (id: string): boolean => facts.model.services.some(({ name }) => name === id);
  const [first, last] = [order.findIndex(isService), order.findLastIndex(isService)];
  const tasks: PlannedTask[] = [];
  const atTarget = new Map<string, number>();
  const does = (when: Exception['when'], level: number): void => {
    for (const entry of facts.exceptions.filter((each) => each.when === when))
      tasks.push({
        task: exceptionTask(facts, entry, atTarget.has(entry.service)),
        canGoBack: waysBack[level] ?? false,
      });
  };
  does('before-shutdown', 0);
  does('before-migrate', 0);
  order.forEach((id, index) => {
    if (index === first) does('before-start', index + 1);
    const canGoBack = waysBack[index + 1] ?? false;
    if (isService(id)) addReplaced(facts, tasks, atTarget, id, canGoBack);
    else tasks.push({ task: moveTask(facts, id, atTarget), canGoBack });
    if (index === last) does('after-start', index + 1);
  });
  return tasks;
}

function addReplaced(
  { model }: Facts,
  tasks: PlannedTask[],
  atTarget: Map<string, number>,
  service: string,
  canGoBack: boolean,
): void {
  const from = atTarget.get(service) ?? 0;
  atTarget.set(service, from + 1);
  const all = model.services.find(({ name }) => name === service)?.instances.rolling ?? 0;
  const isRest = from + 1 >= all;
  const last = tasks.at(-1);
  if (last?.task.kind === 'replace' && last.task.service === service && last.canGoBack === canGoBack)
    tasks.splice(-1, 1, { task: { ...last.task, count: last.task.count + 1, isRest }, canGoBack });
  else tasks.push({ task: { kind: 'replace', service, from, count: 1, isRest }, canGoBack });
}

function moveTask(facts: Facts, id: string, atTarget: ReadonlyMap<string, number>): RunbookTask {
  if (id === FILES_ELEMENT) return { kind: 'files', files: facts.movingFiles.map(({ name }) => name) };
  return migrateTask(facts, id.slice('schema:'.length) as MigrationStage, (service) => atTarget.has(service));
}
