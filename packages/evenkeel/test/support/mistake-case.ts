import { expect } from 'vitest';
import { FULL_PLAN, issuesOf, placeIn } from './model.ts';

/** A mistake in the full plan, and the issue that answers it. */
export interface MistakeCase {
  readonly what: string;
  /** What is replaced, and by what. */
  readonly from: string | RegExp;
  readonly to: string;
  /** The issue stands where this text begins for the first time. */
  readonly at: string;
  readonly says: RegExp;
  readonly hint?: RegExp;
}

/** Makes the mistake and expects its issue, with place, message and nearest word. */
export function expectReport({ from, to, at, says, hint }: MistakeCase): void {
  const text = FULL_PLAN.replace(from, () => to);
  expect(text).not.toBe(FULL_PLAN);
  expect(issuesOf(text)).toContainEqual(
    expect.objectContaining({
      file: 'plan.yaml',
      ...placeIn(text, at),
      message: expect.stringMatching(says),
      ...(hint === undefined ? {} : { hint: expect.stringMatching(hint) }),
    }),
  );
}
