import { neverMatches, refusedPattern } from '@evenkeel/rootwrap/rules';
import type { ContractRule } from '../../model/contract.ts';
import type { PrivilegeFilter } from '../../model/filters.ts';
import { isChaining } from './admissions.ts';
import { imagined } from './host.ts';
import { standingsOf } from './standing.ts';
import { findingOf } from './words.ts';

/** A filter of target that admits no command line. */
export const filterNeverMatches: ContractRule = {
  code: 'FLT106',
  severity: 'warning',
  title: 'a filter admits no command line',
  why: 'What it was written for is refused, and nobody is told why.',
  remedy: 'Mend the filter, or remove it.',
  check: ({ target: { filters } }) =>
    [...(filters === undefined ? [] : standingsOf(filters))].flatMap(([filter, { kind }]) =>
      kind === 'empty'
        ? [findingOf(filterNeverMatches, filter, `admits nothing: it ${reasonOf(filter)}`)]
        : [],
    ),
};

/** In words that go on a sentence about the filter. */
function reasonOf(filter: PrivilegeFilter): string {
  const isRegExp = filter.class === 'RegExpFilter' || filter.class === 'ChainingRegExpFilter';
  const refused = isRegExp ? refusedPattern(filter) : undefined;
  if (refused !== undefined) return `has a ${refused} (RW-027)`;
  const never = neverMatches(filter, imagined([]).host);
  if (never !== undefined) return never;
  return isChaining(filter)
    ? `has no word of its own, or no filter with its user (${filter.runAs}) admits an inner command`
    : 'asks for words that cannot be';
}
