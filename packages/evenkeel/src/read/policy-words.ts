import { z } from 'zod';
import type { DeprecationPolicy } from '../model/contract.ts';
import { POLICIES } from '../model/policies.ts';
import { nearestHint } from './nearest.ts';
import { policyOf } from './normalise-contract.ts';
import { policyNumbers } from './schema/contract.ts';

const numbers = z.strictObject(policyNumbers);
const KEYS = Object.keys(policyNumbers);
const EXAMPLE = 'releases=2,months=6';

/**
 * Reads a policy of the command line: a name, or numbers as `releases=2,months=6,remove_only_in=major`.
 * @returns the policy, or in words why it is none
 */
export function readPolicy(text: string): DeprecationPolicy | { readonly why: string } {
  const known = POLICIES.find(({ name }) => name === text);
  if (known !== undefined) return known;
  if (!text.includes('=')) {
    const names = POLICIES.map(({ name }) => name).join(', ');
    return { why: `There is no policy '${text}'. Policies: ${names}; or your own, as ${EXAMPLE}.` };
  }
  const parts = text.split(',').map((part) => part.split('=', 2).map((word) => word.trim()));
  for (const [index, [key = '']] of parts.entries()) {
    if (!KEYS.includes(key))
      return { why: `The policy '${text}' has no use for '${key}'; ${nearestHint(key, KEYS)}` };
    if (parts.findIndex(([other]) => other === key) < index)
      return { why: `The policy '${text}' says ${key} twice.` };
  }
  const values = parts.map(([key = '', value = '']) => [key, /^\d+$/.test(value) ? Number(value) : value]);
  const parsed = numbers.safeParse(Object.fromEntries(values));
  if (parsed.success) return policyOf(parsed.data);
  const [issue] = parsed.error.issues;
  return { why: `The policy '${text}': ${issue?.path.join('.')}: ${issue?.message}. As ${EXAMPLE}.` };
}
