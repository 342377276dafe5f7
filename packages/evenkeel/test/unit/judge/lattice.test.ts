import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stateKey } from '../../../src/model/lattice.ts';
import type { LatticeVerdict } from '../../../src/model/lattice-verdict.ts';
import type { Behaviour, Moment } from '../../support/journal.ts';
import { judged, withWorker } from '../../support/judged.ts';

/** The states of two api and one worker, as `api.worker`. */
const STATES = ['0.0', '0.1', '1.0', '1.1', '2.0', '2.1'];

/** Judges rolling:frozen, in which the states named fail when they are reached. */
function latticeOf(failing: readonly string[], more: Behaviour = {}): LatticeVerdict {
  const { of } = judged(
    withWorker(),
    { mode: 'edges', fails: (at) => (failing.includes(reached(at)) ? 'this state' : undefined), ...more },
    ['rolling:frozen'],
  );
  const { lattice } = of('rolling:frozen');
  if (lattice === undefined) throw new Error('the cell has no lattice');
  return lattice;
}

function reached({ run, phase }: Moment): string {
  return run.purpose === 'upgrade' && phase.reached !== undefined ? stateKey(phase.reached) : '';
}

/** What is above a state and one move away. */
function above(state: string): string[] {
  const [api = 0, worker = 0] = state.split('.').map(Number);
  return [`${api + 1}.${worker}`, `${api}.${worker + 1}`].filter((next) => STATES.includes(next));
}

/** Whether there is a way from a state to all-target, by trying all. */
const hasWay = (from: string, failing: readonly string[]): boolean =>
  from === '2.1' || above(from).some((next) => !failing.includes(next) && hasWay(next, failing));

describe('the lattice of a rolling cell', () => {
  test('has a safe order exactly when there is a way through states that pass, and it is one', () => {
    fc.assert(
      fc.property(fc.subarray(STATES.slice(1)), (failing) => {
        const { safeOrder } = latticeOf(failing);
        expect(safeOrder !== undefined).toBe(hasWay('0.0', failing));
        let [api, worker] = [0, 0];
        for (const element of safeOrder ?? []) {
          if (element === 'api') api += 1;
          else worker += 1;
          expect(failing).not.toContain(`${api}.${worker}`);
        }
        if (safeOrder !== undefined) expect([api, worker]).toEqual([2, 1]);
      }),
    );
  });

  test('is the same for whole upgrades: they look for ways around what failed', () => {
    fc.assert(
      fc.property(fc.subarray(STATES.slice(1)), (failing) => {
        const [chains, edges] = (['chains', 'edges'] as const).map((mode) => latticeOf(failing, { mode }));
        const said = (lattice: LatticeVerdict | undefined) => ({
          outcomes: lattice?.states.map(({ words, outcome }) => `${words}: ${outcome}`),
          failing: lattice?.failing,
          rules: lattice?.rules,
          rulesSuffice: lattice?.rulesSuffice,
          safe: lattice?.safeOrder !== undefined,
          untried: lattice?.untried,
        });
        expect(said(chains)).toEqual(said(edges));
      }),
    );
  });

  test('does not try what lies behind states that fail', () => {
    const { states } = latticeOf(['1.0', '0.1']);
    const outcomes = Object.fromEntries(states.map(({ state, outcome }) => [stateKey(state), outcome]));
    expect(outcomes).toEqual({
      '0.0': 'passed',
      '0.1': 'failed',
      '1.0': 'failed',
      '1.1': 'not reached',
      '2.0': 'not reached',
      '2.1': 'not reached',
    });
  });

  test('says the smallest combination that fails, and the rule that makes it safe', () => {
    const { failing, rules, rulesSuffice, safeOrder } = latticeOf(['1.0', '2.0']);
    expect(failing).toEqual([
      { element: 'api', at: 'target' },
      { element: 'worker', at: 'base' },
    ]);
    expect(rules).toEqual([{ first: 'worker', second: 'api' }]);
    expect(rulesSuffice).toBe(true);
    expect(safeOrder).toEqual(['worker', 'api', 'api']);
  });

  test('says one element when it alone is to blame', () => {
    expect(latticeOf(['0.1', '1.1', '2.1']).failing).toEqual([{ element: 'worker', at: 'target' }]);
  });

  test('does not call a rule enough when states that it allows fail', () => {
    const { rules, rulesSuffice, safeOrder } = latticeOf(['1.1']);
    expect(safeOrder).toEqual(['api', 'api', 'worker']);
    expect(rules).toEqual([{ first: 'api', second: 'worker' }]);
    expect(rulesSuffice).toBe(true);
    const other = latticeOf(['0.1', '1.1', '1.0']);
    expect(other.safeOrder).toBeUndefined();
    expect(other.rulesSuffice).toBe(false);
  });

  test('in the text says how many pass, what fails and what is safe', () => {
    const { of } = judged(withWorker(), {
      mode: 'edges',
      fails: (at) => (['1.0', '2.0'].includes(reached(at)) ? 'this state' : undefined),
    });
    const { result } = of('rolling:frozen');
    expect(result.verdict).toBe('broken');
    expect(result.reasons).toEqual([
      '4 of 6 states pass, 1 cannot be reached through states that pass',
      'it fails wherever api is at target beside worker at base',
      'safe: every worker before any api (say so under order: if that is to be the documented order)',
    ]);
  });

  test('is painless when every state passes', () => {
    const { of } = judged(withWorker(), { mode: 'edges' });
    expect(of('rolling:frozen').result.verdict).toBe('painless');
    expect(of('rolling:frozen').rollback.verdict).toBe('painless');
    expect(of('rolling:frozen').lattice?.rules).toEqual([]);
  });
});

describe('the point of no return', () => {
  /** Going back fails from the states named. */
  const stuckIn = (states: readonly string[]): Behaviour => ({
    fails: ({ run, phase }) =>
      run.purpose === 'upgrade' &&
      phase.part === 'rollback' &&
      states.includes(stateKey(run.phases.findLast((each) => each.reached !== undefined)?.reached ?? []))
        ? 'no way back'
        : undefined,
  });

  test('is none when one can go back from everywhere', () => {
    expect(latticeOf([]).lastWayBack).toBeUndefined();
  });

  test('is the last state of the safe order from which base still works', () => {
    const lattice = latticeOf([], stuckIn(['0.1', '1.1', '2.1']));
    expect(lattice.safeOrder).toEqual(['api', 'api', 'worker']);
    expect(lattice.lastWayBack).toEqual([2, 0]);
    const { of } = judged(withWorker(), { mode: 'edges', ...stuckIn(['0.1', '1.1', '2.1']) });
    expect(of('rolling:frozen').rollback.verdict).toBe('broken');
    expect(of('rolling:frozen').rollback.reasons).toContain(
      'one can go back up to the state "api 2 of 2 at target, worker 0 of 1 at target", and from none after it',
    );
  });

  test('is found as well when whole upgrades are walked', () => {
    const lattice = latticeOf([], { mode: 'chains', ...stuckIn(['0.1', '1.1', '2.1']) });
    const back = Object.fromEntries(lattice.states.map(({ state, back }) => [stateKey(state), back]));
    expect(back).toEqual({
      '0.0': 'shown',
      '0.1': 'fails',
      '1.0': 'shown',
      '1.1': 'fails',
      '2.0': 'works',
      '2.1': 'fails',
    });
  });
});
