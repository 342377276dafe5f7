import type { Contract, ContractRule } from '../model/contract.ts';
import type { Finding } from '../model/finding.ts';
import { aliasDropped } from './config/alias-dropped.ts';
import { defaultChanged } from './config/default-changed.ts';
import { deprecatedBare } from './config/deprecated-bare.ts';
import { narrowed } from './config/narrowed.ts';
import { removedEarly } from './config/removed-early.ts';
import { removedUndeprecated } from './config/removed-undeprecated.ts';
import { renamedWithoutAlias } from './config/renames.ts';
import { requiredNew } from './config/required-new.ts';
import { inUse } from './migrations/in-use.ts';
import { indexBuild } from './migrations/index-build.ts';
import { lockedRewrite } from './migrations/locked-rewrite.ts';
import { notNull } from './migrations/not-null.ts';
import { sameRelease } from './migrations/same-release.ts';
import { shippedChanged } from './migrations/shipped-changed.ts';
import { typeNarrowed } from './migrations/type-narrowed.ts';
import { unclassifiedStatement } from './migrations/unclassified-statement.ts';
import { validatedConstraint } from './migrations/validated-constraint.ts';
import { DIFF_RULES, LINT_RULES } from './operator/rules.ts';

/** Every rule, in the order of the codes. */
export const RULES: readonly ContractRule[] = [
  removedUndeprecated,
  removedEarly,
  renamedWithoutAlias,
  aliasDropped,
  narrowed,
  defaultChanged,
  requiredNew,
  deprecatedBare,
  sameRelease,
  inUse,
  notNull,
  typeNarrowed,
  indexBuild,
  lockedRewrite,
  validatedConstraint,
  unclassifiedStatement,
  shippedChanged,
  ...LINT_RULES,
  ...DIFF_RULES,
];

/** What two releases declare, judged by every rule, or by some; in the order of the rules, then of the places. */
export function judgeContract(contract: Contract, rules: readonly ContractRule[] = RULES): Finding[] {
  return rules.flatMap((rule) =>
    rule
      .check(contract)
      .toSorted((a, b) => a.place.file.localeCompare(b.place.file) || a.place.line - b.place.line),
  );
}
