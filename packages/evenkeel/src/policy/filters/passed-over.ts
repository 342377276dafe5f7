import type { ContractRule } from '../../model/contract.ts';

/** A line of target's filter files that rootwrap passes over. */
export const linePassedOver: ContractRule = {
  code: 'FLT110',
  severity: 'warning',
  title: 'a line of a filter file is passed over',
  why: 'rootwrap does not know its class, or another line takes its name; it goes on without it, and what the line was written for is refused.',
  remedy:
    'Write the class as rootwrap has it, such as CommandFilter; give each filter of a file a name of its own.',
  check: ({ target: { filters } }) =>
    (filters?.passedOver ?? []).map(({ place, why }) => ({
      rule: linePassedOver,
      place,
      subject: why,
      message: why,
      witness: 'rootwrap goes on without it',
    })),
};
