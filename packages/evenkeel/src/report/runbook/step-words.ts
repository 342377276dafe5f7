import type { Command } from '../../model/check.ts';
import type { Runbook, RunbookService, RunbookStep, RunbookTask } from '../../model/runbook.ts';
import { templateInWords } from '../../model/template.ts';
import type { PlannedTask } from './tasks.ts';

/** What the words of a step are about. */
export type About = Pick<Runbook, 'base' | 'target' | 'services' | 'instances'>;

/** The command of a plan, as it is typed: `${…}` is what only the plan knows. */
export function commandShown(command: Command): string {
  if (typeof command === 'string') return templateInWords(command);
  return command.map((word) => quoted(templateInWords(word))).join(' ');
}

const quoted = (word: string): string =>
  /^[\w@%+=:,./${}-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** Steps in words. */
export function stepsInWords(about: About, tasks: readonly PlannedTask[]): RunbookStep[] {
  return tasks.map(({ task, canGoBack }, index) => ({
    number: index + 1,
    task,
    title: titleOf(about, task),
    todo: todoOf(about, task),
    checks: checksIn(about, task, isAllOff(tasks, index)),
    abort: abortOf(task),
    back: backFrom(about, tasks.slice(0, index + 1), canGoBack),
    canGoBack,
  }));
}

/** Whether everything is off when a step is done. */
export function isAllOff(steps: readonly { readonly task: RunbookTask }[], index: number): boolean {
  const before = steps.slice(0, index).map(({ task }) => task.kind);
  return before.includes('stop') && !before.includes('start');
}

function titleOf({ services, target }: About, task: RunbookTask): string {
  switch (task.kind) {
    case 'replace':
      return `Replace ${rangeInWords(services, task)}`;
    case 'migrate':
      return `Run the migration: ${task.stage}`;
    case 'exception':
      return `By hand: ${task.name}`;
    case 'files':
      return `Put ${target}'s files in place`;
    case 'stop':
      return 'Stop everything';
    case 'install':
      return `Install ${target}`;
    case 'start':
      return `Start ${target}`;
  }
}

/** `every api, one at a time`, `the first api`, `the other api, one at a time`. */
function rangeInWords(
  services: readonly RunbookService[],
  task: Extract<RunbookTask, { kind: 'replace' }>,
): string {
  const { service, from, count, isRest } = task;
  const isOne = (services.find(({ name }) => name === service)?.count ?? 0) === 1;
  if (isOne) return service;
  if (from === 0 && isRest) return `every ${service}, one at a time`;
  if (isRest) return `each ${service} that is left, one at a time`;
  const which = from === 0 ? 'first' : 'next';
  return count === 1 ? `the ${which} ${service}` : `the ${which} ${count} ${service}, one at a time`;
}

function todoOf({ services, target, base }: About, task: RunbookTask): string[] {
  const inOrder = services.map(({ name }) => name);
  switch (task.kind) {
    case 'replace':
      return [
        `take one ${task.service} out of service, and stop it`,
        `install ${target} in its place`,
        'start it, make the checks, and only then go on with the next one',
      ];
    case 'migrate':
      return [`run once, with ${target}'s code of ${task.service}, the command below`];
    case 'exception':
      return [
        `run once, with ${target}'s code of ${task.service}, the command below`,
        `the release note is ${task.note}`,
      ];
    case 'files':
      return [
        `put ${target}'s ${task.files.join(', ')} in place`,
        'restart every instance, one at a time, with the checks after each',
      ];
    case 'stop':
      return [`stop every instance: ${inOrder.toReversed().join(', then ')}`];
    case 'install':
      return [
        `install ${target} in the place of ${base} everywhere`,
        ...(task.files.length === 0 ? [] : [`put ${target}'s ${task.files.join(', ')} in place`]),
      ];
    case 'start':
      return [`start every instance: ${inOrder.join(', then ')}`];
  }
}

function checksIn({ services, base }: About, task: RunbookTask, isOff: boolean): string[] {
  const of = ({ name, checks }: RunbookService): string[] =>
    checks.target.map((check) => `${name}, ${checkName(check.kind, check.name)}: ${check.words}`);
  switch (task.kind) {
    case 'replace': {
      const own = services.filter(({ name }) => name === task.service).flatMap(of);
      return [...own, 'all others still answer their probes'];
    }
    case 'migrate':
    case 'exception':
      return ['it exits with 0', ...(isOff ? [] : ['every instance still answers its probes'])];
    case 'files':
      return ['every instance is ready, says the version that it said before, and answers its probes'];
    case 'stop':
      return [`no process of ${base} is left`];
    case 'install':
      return ['the installer exits with 0'];
    case 'start':
      return services.flatMap(of);
  }
}

const checkName = (kind: string, name: string): string => (kind === 'probe' ? `probe ${name}` : kind);

function abortOf(task: RunbookTask): string {
  switch (task.kind) {
    case 'replace':
      return 'a check fails on one instance: leave the next one alone';
    case 'files':
    case 'start':
      return 'a check fails on one instance';
    default:
      return 'a command fails';
  }
}

/** What has to be undone after these steps, the last of which may have failed. */
function backFrom(
  { base, services, instances }: About,
  tasks: readonly PlannedTask[],
  canGoBack: boolean,
): string {
  if (!canGoBack)
    return `there is no way back: ${base} was not shown to work on what this leaves. Mend it going forward`;
  const kinds = new Set(tasks.map(({ task }) => task.kind));
  const touched = new Set(tasks.flatMap(({ task }) => (task.kind === 'replace' ? [task.service] : [])));
  const isOffline = kinds.has('stop');
  if (!isOffline && touched.size === 0 && !kinds.has('files'))
    return `every instance still runs ${base}; nothing has to be undone`;
  const where = isOffline || instances === 'exact' ? '' : ` (${listed(services, touched)})`;
  const installs =
    isOffline && !kinds.has('install')
      ? []
      : touched.size > 0 || isOffline
        ? [`install ${base} wherever it was replaced${where}`]
        : [];
  return [
    'stop every instance',
    ...installs,
    `start ${base} everywhere, and make the checks of ${base}`,
  ].join('; ');
}

const listed = (services: readonly RunbookService[], touched: ReadonlySet<string>): string =>
  services.flatMap(({ name }) => (touched.has(name) ? [name] : [])).join(', ');
