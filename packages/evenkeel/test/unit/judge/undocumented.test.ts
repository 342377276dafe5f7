import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeUndocumented } from '../../../src/judge/lattice/undocumented.ts';
import { type Precedence, stateKey } from '../../../src/model/lattice.ts';
import type { StateOutcome } from '../../../src/model/lattice-verdict.ts';
import type { UpgradeModel } from '../../../src/model/upgrade-model.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import type { Behaviour } from '../../support/journal.ts';
import { type Judged, judged, withWorker } from '../../support/judged.ts';

/** The states of two api and one worker, as `api.worker`. */
const STATES = ['0.1', '1.0', '1.1', '2.0', '2.1'];
const WORKER_FIRST: Precedence = { first: 'worker', second: 'api' };

const ordered = (...order: readonly Precedence[]): UpgradeModel => ({ ...withWorker(), order });

/** Judges rolling:frozen of a model, in which the states named fail when they are reached. */
function judgedWith(
  failing: readonly string[],
  { order = [WORKER_FIRST], ...more }: Behaviour & { readonly order?: readonly Precedence[] } = {},
): Judged {
  const fails: Behaviour['fails'] = ({ run, phase: { reached } }) =>
    run.purpose !== 'control' && reached !== undefined && failing.includes(stateKey(reached))
      ? 'this state'
      : undefined;
  return judged(ordered(...order), { undocumented: true, fails, ...more }, ['rolling:frozen']);
}

const undocumentedIn = (result: Judged) => result.of('rolling:frozen').undocumented;
const outcomesOf = (result: Judged) =>
  Object.fromEntries(
    (undocumentedIn(result)?.states ?? []).map(({ state, outcome }) => [stateKey(state), outcome]),
  );

describe.each(['chains', 'edges'] as const)('states that the plan forbids, by %s', (mode) => {
  test('are those that no documented order leads to, and a line is needed where one fails', () => {
    const result = judgedWith(['1.0'], { mode });
    expect(outcomesOf(result)).toEqual({ '1.0': 'failed', '2.0': 'not reached' });
    expect(undocumentedIn(result)?.rules).toEqual([{ ...WORKER_FIRST, support: 'needed' }]);
    expect(result.of('rolling:frozen').result.verdict).toBe('painless');
    expect(result.exitCode).toBe(0);
  });

  test('show that a line is needless when all of them pass', () => {
    const result = judgedWith([], { mode });
    expect(outcomesOf(result)).toEqual({ '1.0': 'passed', '2.0': 'passed' });
    expect(undocumentedIn(result)?.rules).toEqual([{ ...WORKER_FIRST, support: 'needless' }]);
  });

  test('leave a broken cell as it is, and its order as needed as it was', () => {
    const order = [{ first: 'api', second: 'worker' }];
    const result = judgedWith(['1.0', '0.1'], { mode, order });
    expect(undocumentedIn(result)?.rules).toEqual([{ ...order[0], support: 'needed' }]);
    expect(result.of('rolling:frozen').result.verdict).toBe('broken');
    expect(result.exitCode).toBe(1);
  });

  test('change nothing of what the cell is judged by', () => {
    fc.assert(
      fc.property(fc.subarray(STATES), (failing) => {
        const [asked, not] = [true, false].map((undocumented) => {
          const { of, exitCode, promises } = judgedWith(failing, { mode, undocumented });
          const { undocumented: _, ...cell } = of('rolling:frozen');
          return { cell, exitCode, promises };
        });
        expect(asked).toEqual(not);
      }),
      { numRuns: 25 },
    );
  });
});

describe('the runs of orders that the plan forbids', () => {
  test('are there only when they are asked for, and forbid something', () => {
    const undocumented = (model: UpgradeModel, asked: boolean) =>
      makePlan(model, {
        cells: ['offline:together', 'rolling:frozen'],
        seed: 1,
        undocumented: asked,
      }).cells.map((cell) => cell.undocumented?.length ?? 0);
    expect(undocumented(ordered(WORKER_FIRST), true)).toEqual([0, 1]);
    expect(undocumented(ordered(WORKER_FIRST), false)).toEqual([0, 0]);
    expect(undocumented(ordered(), true)).toEqual([0, 0]);
  });

  test('that break off say nothing', () => {
    const breaks: Behaviour['breaks'] = ({ purpose }) =>
      purpose === 'undocumented' ? 'the disk is full' : undefined;
    const result = judgedWith([], { mode: 'edges', breaks });
    expect(undocumentedIn(result)).toMatchObject({
      rules: [],
      doubt: expect.stringMatching(/the disk is full/),
    });
    expect(result.exitCode).toBe(0);
  });
});

test('a line is not called needless where not all states were to be visited', () => {
  const elements = ['api', 'worker'].map((id) => ({ id, count: 1 }));
  const at = (state: number[], outcome: StateOutcome) =>
    ({ state, words: '', outcome, back: 'works' }) as const;
  const verdict = {
    elements,
    documented: [],
    states: [at([0, 0], 'passed'), at([1, 0], 'passed')],
    edges: [{ from: [0, 0], to: [1, 0], element: 'api', passed: true, run: '' }],
    rules: [],
    rulesSuffice: true,
  };
  const said = (isListed: boolean) =>
    judgeUndocumented({ elements, order: [WORKER_FIRST] }, { elements, order: [] }, verdict, isListed).rules;
  expect(said(false)).toEqual([{ ...WORKER_FIRST, support: 'not known' }]);
  expect(said(true)).toEqual([{ ...WORKER_FIRST, support: 'needless' }]);
});
