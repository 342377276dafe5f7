import type { ContractRule } from '../../model/contract.ts';
import type { Change } from '../../model/migration.ts';
import { hastyChanges } from './same-release.ts';
import { type Step, stepsOf } from './steps.ts';
import { findingAt, inWords, subjectOf } from './words.ts';

const USED: readonly Change['kind'][] = ['table', 'column', 'type', 'view', 'schema'];

/** What base may use is gone, or has another name. Which queries base makes is not known: all of it may be used. */
export const inUse: ContractRule = {
  code: 'MIG102',
  severity: 'error',
  title: 'what base uses is dropped or renamed',
  why: 'Base still runs while the upgrade rolls, and runs again after a rollback; its statements fail.',
  remedy:
    'Let target stop using it first, and drop it in a later release; keep a view under the old name of a renamed table.',
  check: (contract) => {
    const hasty = new Set(hastyChanges(contract).map(({ change }) => change));
    const steps = stepsOf(contract);
    const views = viewsIn(steps);
    return steps.flatMap(({ statement, old }) =>
      old
        .filter((change) => isTaken(change) && !hasty.has(change) && !comesBack(change, views))
        .map((change) => {
          const fate = change.action === 'drop' ? 'dropped' : `renamed to ${change.to}`;
          return findingAt(
            inUse,
            statement,
            subjectOf(change),
            `${inWords(change)} of ${contract.base.label} is ${fate}`,
          );
        }),
    );
  },
};

const isTaken = ({ action, kind }: Change): boolean =>
  (action === 'drop' || action === 'rename') && USED.includes(kind);

/** The names of the views that this release makes, anew or for the first time. */
const viewsIn = (steps: readonly Step[]): Set<string> =>
  new Set(
    steps.flatMap(({ own }) =>
      own.filter(({ action, kind }) => action === 'add' && kind === 'view').map(({ name }) => name),
    ),
  );

/** A view takes the place of a renamed table, or of itself. */
const comesBack = ({ action, kind, name }: Change, views: ReadonlySet<string>): boolean =>
  (kind === 'view' || (kind === 'table' && action === 'rename')) && views.has(name);
