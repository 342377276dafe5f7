import type { ContractRule } from '../../model/contract.ts';
import { namedIn, upgradeEntries } from './named-in.ts';

/** Findings about what operators have in their hands: configuration, operator files, filters, migrations. */
const ABOUT_OPERATORS = /^(CFG|OPR|FLT|MIG)\d/;

/** Something breaks, and no release note says so. */
export const breakingWithoutNote: ContractRule = {
  code: 'NOTE101',
  severity: 'error',
  title: 'a breaking change without an upgrade note',
  why: 'Operators meet the change when it breaks them, for no release note names it.',
  remedy:
    'Name the option, or what else it is, in the "upgrade" section of a release note (Changesets: major).',
  pass: 1,
  check: ({ target }, found) => {
    if (target.notes === undefined) return [];
    const { where } = target.notes;
    const entries = upgradeEntries(target.notes);
    const isNamed = namedIn(entries);
    const breaking = found.filter(
      ({ rule, subject }) =>
        rule.severity === 'error' && ABOUT_OPERATORS.test(rule.code) && !isNamed(subject),
    );
    const first = new Map(breaking.toReversed().map((finding) => [finding.subject, finding]));
    return [...first.values()].toReversed().map(({ rule, subject, place, message }) => ({
      rule: breakingWithoutNote,
      place,
      subject,
      message: `no new upgrade note names ${subject}`,
      witness: `${rule.code}: ${message}; new upgrade notes in ${where}: ${entries.length}`,
    }));
  },
};
