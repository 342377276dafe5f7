import { z } from 'zod';
import type { TakenStep } from '../model/steps-verdict.ts';

const step = z.looseObject({
  // it is a folder's name too
  id: z.string().regex(/^[\w.+-]+-to-[\w.+-]+$/),
  kind: z.enum(['next', 'skip', 'row']),
  releases: z.array(z.string()),
  isPromised: z.boolean(),
  skipped: z.string().optional(),
});
const file = z.looseObject({ steps: z.array(step) });

/** The steps that a run's folder lists; nothing when the text is no such list. */
export function readTakenSteps(text: string): readonly TakenStep[] | undefined {
  try {
    const { data } = file.safeParse(JSON.parse(text));
    return data?.steps.map(({ skipped, ...rest }) => ({
      ...rest,
      ...(skipped !== undefined && { skipped }),
    }));
  } catch {
    return undefined;
  }
}
