import type { ContractRule } from '../../model/contract.ts';
import { fingerprintOf } from './accept.ts';

/** What was accepted is not found any more. */
export const baselineUnused: ContractRule = {
  code: 'BASE102',
  severity: 'note',
  title: 'an entry of the baseline matches no finding',
  why: 'It would hide the finding if it came back.',
  remedy: 'Remove the entry.',
  pass: 2,
  check: ({ baseline }, found) => {
    if (baseline === undefined) return [];
    const known = new Set(found.map(fingerprintOf));
    return baseline.accepted
      .filter(({ fingerprint }) => !known.has(fingerprint))
      .map(({ code, subject, owner, place }) => ({
        rule: baselineUnused,
        place,
        subject: `${code} ${subject}`,
        message: `${code} of ${subject} is accepted, and not found`,
        witness: `accepted by ${owner}`,
      }));
  },
};
