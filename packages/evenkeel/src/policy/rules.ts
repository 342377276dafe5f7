import type { Contract, ContractRule } from '../model/contract.ts';
import type { Finding } from '../model/finding.ts';
import { baselineExpired } from './baseline/expired.ts';
import { baselineUnused } from './baseline/unused.ts';
import { aliasDropped } from './config/alias-dropped.ts';
import { defaultChanged } from './config/default-changed.ts';
import { deprecatedBare } from './config/deprecated-bare.ts';
import { narrowed } from './config/narrowed.ts';
import { removedEarly } from './config/removed-early.ts';
import { removedUndeprecated } from './config/removed-undeprecated.ts';
import { renamedWithoutAlias } from './config/renames.ts';
import { requiredNew } from './config/required-new.ts';
import { newlyAdmitted } from './filters/newly-admitted.ts';
import { notAdmittedAnyMore } from './filters/not-admitted-any-more.ts';
import { rootWidened } from './filters/root-widened.ts';
import { FILTER_LINT_RULES } from './filters/rules.ts';
import { undecidedFilter } from './filters/undecided.ts';
import { inUse } from './migrations/in-use.ts';
import { indexBuild } from './migrations/index-build.ts';
import { lockedRewrite } from './migrations/locked-rewrite.ts';
import { notNull } from './migrations/not-null.ts';
import { sameRelease } from './migrations/same-release.ts';
import { shippedChanged } from './migrations/shipped-changed.ts';
import { typeNarrowed } from './migrations/type-narrowed.ts';
import { unclassifiedStatement } from './migrations/unclassified-statement.ts';
import { validatedConstraint } from './migrations/validated-constraint.ts';
import { breakingWithoutNote } from './notes/breaking-without-note.ts';
import { deprecationWithoutNote } from './notes/deprecation-without-note.ts';
import { emptyNote } from './notes/empty-note.ts';
import { exceptionWithoutNote } from './notes/exception-without-note.ts';
import { stepWithoutException } from './notes/step-without-exception.ts';
import { DIFF_RULES, LINT_RULES } from './operator/rules.ts';

/** Every rule, in the order of the codes. */
export const RULES: readonly ContractRule[] = [
  baselineExpired,
  baselineUnused,
  removedUndeprecated,
  removedEarly,
  renamedWithoutAlias,
  aliasDropped,
  narrowed,
  defaultChanged,
  requiredNew,
  deprecatedBare,
  newlyAdmitted,
  notAdmittedAnyMore,
  rootWidened,
  undecidedFilter,
  ...FILTER_LINT_RULES,
  sameRelease,
  inUse,
  notNull,
  typeNarrowed,
  indexBuild,
  lockedRewrite,
  validatedConstraint,
  unclassifiedStatement,
  shippedChanged,
  breakingWithoutNote,
  deprecationWithoutNote,
  exceptionWithoutNote,
  stepWithoutException,
  emptyNote,
  ...LINT_RULES,
  ...DIFF_RULES,
];

const PASSES = [0, 1, 2] as const;

/**
 * What two releases declare, judged by every rule, or by some; in the order of the passes, the rules, then of the places.
 */
export function judgeContract(contract: Contract, rules: readonly ContractRule[] = RULES): Finding[] {
  const found: Finding[] = [];
  for (const pass of PASSES) {
    const now = rules.filter((rule) => (rule.pass ?? 0) === pass);
    // no spread: there may be more findings than a call may have arguments
    for (const finding of judgeBy(now, contract, found)) found.push(finding);
  }
  return found;
}

function judgeBy(rules: readonly ContractRule[], contract: Contract, found: readonly Finding[]): Finding[] {
  return rules.flatMap((rule) =>
    rule
      .check(contract, found)
      .toSorted((a, b) => a.place.file.localeCompare(b.place.file) || a.place.line - b.place.line),
  );
}
