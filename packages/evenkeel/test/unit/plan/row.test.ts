import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/model/plan.ts';
import { describeStep } from '../../../src/model/plan.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { modelOfStep } from '../../support/release-list.ts';

const planOf = (id: string): Plan => makePlan(modelOfStep(id), { cells: ['offline:together'], seed: 1 });

/** The phases of a run: of which step before they are, what they are for, and their steps in words. */
const phasesOf = (plan: Plan, id: string) =>
  (plan.runs.find((run) => run.id === id)?.phases ?? []).map(({ leg, part, steps }) => ({
    leg,
    part,
    words: steps.map(({ action }) => describeStep(action)),
  }));

describe('the plan of a row', () => {
  const plan = planOf('17-to-18-to-19');

  test('installs what comes before base too, each release once', () => {
    expect(plan.installs).toEqual([
      { service: 'api', release: 'base', leg: 0 },
      { service: 'api', release: 'base' },
      { service: 'api', release: 'target' },
    ]);
  });

  test('walks to base before anything is charged to the target, in the control as in the upgrade', () => {
    for (const run of ['control-offline', 'offline-together']) {
      const phases = phasesOf(plan, run);
      const before = phases.filter(({ leg }) => leg === 0);
      expect(before.every(({ part }) => part === 'base')).toBe(true);
      expect(phases.slice(0, before.length)).toEqual(before);
      const words = before.flatMap((phase) => phase.words);
      expect(words).toEqual(expect.arrayContaining([expect.stringMatching(/create note first-1 /)]));
      expect(words.filter((text) => /migration|migrate/.test(text))).toHaveLength(1);
      expect(words.filter((text) => /exception/.test(text))).toEqual([
        expect.stringMatching(/reindex/),
        expect.stringMatching(/always/),
      ]);
    }
  });

  test('looks for what the first release made after the last upgrade, and after going back', () => {
    for (const part of ['upgrade', 'rollback'] as const) {
      const words = phasesOf(plan, 'offline-together')
        .filter((phase) => phase.part === part)
        .flatMap((phase) => phase.words);
      expect(words).toEqual(expect.arrayContaining([expect.stringMatching(/verify note first-1 /)]));
    }
  });

  test('of a pair has none of this', () => {
    const pair = planOf('18-to-19');
    expect(pair.runs.flatMap(({ phases }) => phases).filter(({ leg }) => leg !== undefined)).toEqual([]);
    expect(JSON.stringify(pair)).not.toMatch(/first-1/);
  });
});
