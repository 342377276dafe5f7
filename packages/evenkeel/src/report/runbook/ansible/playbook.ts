import { Document, isMap, isSeq } from 'yaml';
import type { Runbook } from '../../../model/runbook.ts';
import { backPlays } from './back-plays.ts';
import { firstPlay } from './first-play.ts';
import { groupsOf } from './groups.ts';
import { headOf } from './head.ts';
import { needsOf } from './needs.ts';
import { type Play, playsOfStep, type Site } from './plays.ts';

/** The runbook as a playbook for ansible-core 2.14 or later. */
export function ansiblePlaybook(runbook: Runbook): string {
  const site: Site = { runbook, groups: groupsOf(runbook.services) };
  const steps = runbook.steps.flatMap((step) => playsOfStep(site, step));
  const plays = [...steps, ...backPlays(site)];
  return yamlOf(headOf(site, needsOf(site)), [firstPlay(site), ...plays]);
}

/** As YAML 1.1, which Ansible reads: what that takes for another type is quoted. */
function yamlOf(head: string, plays: readonly Play[]): string {
  const document = new Document(
    plays.map(({ play }) => play),
    { version: '1.1', aliasDuplicateObjects: false },
  );
  document.commentBefore = head;
  if (isSeq(document.contents))
    document.contents.items.forEach((item, index) => {
      const comment = plays[index]?.comment ?? '';
      if (!isMap(item)) return;
      item.spaceBefore = true;
      if (comment !== '') item.commentBefore = comment;
    });
  return document.toString({ lineWidth: 0, directives: false });
}
