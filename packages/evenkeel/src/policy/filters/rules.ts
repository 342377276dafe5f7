import type { ContractRule } from '../../model/contract.ts';
import { filterNeverMatches } from './never-matches.ts';
import { linePassedOver } from './passed-over.ts';
import { reachUndecided } from './reach-undecided.ts';
import { restrictsNothing } from './restricts-nothing.ts';
import { rootGiven } from './root-given.ts';
import { unreachable } from './unreachable.ts';

/** What can be wrong in the filters of one release. */
export const FILTER_LINT_RULES: readonly ContractRule[] = [
  unreachable,
  filterNeverMatches,
  rootGiven,
  reachUndecided,
  restrictsNothing,
  linePassedOver,
];
