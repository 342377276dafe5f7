import type { RunbookService } from '../../../model/runbook.ts';
import { checkTasks } from './check-tasks.ts';
import { commandTask } from './command-task.ts';
import { hooksOf, needsOfService } from './needs.ts';
import { allGroups, forService, type Play, type Site } from './plays.ts';
import type { Task } from './task.ts';

const NOT_BACK = 'not (evenkeel_go_back | default(false) | bool)';

/** Before anything is touched: the inventory is whole, and all is base's and well. */
export function firstPlay(site: Site): Play {
  const { runbook, groups } = site;
  const name = `Before: the inventory is whole, and every instance runs ${runbook.base}`;
  const tasks: Task[] = [
    {
      name: 'The inventory fits the runbook',
      'ansible.builtin.assert': {
        that: [
          'ansible_limit is not defined',
          ...runbook.services.flatMap((service) => countsOf(site, service)),
          ...disjoint([...groups.values()]),
        ],
        fail_msg:
          'each service is a group, each host one instance of one service, as many as were rehearsed where the runbook wants that; no --limit',
      },
    },
    said('Every host says how', hooksOf(site)),
    ...runbook.services.map((service) =>
      forService(site, service, [
        said('And what its checks and commands need', needsOfService(site, service)),
        ...checkTasks(service.name, service.checks.base).map((task) => ({ ...task, when: NOT_BACK })),
      ]),
    ),
    ...upgradeChecks(site),
  ];
  return {
    comment: '',
    play: {
      name,
      hosts: allGroups(site),
      gather_facts: false,
      any_errors_fatal: true,
      // a command that names the release is defined only where that is
      vars: { evenkeel_release: 'base', evenkeel_label: runbook.base },
      tasks,
    },
  };
}

const said = (name: string, needs: readonly string[]): Task => ({
  name,
  'ansible.builtin.assert': {
    that: needs.length === 0 ? ['true'] : needs.map((need) => `${need} is defined`),
    fail_msg: 'the head of this playbook lists the variables',
  },
});

/** Exit code 1 is a warning. */
function upgradeChecks({ runbook, groups }: Site): Task[] {
  return runbook.preconditions.flatMap(({ words, command, service }): Task[] => {
    if (command === undefined || service === undefined) return [];
    const group = groups.get(service) ?? service;
    return [
      {
        name: `Before: ${words}`,
        ...commandTask(command),
        register: 'evenkeel_answer',
        failed_when: 'evenkeel_answer.rc | default(-1) not in [0, 1]',
        when: [`inventory_hostname == groups['${group}'][0]`, NOT_BACK],
        delegate_to: '{{ evenkeel_target_host }}',
      },
    ];
  });
}

/** One instance in the rehearsal was never beside another one of its service at the other release. */
function countsOf({ runbook, groups }: Site, { name, count }: RunbookService): string[] {
  const hosts = `groups['${groups.get(name) ?? name}'] | default([]) | length`;
  const isMixed = runbook.cell.startsWith('rolling');
  const isFixed = isMixed && (runbook.instances === 'exact' || count === 1);
  return [`${hosts} ${isFixed ? `== ${count}` : '> 0'}`];
}

/** A host of two groups would need two start commands. */
function disjoint(groups: readonly string[]): string[] {
  return groups.flatMap((one, index) =>
    groups.slice(index + 1).map((other) => `groups['${one}'] | intersect(groups['${other}']) | length == 0`),
  );
}
