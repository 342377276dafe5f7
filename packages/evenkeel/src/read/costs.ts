import { z } from 'zod';
import { type CostsFile, MOST_DURATIONS, MOST_PLANS, MOST_RUNS, MOST_STEPS } from '../model/costs.ts';

const VERSION = 1;
const ms = z.number().min(0).max(1e10);
const atMost = (most: number) => (entries: object) => Object.keys(entries).length <= most;
const steps = z
  .record(z.string(), z.strictObject({ count: z.int().min(1).max(1e9), ms }))
  .refine(atMost(MOST_STEPS));
const costsFile = z.strictObject({
  version: z.literal(VERSION),
  plans: z
    .array(
      z.strictObject({
        plan: z.string().max(100),
        steps: z.array(steps).max(MOST_RUNS),
        durations: z.record(z.string(), ms).refine(atMost(MOST_DURATIONS)),
      }),
    )
    .max(MOST_PLANS),
});

/** Reads what earlier runs cost; `undefined` for a text that says nothing of it. Never throws. */
export function readCosts(text: string): CostsFile | undefined {
  try {
    return costsFile.safeParse(JSON.parse(text)).data?.plans;
  } catch {
    return undefined;
  }
}

/** The text of what earlier runs cost. */
export const costsText = (plans: CostsFile): string => `${JSON.stringify({ version: VERSION, plans })}\n`;
