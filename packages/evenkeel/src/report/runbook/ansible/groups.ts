import type { RunbookService } from '../../../model/runbook.ts';

/** The group of the inventory for each service. */
export type Groups = ReadonlyMap<string, string>;

/** Groups of Ansible's own. */
const TAKEN = ['all', 'ungrouped', 'localhost'];

/** Names that Ansible accepts: a service's own, with `_` for `-`, unless that is taken. */
export function groupsOf(services: readonly RunbookService[]): Groups {
  const groups = new Map<string, string>();
  const taken = new Set(TAKEN);
  for (const { name } of services) {
    let group = name.replaceAll('-', '_');
    while (taken.has(group)) group += '_';
    taken.add(group);
    groups.set(name, group);
  }
  return groups;
}
