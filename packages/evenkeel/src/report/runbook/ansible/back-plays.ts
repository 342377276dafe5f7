import type { RunbookTask } from '../../../model/runbook.ts';
import { hook } from './command-task.ts';
import { allGroups, asRelease, type Play, type Site, startAll, stopAll } from './plays.ts';
import { FAILED_STEPS } from './task.ts';

/** What instances notice. */
const TOUCHING: readonly RunbookTask['kind'][] = ['replace', 'files', 'stop'];

/** At the end: back to base when a step failed before the point of no return, then the word of it. */
export function backPlays(site: Site): Play[] {
  const { runbook } = site;
  const { noReturn, base } = runbook;
  const hosts = allGroups(site);
  const common = { hosts, gather_facts: false, vars: { evenkeel_failed_steps: FAILED_STEPS } };
  const first = noReturn ?? runbook.steps.length + 1;
  // before that every instance still is as it was
  const touched = runbook.steps.find(({ task }) => TOUCHING.includes(task.kind))?.number ?? first;
  const failed = 'evenkeel_failed_steps | max';
  const isBefore = `(evenkeel_failed_steps | length > 0 and ${failed} >= ${touched} and ${failed} < ${first})`;
  const when = `${isBefore} or (evenkeel_go_back | default(false) | bool)`;
  const name = `Go back to ${base}`;
  const tasks = [
    ...stopAll(site),
    ...asRelease(site, 'base', [hook('Install base', 'install')]),
    ...startAll(site, 'base'),
  ];
  const back: Play = {
    comment: ' As it was tried: with everything off meanwhile.',
    play: { name, ...common, any_errors_fatal: true, tasks: [{ name, when, block: tasks }] },
  };
  const said = [
    `'every instance still runs ' ~ evenkeel_base_label if ${failed} < ${Math.min(touched, first)}`,
    `'all is back at ' ~ evenkeel_base_label if ${failed} < ${first}`,
    "'it is past the point of no return: nothing was undone'",
  ].join(' else ');
  const end: Play = {
    comment: '',
    play: {
      name: 'End',
      ...common,
      vars: { ...common.vars, evenkeel_base_label: base },
      tasks: [
        {
          name: 'Tell of the step that failed',
          'ansible.builtin.fail': { msg: `step {{ evenkeel_failed_steps | max }} failed; {{ ${said} }}` },
          when: 'evenkeel_failed_steps | length > 0',
          run_once: true,
        },
      ],
    },
  };
  return runbook.steps.some(({ canGoBack }) => canGoBack) ? [back, end] : [end];
}
