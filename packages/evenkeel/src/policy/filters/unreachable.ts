import type { ContractRule } from '../../model/contract.ts';
import type { PrivilegeFilter } from '../../model/filters.ts';
import { filterKey } from './admissions.ts';
import { commandInWords } from './host.ts';
import { standingsOf } from './standing.ts';
import { filtersInWords, findingOf } from './words.ts';

/** A filter of target of which each command line is decided by filters before it. */
export const unreachable: ContractRule = {
  code: 'FLT105',
  severity: 'warning',
  title: 'a filter is never reached',
  why: 'What it says has no effect: a user that it names is not the one that the command runs as, and what it was meant to narrow is not narrowed.',
  remedy: 'Remove the filter, or narrow the one before it.',
  check: ({ target: { filters } }) =>
    [...(filters === undefined ? [] : standingsOf(filters))].flatMap(([filter, standing]) => {
      if (standing.kind !== 'hidden' || standing.by.some((each) => isShared(each, filter))) return [];
      const users = [...new Set(standing.by.map(({ runAs }) => runAs))].filter(
        (user) => user !== filter.runAs,
      );
      const other = users.length === 0 ? '' : `, and runs it as ${users.join(' or ')}, not ${filter.runAs}`;
      const verb = standing.by.length === 1 ? 'admits' : 'together admit';
      return [
        findingOf(
          unreachable,
          filter,
          `is never reached: ${filtersInWords(standing.by)} ${verb} all of it before${other}`,
          standing.argv && commandInWords(standing.argv),
        ),
      ];
    }),
};

/** Files are installed one by one, each with its package: what several of them need stands in each, word for word. */
const isShared = (one: PrivilegeFilter, other: PrivilegeFilter): boolean =>
  one.place.file !== other.place.file && filterKey(one) === filterKey(other);
