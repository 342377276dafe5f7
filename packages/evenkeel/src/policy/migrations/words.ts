import type { ContractRule } from '../../model/contract.ts';
import type { Finding } from '../../model/finding.ts';
import type { Change, Statement } from '../../model/migration.ts';

/** A name that stays the same when lines move: `orders.total`, `orders`. */
export const subjectOf = ({ name, part }: Change): string =>
  part === undefined ? name : [name, part].filter((word) => word !== '').join('.');

/** `the column orders.total` */
export const inWords = (change: Change): string => {
  if (change.kind === 'type' && change.part !== undefined)
    return `the value '${change.part}' of the type ${change.name}`;
  return `the ${change.kind} ${subjectOf(change)}`;
};

/** A finding at a statement; the statement itself is the witness, unless there is a better one. */
export function findingAt(
  rule: ContractRule,
  { place, text }: Statement,
  subject: string,
  message: string,
  witness = text,
): Finding {
  return { rule, place, subject, message, witness };
}
