import { rulesInWords } from '../rule-words.ts';
import { commandShown } from '../step-words.ts';
import type { Site } from './plays.ts';

const HOOKS: Readonly<Record<string, string>> = {
  evenkeel_install_command: 'installs {{ evenkeel_label }} in the place of what is there',
  evenkeel_start_command: 'starts the instance, and returns',
  evenkeel_stop_command:
    'takes the instance out of service and stops it; returns when it is off; works when it is off already',
  evenkeel_files_command: "puts target's configuration files in place",
  evenkeel_url: 'where the instance listens, as seen from its own host: http://127.0.0.1:8080',
  evenkeel_target_host: "a host with target's code, which does not serve with base's",
};

/** The comment above a playbook. */
export function headOf({ runbook, groups }: Site, needs: readonly string[]): string {
  const { name, base, target, cell, services, instances, preconditions, rules } = runbook;
  const order = rulesInWords(rules);
  const lines = [
    `${name}: ${base} to ${target}, as rehearsed by evenkeel in ${cell}.`,
    ...(order === '' || instances === 'exact' ? [] : [`Safe as long as: ${order}.`]),
    ...(instances === 'exact'
      ? ['This very order, with as many instances as below; no simple rule is enough.']
      : []),
    '',
    'Groups of the inventory, each host one instance (two on one machine are two names with one ansible_host):',
    ...services.map(({ name: service, count }) => `  ${groups.get(service)}: rehearsed with ${count}`),
    '',
    'Variables of the inventory; commands are run by a shell, and are told EVENKEEL_RELEASE and EVENKEEL_LABEL:',
    ...needs.map((need) => `  ${need}: ${HOOKS[need] ?? meaningOf(need)}`),
    '',
    'Before you begin:',
    ...preconditions.map(
      ({ words, command }) => `  ${words}${command === undefined ? '' : `: ${commandShown(command)}`}`,
    ),
    '',
    'A failing step goes back to base until the point of no return, and only stops after it. When a host cannot be reached,',
    'the playbook ends at once; -e evenkeel_go_back=true then only goes back.',
  ];
  return lines
    .map((line) => (line === '' ? '' : ` ${line.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')}`))
    .join('\n');
}

function meaningOf(need: string): string {
  if (need.startsWith('evenkeel_check_'))
    return "does the plan's check of that name, and exits with 0; for version, prints it";
  if (need.startsWith('evenkeel_url_')) return 'the same for the port of that name';
  return `what the plan calls ${need.replace('evenkeel_', '').replaceAll('_', '.')}`;
}
