import type { ContractRule } from '../../model/contract.ts';
import { newMigrations } from './steps.ts';
import { findingAt } from './words.ts';

/** What a statement does cannot be said from its words: nothing is promised of it. */
export const unclassifiedStatement: ContractRule = {
  code: 'MIG108',
  severity: 'note',
  title: 'a statement is unclassified',
  why: 'What it does hangs on more than its words, so no other rule looked at it.',
  remedy: 'Read it, and try the upgrade with `evenkeel run`.',
  check: (contract) =>
    newMigrations(contract).flatMap(({ name, statements }) => {
      const seen = new Set<string>();
      const first = statements.filter(({ stage, what }) => {
        if (stage !== 'unclassified' || seen.has(what)) return false;
        seen.add(what);
        return true;
      });
      return first.map((statement) =>
        findingAt(
          unclassifiedStatement,
          statement,
          `${name} ${statement.what}`,
          `${statement.what} is unclassified: ${statement.reason}`,
        ),
      );
    }),
};
