import type { Contract, ContractRule } from '../../model/contract.ts';
import type { Change, Statement } from '../../model/migration.ts';
import { onceForEach } from '../once.ts';
import { type Step, stepsOf } from './steps.ts';
import { findingAt, inWords, subjectOf } from './words.ts';

/** A change that belongs into a later release than the one that it is in. */
interface Hasty {
  readonly statement: Statement;
  readonly change: Change;
  readonly added: { readonly statement: Statement; readonly change: Change };
}

/** What takes away comes with what adds its successor, so no state has both. */
export const sameRelease: ContractRule = {
  code: 'MIG101',
  severity: 'error',
  title: 'a contract is in the same release as its expand',
  why: 'Base and target run side by side in a rolling upgrade, and base again after a rollback: no moment has both the old and the new form.',
  remedy: 'Add and fill in this release, take away in a later one, when no instance of base is left.',
  check: (contract) =>
    hastyChanges(contract).map(({ statement, change, added }) => {
      const { line, file } = added.statement.place;
      const self = subjectOf(added.change) === subjectOf(change);
      const message = self
        ? `${inWords(change)} is added and ${past(change)} in one release`
        : `${inWords(change)} is ${past(change)} in the release that adds ${inWords(added.change)}`;
      const witness = `${file}:${line} has: ${added.statement.text}; here: ${statement.text}`;
      return findingAt(sameRelease, statement, subjectOf(change), message, witness);
    }),
};

const past = ({ action }: Change): string => (action === 'drop' ? 'dropped' : 'renamed');
const takesAway = ({ action }: Change): boolean => action === 'drop' || action === 'rename';
const isColumn = ({ kind }: Change): boolean => kind === 'column';

/** The changes of MIG101, so that no other rule reports them again; found once for each contract. */
export const hastyChanges = onceForEach(findHasty);

function findHasty(contract: Contract): Hasty[] {
  const steps = stepsOf(contract);
  const columns = addedColumns(steps);
  const made = new Map<string, Hasty['added']>();
  return steps.flatMap(({ statement, old, own }) => {
    for (const change of [...old, ...own].filter(({ action }) => action === 'add'))
      made.set(keyOf(change), { statement, change });
    const pairs = old
      .filter((each) => takesAway(each) && isColumn(each))
      .flatMap((change) => {
        const added = columns.get(change.name);
        return added === undefined ? [] : [{ statement, change, added }];
      });
    return [...pairs, ...own.flatMap((change) => ownDrop(statement, change, made))];
  });
}

const keyOf = ({ kind, name, part }: Change): string => JSON.stringify([kind, name, part]);

/** The first column that is added to each table of base. */
function addedColumns(steps: readonly Step[]): Map<string, Hasty['added']> {
  const found = new Map<string, Hasty['added']>();
  for (const { statement, old } of steps)
    for (const change of old)
      if (change.action === 'add' && isColumn(change) && !found.has(change.name))
        found.set(change.name, { statement, change });
  return found;
}

/** What this release made and drops again; a rename of it harms nobody. */
function ownDrop(statement: Statement, change: Change, made: ReadonlyMap<string, Hasty['added']>): Hasty[] {
  if (change.action !== 'drop' || !(change.kind === 'column' || change.kind === 'table')) return [];
  const added = made.get(keyOf(change));
  return added === undefined ? [] : [{ statement, change, added }];
}
