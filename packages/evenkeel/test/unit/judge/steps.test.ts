import { describe, expect, test } from 'vitest';
import { resultOf } from '../../../src/judge/attempts.ts';
import { judgeSteps, reasonToSkipRow } from '../../../src/judge/judge-steps.ts';
import type { StepVerdict } from '../../../src/model/steps-verdict.ts';
import type { VerdictName } from '../../../src/model/verdict.ts';

const done = (
  id: string,
  exitCode: number,
  isPromised = true,
  verdict: VerdictName = 'painless',
): StepVerdict => ({
  step: { id, kind: 'next', releases: id.split('-to-'), isPromised },
  verdict: {
    cells: [{ cell: 'offline:together', result: resultOf(verdict, {}), rollback: resultOf('painless', {}) }],
    promises: [],
    better: [],
    notRun: [],
    interrupted: false,
    exitCode,
  },
});
const skipped = (id: string): StepVerdict => ({
  step: { id, kind: 'row', releases: [], isPromised: true, skipped: 'because' },
});

describe('the exit code of several steps', () => {
  test.each([
    ['all kept', [done('1-to-2', 0), done('2-to-3', 0)], 0],
    ['one not kept', [done('1-to-2', 0), done('2-to-3', 1)], 1],
    ['one not kept beside one inconclusive', [done('1-to-2', 3), done('2-to-3', 1)], 1],
    ['one inconclusive', [done('1-to-2', 0), done('2-to-3', 3)], 3],
    ['one that nobody promised fell short', [done('1-to-2', 0), done('1-to-3', 1, false)], 0],
    ['nothing that was run is promised', [done('1-to-3', 0, false)], 3],
    ['a promised row was left out', [done('1-to-2', 0), skipped('1-to-2-to-3')], 3],
    ['interrupted in a step that nobody promised', [done('1-to-2', 0), done('1-to-3', 130, false)], 130],
    ['a fault of ours beside an interruption', [done('1-to-2', 130), done('2-to-3', 4)], 4],
  ])('%s', (_, steps, exitCode) => {
    expect(judgeSteps(steps).exitCode).toBe(exitCode);
  });
});

describe('a row', () => {
  const skip = (steps: readonly StepVerdict[]) =>
    reasonToSkipRow(
      ['1-to-2', '2-to-3'],
      steps.filter(({ verdict }) => verdict !== undefined),
      steps.map(({ step }) => step),
    );

  test('is walked when its pairs pass, be it with an exception, or were not asked for', () => {
    expect(skip([done('1-to-2', 0), done('2-to-3', 0, true, 'exception')])).toBeUndefined();
    expect(skip([])).toBeUndefined();
    expect(skip([done('1-to-3', 1, true, 'broken')])).toBeUndefined();
  });

  test('is left out where a pair of it does not pass', () => {
    const broken = done('2-to-3', 1, true, 'broken');
    expect(skip([done('1-to-2', 0), broken])).toBe('offline:together of 2-to-3 did not pass');
    expect(skip([done('1-to-2', 3, true, 'inconclusive')])).toMatch(/1-to-2 did not pass/);
  });
});
