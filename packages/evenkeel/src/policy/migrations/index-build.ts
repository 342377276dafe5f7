import type { ContractRule } from '../../model/contract.ts';
import { stepsOf } from './steps.ts';
import { findingAt, subjectOf } from './words.ts';

/** An index build that stops writes, or one that PostgreSQL refuses. */
export const indexBuild: ContractRule = {
  code: 'MIG105',
  severity: 'warning',
  title: 'an index is built unguarded',
  why: 'CREATE INDEX stops all writes to the table until it is done; CONCURRENTLY does not, but is refused inside a transaction block.',
  remedy: 'Build it with CREATE INDEX CONCURRENTLY, in a migration that runs outside of a transaction.',
  check: (contract) =>
    stepsOf(contract).flatMap(({ statement, old }) => {
      if (statement.alone && statement.inBlock) {
        const [change] = statement.changes;
        const subject = change === undefined ? statement.what : subjectOf(change);
        return [
          findingAt(indexBuild, statement, subject, `${statement.what} cannot run between BEGIN and COMMIT`),
        ];
      }
      return old
        .filter(({ action, kind, gentle }) => action === 'add' && kind === 'index' && !gentle)
        .map((change) =>
          findingAt(
            indexBuild,
            statement,
            subjectOf(change),
            `the index is built on ${change.name} without CONCURRENTLY: a ${statement.lock} lock stops writes`,
          ),
        );
    }),
};
