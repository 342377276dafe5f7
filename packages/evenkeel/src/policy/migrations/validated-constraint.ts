import type { ContractRule } from '../../model/contract.ts';
import { stepsOf } from './steps.ts';
import { findingAt, subjectOf } from './words.ts';

/** Every row is checked while the table is locked. */
export const validatedConstraint: ContractRule = {
  code: 'MIG107',
  severity: 'warning',
  title: 'a constraint is added without NOT VALID',
  why: 'All rows are checked, or an index is built, while a lock stops writes; one row that breaks it ends the migration.',
  remedy:
    'Add it NOT VALID and VALIDATE CONSTRAINT in a statement of its own; for UNIQUE and PRIMARY KEY build the index CONCURRENTLY and add the constraint USING INDEX.',
  check: (contract) =>
    stepsOf(contract).flatMap(({ statement, old }) =>
      old
        .filter(({ action, kind, gentle }) => action === 'add' && kind === 'constraint' && !gentle)
        .map((change) =>
          findingAt(
            validatedConstraint,
            statement,
            subjectOf(change),
            `the constraint ${change.part} is checked on all of ${change.name} under ${statement.lock}`,
          ),
        ),
    ),
};
