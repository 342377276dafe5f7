import type { Event } from '../../model/event.ts';
import { given } from '../../model/given.ts';
import type { ContractFinding } from '../../model/judged-contract.ts';
import { bounded } from './bounded.ts';
import type { FindingsView } from './view.ts';

/** What `check` said, for the page. */
export function findingsView(events: readonly Event[]): FindingsView {
  const judged = events.find((event) => event.type === 'contract-judged');
  if (judged === undefined) return { shown: [], missing: [] };
  const { findings, left, unread } = judged;
  return {
    shown: findings.map(shown),
    missing: [
      ...(left === 0 ? [] : [`${left} more: evenkeel check tells all of them.`]),
      ...unread.map((why) => `Not judged: ${bounded(why)}`),
    ],
  };
}

const shown = ({
  code,
  severity,
  title,
  why,
  remedy,
  place,
  subject,
  message,
  witness,
  hint,
}: ContractFinding): ContractFinding => ({
  code: bounded(code),
  severity,
  title: bounded(title),
  why: bounded(why),
  remedy: bounded(remedy),
  place: bounded(place),
  subject: bounded(subject),
  message: bounded(message),
  witness: bounded(witness),
  ...given({ hint: hint === undefined ? undefined : bounded(hint) }),
});
