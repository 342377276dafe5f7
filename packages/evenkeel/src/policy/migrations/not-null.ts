import type { ContractRule } from '../../model/contract.ts';
import type { Change } from '../../model/migration.ts';
import { stepsOf } from './steps.ts';
import { findingAt, subjectOf } from './words.ts';

/** Base writes rows that the table does not take any more. */
export const notNull: ContractRule = {
  code: 'MIG103',
  severity: 'error',
  title: 'a column must be set that base may leave unset',
  why: 'An INSERT of base does not name a new column, and may leave an old one NULL: it fails.',
  remedy: 'Add the column with a default, or allow NULL; fill it, and set NOT NULL in a later release.',
  check: (contract) => {
    const unset = new Map<string, Change['unset']>();
    return stepsOf(contract).flatMap(({ statement, old, own }) => {
      for (const change of old) takeNote(change, unset);
      for (const change of own) if (unset.has(subjectOf(change))) takeNote(change, unset);
      const found = [...old.map((each) => oldFault(each)), ...own.map((each) => ownFault(each, unset))];
      const changes = [...old, ...own];
      return found.flatMap((message, index) => {
        const change = changes[index];
        if (message === undefined || change === undefined) return [];
        return [findingAt(notNull, statement, subjectOf(change), message)];
      });
    });
  },
};

const isSetNotNull = ({ action, aspect }: Change): boolean => action === 'alter' && aspect === 'not null';

function oldFault(change: Change): string | undefined {
  if (change.action === 'add' && change.unset === 'fails')
    return `the new column ${subjectOf(change)} is NOT NULL and has no default`;
  return isSetNotNull(change)
    ? `${subjectOf(change)} becomes NOT NULL, and base may still write NULL`
    : undefined;
}

/** A column that this release added to a table of base: its INSERTs do not name it. */
function ownFault(change: Change, unset: ReadonlyMap<string, Change['unset']>): string | undefined {
  if (!isSetNotNull(change) || unset.get(subjectOf(change)) === undefined) return undefined;
  return `${subjectOf(change)}, which base does not know, becomes NOT NULL without a default`;
}

/** What a column is when it is not set, by the last statement that says so; only of tables of base. */
function takeNote(change: Change, unset: Map<string, Change['unset']>): void {
  if (change.kind !== 'column') return;
  if (change.action === 'add' || change.aspect === 'default') unset.set(subjectOf(change), change.unset);
}
