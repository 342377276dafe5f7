import type { ContractRule } from '../../model/contract.ts';

/** What was accepted for a time is accepted no more. */
export const baselineExpired: ContractRule = {
  code: 'BASE101',
  severity: 'error',
  title: 'an entry of the baseline is expired',
  why: 'The finding was accepted until a day that is past, so it counts again.',
  remedy: 'Mend what was found and remove the entry, or have its owner set another day with a reason.',
  pass: 2,
  check: ({ baseline }) =>
    (baseline?.accepted ?? [])
      .filter(({ expires }) => baseline !== undefined && expires < baseline.today)
      .map(({ code, subject, owner, expires, reason, place }) => ({
        rule: baselineExpired,
        place,
        subject: `${code} ${subject}`,
        message: `${code} of ${subject} was accepted until ${expires}`,
        witness: `by ${owner}: ${reason}`,
      })),
};
