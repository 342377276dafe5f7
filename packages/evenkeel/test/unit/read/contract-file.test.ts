import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readCheckPlan } from '../../../src/read/read-check-plan.ts';
import { FULL_PLAN, type PlanValue, planSource, planText, SMALL_PLAN } from '../../support/model.ts';
import { mutants } from '../../support/mutations.ts';

const read = (text: string) => readCheckPlan(planSource(text));
const contractOf = (text: string) => {
  const result = read(text);
  return 'plan' in result ? result.plan.contract : expect.fail(JSON.stringify(result.issues));
};
const { version, name, contract } = parse(FULL_PLAN) as PlanValue;

describe('a plan as check reads it', () => {
  test('has the same contract alone as in a whole plan, but for the versions that labels give', () => {
    expect(contractOf(planText({ version, name, contract }))).toEqual({
      ...contractOf(FULL_PLAN),
      target: { release: 'v2' },
    });
  });

  test('has its exceptions, each with the place of its note', () => {
    const line = FULL_PLAN.split('\n').findIndex((each) => each.includes('note: notes/rewrite.md')) + 1;
    expect(read(FULL_PLAN)).toMatchObject({
      plan: {
        exceptions: [
          { name: 'rewrite', note: 'notes/rewrite.md', place: { file: 'plan.yaml', line, column: 11 } },
          { name: 'restart', why: '' },
        ],
      },
    });
    expect(read(planText({ version, name, contract }))).not.toHaveProperty('plan.exceptions');
  });

  test('needs no contract', () => {
    expect(contractOf(SMALL_PLAN)).toBeUndefined();
  });
});

test('every wrong plan is answered with issues that have their places', () => {
  for (const { what, text } of mutants(300, 7)) {
    const result = read(text);
    const issues = 'issues' in result ? result.issues : [];
    expect({ what, issues }).not.toEqual({ what, issues: [] });
    for (const { line, column } of issues) expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
  }
});

describe('of a contract alone', () => {
  const leaves = (value: unknown, path: readonly PropertyKey[] = []): (readonly PropertyKey[])[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, entry]) => leaves(entry, [...path, key]))
      : [path];

  test.each(leaves(contract).map((path) => [path.join('.'), path] as const))(
    'a wrong %s is reported where it stands',
    (shown, path) => {
      const wrong = structuredClone({ version, name, contract }) as PlanValue;
      let at = wrong.contract as Record<PropertyKey, unknown>;
      for (const key of path.slice(0, -1)) at = at[key] as Record<PropertyKey, unknown>;
      at[path.at(-1) ?? ''] = [['\u{1F4A5}']];
      const text = planText(wrong);
      const line = text.split('\n').findIndex((each) => each.includes('\u{1F4A5}')) + 1;
      const result = read(text);
      expect(result).toMatchObject({
        issues: [{ line, message: expect.stringContaining(`contract.${shown}`) }],
      });
    },
  );
});
