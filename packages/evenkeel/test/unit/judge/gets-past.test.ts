import { describe, expect, it } from 'vitest';
import { getsPast } from '../../../src/model/gets-past.ts';
import type { PlannedRun, StepAction } from '../../../src/model/plan.ts';

const STEPS: readonly StepAction[] = [
  { kind: 'start-environment', server: 'db' },
  { kind: 'start', instance: 'api-1', service: 'api', release: 'target', role: 'target' },
  { kind: 'prove-state' },
];

/** A run with a phase for each step; its steps are called after it. */
const runOf = (id: string, actions: readonly StepAction[] = STEPS): PlannedRun => ({
  id,
  title: id,
  purpose: 'upgrade',
  code: 'offline',
  phases: actions.map((action, at) => ({
    id: `${id}/${at}`,
    title: action.kind,
    part: 'upgrade',
    state: [],
    steps: [{ id: `${id}/${at}.1`, action }],
  })),
});
const stopped = (id: string, at?: number, actions?: readonly StepAction[]) => ({
  run: runOf(id, actions),
  failedAt: at === undefined ? undefined : `${id}/${at}.1`,
});

describe('getting past a failure', () => {
  it('is to do the step that failed, and to fail later, or not at all', () => {
    expect(getsPast(stopped('b', 2), stopped('a', 1))).toBe(true);
    expect(getsPast(stopped('b'), stopped('a', 1))).toBe(true);
  });

  it('is not to fail at that step or before it', () => {
    expect(getsPast(stopped('b', 1), stopped('a', 1))).toBe(false);
    expect(getsPast(stopped('b', 0), stopped('a', 1))).toBe(false);
  });

  it('is not to go a way that does not have the step', () => {
    const other = [STEPS[0], STEPS[2]].filter((step) => step !== undefined);
    expect(getsPast(stopped('b', 1, other), stopped('a', 1))).toBe(false);
  });
});
