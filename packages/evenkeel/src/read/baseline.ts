import { findNodeAtLocation, getNodeValue } from 'jsonc-parser';
import { z } from 'zod';
import type { AcceptedFinding } from '../model/baseline.ts';
import type { Issue } from '../model/issue.ts';
import { readJsonTree } from './config/json-tree.ts';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

const file = z.object({
  format: z.literal('evenkeel-baseline'),
  version: z.literal(1),
  accepted: z.array(
    z.object({
      fingerprint: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
      code: z.string().min(1),
      subject: z.string(),
      owner: z.string().trim().min(1, 'must name who answers for it'),
      expires: z.string().regex(DAY, 'must be a day, as 2027-03-31'),
      reason: z.string().trim().min(1, 'must say why it is accepted'),
    }),
  ),
});

/**
 * Reads a baseline, as `evenkeel check --write-baseline` writes it; the format is described in docs/report-format.md.
 * @returns the accepted findings, or every mistake with its place
 */
export function readBaseline(
  name: string,
  text: string,
): { readonly accepted: readonly AcceptedFinding[] } | { readonly issues: readonly Issue[] } {
  const tree = readJsonTree(name, text);
  if ('issues' in tree) return tree;
  const { root, placeOf } = tree;
  const nearest = (path: readonly PropertyKey[]) => {
    const steps = path.map((step) => (typeof step === 'number' ? step : String(step)));
    const node = findNodeAtLocation(root, steps) ?? findNodeAtLocation(root, steps.slice(0, -1));
    return placeOf(node ?? root);
  };
  const parsed = file.safeParse(getNodeValue(root));
  if (!parsed.success)
    return {
      issues: parsed.error.issues.map(({ path, message }) => ({
        ...nearest(path),
        message: `not a baseline: ${path.join('.') || 'the file'}: ${message}`,
      })),
    };
  return {
    accepted: parsed.data.accepted.map((entry, index) => ({ ...entry, place: nearest(['accepted', index]) })),
  };
}
