import type { ReleaseName } from '../../../model/release.ts';
import type { Runbook, RunbookService, RunbookStep, RunbookTask } from '../../../model/runbook.ts';
import { isAllOff } from '../step-words.ts';
import { checkTasks } from './check-tasks.ts';
import { commandTask, hook } from './command-task.ts';
import type { Groups } from './groups.ts';
import { FAILED_STEPS, type Task } from './task.ts';

/** A play, and what is said above it. */
export interface Play {
  readonly comment: string;
  readonly play: Task;
}

/** What plays are made from. */
export interface Site {
  readonly runbook: Runbook;
  readonly groups: Groups;
}

/** Whether the next step may begin. */
const GO_ON = 'evenkeel_failed_steps | length == 0 and not (evenkeel_go_back | default(false) | bool)';

/** The plays of one step: the first instance alone, then the others, with a look at everything after each. */
export function playsOfStep(site: Site, step: RunbookStep): Play[] {
  const { number, task, title } = step;
  const name = `${number}. ${title}`;
  if (task.kind === 'replace') return replacePlays(site, step, task);
  const comment = commentOf(site, step);
  const all = allGroups(site);
  if (task.kind === 'migrate' || task.kind === 'exception')
    return [
      guarded({ comment, name, hosts: `${groupOf(site, task.service)}[0]`, number }, [
        onceWithTarget(site, task),
      ]),
      ...(isAllOff(site.runbook.steps, number - 1) ? [] : lookAround(site, number)),
    ];
  if (task.kind === 'files')
    return [guarded({ comment, name, hosts: all, number, serial: 1 }, filesTasks(site, number))];
  if (task.kind === 'stop') return [guarded({ comment, name, hosts: all, number }, stopAll(site))];
  if (task.kind === 'install')
    return [
      guarded(
        { comment, name, hosts: all, number },
        asRelease(site, 'target', installTasks(task.files.length > 0)),
      ),
    ];
  return [guarded({ comment, name, hosts: all, number }, startAll(site, 'target'))];
}

const installTasks = (withFiles: boolean): Task[] => [
  hook('Install target', 'install'),
  ...(withFiles ? [hook("Put target's files in place", 'files')] : []),
];

/** The files are target's; the code that reads them is the one that runs by then. */
function filesTasks(site: Site, number: number): Task[] {
  const { steps, services } = site.runbook;
  const isMoved = steps.some((step) => step.number < number && step.task.kind === 'replace');
  const running: ReleaseName = isMoved ? 'target' : 'base';
  return [
    ...asRelease(site, 'target', [hook("Put target's files in place", 'files')]),
    ...asRelease(site, running, [hook('Stop the instance', 'stop'), hook('Start it', 'start')]),
    ...services.map((service) =>
      forService(site, service, checkTasks(service.name, service.checks[running])),
    ),
  ];
}

function replacePlays(
  site: Site,
  step: RunbookStep,
  task: Extract<RunbookTask, { kind: 'replace' }>,
): Play[] {
  const { service, from, count, isRest } = task;
  const group = groupOf(site, service);
  const own = site.runbook.services.find(({ name }) => name === service);
  const tasks = [
    ...asRelease(site, 'target', [
      hook('Stop the instance', 'stop'),
      hook('Install target', 'install'),
      hook('Start it', 'start'),
    ]),
    ...checkTasks(service, own?.checks.target ?? []),
  ];
  const { number, title } = step;
  const comment = commentOf(site, step);
  const one = {
    comment,
    name: `${number}. ${title}: the first of them`,
    hosts: `${group}[${from}]`,
    number,
    serial: 1,
  };
  const plays = [guarded(one, tasks), ...lookAround(site, number)];
  const others = othersAfter(from, count, isRest && own?.count !== 1);
  if (others === undefined) return plays;
  const rest = { name: `${number}. ${title}: the others`, hosts: `${group}[${others}]`, number, serial: 1 };
  const batches =
    site.runbook.instances === 'any' ? ' serial may be raised, as far as the rest can serve alone.' : '';
  return [
    ...plays,
    guarded({ ...rest, comment: ` One at a time.${batches}` }, tasks),
    ...lookAround(site, number),
  ];
}

/** The range of a pattern of hosts for what is left of a step after its first instance. */
function othersAfter(from: number, count: number, isRest: boolean): string | undefined {
  if (isRest) return `${from + 1}:`;
  return count > 1 ? `${from + 1}:${from + count - 1}` : undefined;
}

/** A command that is run once, where target's code is. */
export function onceWithTarget(
  { runbook }: Site,
  task: Extract<RunbookTask, { kind: 'migrate' | 'exception' }>,
): Task {
  const host = task.atTarget ? 'evenkeel_target_host | default(inventory_hostname)' : 'evenkeel_target_host';
  return {
    name: task.kind === 'migrate' ? `Run the migration: ${task.stage}` : `By hand: ${task.name}`,
    ...commandTask(task.command),
    run_once: true,
    delegate_to: `{{ ${host} }}`,
    environment: { EVENKEEL_RELEASE: 'target', EVENKEEL_LABEL: runbook.target },
  };
}

/** Everything answers: what was moved, and what was not. */
function lookAround(site: Site, number: number): Play[] {
  const probes = site.runbook.services.map((service) =>
    forService(
      site,
      service,
      checkTasks(
        service.name,
        service.checks.target.filter(({ kind }) => kind === 'probe'),
      ),
    ),
  );
  const name = `${number}. Every instance answers its probes`;
  return [guarded({ comment: '', name, hosts: allGroups(site), number }, probes)];
}

interface Frame {
  readonly comment: string;
  readonly name: string;
  readonly hosts: string;
  /** Of the step. */
  readonly number: number;
  readonly serial?: number;
}

/** A play that does nothing once a step has failed, and that notes when one does. */
function guarded({ comment, name, hosts, number, serial }: Frame, tasks: readonly Task[]): Play {
  const rescue: Task[] = [
    {
      name: 'Say what failed',
      'ansible.builtin.debug': {
        msg: `step ${number} failed on {{ inventory_hostname }}: {{ ansible_failed_task.name | default('') }}`,
      },
    },
    { name: 'Stop here', 'ansible.builtin.set_fact': { evenkeel_failed_step: number } },
  ];
  return {
    comment,
    play: {
      name,
      hosts,
      gather_facts: false,
      ...(serial !== undefined && { serial }),
      any_errors_fatal: true,
      max_fail_percentage: 0,
      vars: { evenkeel_failed_steps: FAILED_STEPS },
      tasks: [{ name, when: GO_ON, block: tasks, rescue }],
    },
  };
}

/** Tasks that only the instances of one service do. */
export function forService({ groups }: Site, { name }: RunbookService, tasks: readonly Task[]): Task {
  return { name: `Instances of ${name}`, when: `'${groups.get(name) ?? name}' in group_names`, block: tasks };
}

/** Hooks that are told the release that they are for. */
export function asRelease({ runbook }: Site, release: ReleaseName, tasks: readonly Task[]): Task[] {
  const label = runbook[release];
  return tasks.map((task) => ({
    ...task,
    vars: { evenkeel_release: release, evenkeel_label: label },
    environment: {
      EVENKEEL_RELEASE: release,
      EVENKEEL_LABEL: label,
      EVENKEEL_INSTANCE: '{{ inventory_hostname }}',
    },
  }));
}

/** Stops everything, in reverse start order. */
export function stopAll(site: Site): Task[] {
  const stop = asRelease(site, 'base', [hook('Stop the instance', 'stop')]);
  return site.runbook.services.toReversed().map((service) => forService(site, service, stop));
}

/** Starts everything in start order, and checks it. */
export function startAll(site: Site, release: ReleaseName): Task[] {
  return site.runbook.services.map((service) =>
    forService(site, service, [
      ...asRelease(site, release, [hook('Start the instance', 'start')]),
      ...checkTasks(service.name, service.checks[release]),
    ]),
  );
}

/** The hosts of every service. */
export const allGroups = ({ runbook, groups }: Site): string =>
  runbook.services.map(({ name }) => groups.get(name) ?? name).join(':');

const groupOf = ({ groups }: Site, service: string): string => groups.get(service) ?? service;

function commentOf({ runbook: { noReturn } }: Site, { number, abort, canGoBack }: RunbookStep): string {
  const mark =
    number === noReturn
      ? [' POINT OF NO RETURN: from here on a failure stops the playbook, and nothing goes back.']
      : [];
  return [...mark, ` Stops when ${abort}${canGoBack ? '; then all goes back to base' : ''}.`].join('\n');
}
