import type { RunbookService } from '../../../model/runbook.ts';
import { checkTasks } from './check-tasks.ts';
import { commandTask } from './command-task.ts';
import { onceWithTarget, type Site } from './plays.ts';

/** Set by the playbook itself. */
const OWN = ['answer', 'release', 'label'].map((name) => `evenkeel_${name}`);

/** All variables that the playbook takes from the inventory. */
export function needsOf(site: Site): string[] {
  const { services } = site.runbook;
  return [...new Set([...hooksOf(site), ...services.flatMap((service) => needsOfService(site, service))])];
}

/** The commands that every instance needs. */
export function hooksOf({ runbook: { steps } }: Site): string[] {
  const movesFiles = steps.some(
    ({ task }) => task.kind === 'files' || (task.kind === 'install' && task.files.length > 0),
  );
  const words = ['install', 'start', 'stop', ...(movesFiles ? ['files'] : [])];
  return words.map((word) => `evenkeel_${word}_command`);
}

/** What the instances of one service need besides: for its checks, and for the commands that are run with its code. */
export function needsOfService(site: Site, { name, checks }: RunbookService): string[] {
  const { steps, preconditions } = site.runbook;
  const before = preconditions.filter(({ service }) => service === name);
  const used = [
    checkTasks(name, [...checks.base, ...checks.target]),
    steps.flatMap(({ task }) =>
      (task.kind === 'migrate' || task.kind === 'exception') && task.service === name
        ? [onceWithTarget(site, task)]
        : [],
    ),
    before.map(({ command = '' }) => commandTask(command)),
    before.map(() => '{{ evenkeel_target_host }}'),
  ];
  const names = [...JSON.stringify(used).matchAll(/\bevenkeel_\w+(?! \| default)\b/g)].map(
    ([found]) => found,
  );
  return [...new Set(names)].filter((found) => !OWN.includes(found));
}
