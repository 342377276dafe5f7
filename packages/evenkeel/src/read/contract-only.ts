import { RUN_SECTIONS } from './schema/plan.ts';

/** Whether a plan is for `evenkeel check` alone: it has a contract, and nothing of what a run needs. */
export function isContractOnly(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return 'contract' in value && !RUN_SECTIONS.some((section) => section in value);
}
