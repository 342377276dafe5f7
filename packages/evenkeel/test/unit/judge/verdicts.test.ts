import { describe, expect, test } from 'vitest';
import { CELL_IDS } from '../../../src/model/cell.ts';
import { inRollback, inUpgrade, judged, smallModel, withWorker } from '../../support/judged.ts';

const model = smallModel();

describe('painless', () => {
  test('is a cell where all works and nothing warns, with its rollback', () => {
    const verdict = judged(model);
    for (const cell of CELL_IDS) {
      expect(verdict.of(cell).result).toMatchObject({ verdict: 'painless', witnesses: [], warnings: [] });
      expect(verdict.of(cell).rollback.verdict).toBe('painless');
    }
    expect(verdict.exitCode).toBe(0);
  });

  test('a cell that cannot differ has the verdict of its twin, and says whose it is', () => {
    const { of } = judged(model, {
      fails: (at) => (inUpgrade(at) && at.run.code === 'rolling' ? 'no' : undefined),
    });
    expect(of('offline:frozen')).toMatchObject({
      sameAs: 'offline:together',
      result: { verdict: 'painless' },
    });
    expect(of('rolling:before')).toMatchObject({ sameAs: 'rolling:frozen', result: { verdict: 'broken' } });
  });
});

describe('warns', () => {
  const deprecation = 'option "store" (request 17) is deprecated';

  test('is a cell that works and logs a deprecation; each text once, with its times', () => {
    const { of, exitCode } = judged(model, {
      warns: (at) =>
        inUpgrade(at) && at.run.code === 'offline' && at.phase.title.startsWith('verify')
          ? [deprecation, deprecation.replace('17', '18'), 'port is deprecated']
          : [],
    });
    expect(of('offline:together').result.verdict).toBe('warns');
    expect(of('offline:together').result.warnings).toEqual([
      { release: 'target', text: deprecation, times: 2 },
      { release: 'target', text: 'port is deprecated', times: 1 },
    ]);
    expect(of('rolling:after').result.verdict).toBe('painless');
    expect(exitCode).toBe(0);
  });

  test('is not a cell where base alone logs the same, whatever its numbers', () => {
    const { of } = judged(model, {
      warns: ({ run }) => [run.purpose === 'control' ? deprecation.replace('17', '99') : deprecation],
    });
    expect(of('offline:together').result.verdict).toBe('painless');
    expect(of('offline:together').rollback.verdict).toBe('painless');
  });

  test('is a rollback where only base warns after it', () => {
    const { of } = judged(model, { warns: (at) => (inRollback(at) ? [deprecation] : []) });
    expect(of('offline:together').result.verdict).toBe('painless');
    expect(of('offline:together').rollback.verdict).toBe('warns');
  });
});

describe('broken', () => {
  test('is a cell that fails, with the step, the state and the log as its witness', () => {
    const { of, exitCode } = judged(model, {
      fails: ({ step, ...at }) =>
        inUpgrade(at) &&
        at.run.code === 'rolling' &&
        at.phase.title === 'replace api-1' &&
        step.action.kind === 'resource'
          ? '404'
          : undefined,
    });
    expect(of('rolling:frozen').result).toMatchObject({
      verdict: 'broken',
      witnesses: [
        {
          run: 'rolling-frozen',
          phase: 'replace api-1',
          state: 'api-1@target, api-2@base',
          kind: 'resource',
          failure: { message: '404', log: [{ source: 'api-1', text: 'log of 404' }] },
        },
      ],
    });
    expect(of('offline:together').result.verdict).toBe('painless');
    expect(exitCode).toBe(1);
  });

  test('is a rollback that fails, apart from its upgrade', () => {
    const { of, exitCode } = judged(model, { fails: (at) => (inRollback(at) ? 'no way back' : undefined) });
    expect(of('offline:together').result.verdict).toBe('painless');
    expect(of('offline:together').rollback).toMatchObject({
      verdict: 'broken',
      witnesses: [{ failure: { message: 'no way back' } }],
    });
    expect(exitCode).toBe(0);
  });

  test('is a cell that fails in one of its orders only', () => {
    const { of } = judged(withWorker(), {
      mode: 'chains',
      fails: (at) => (inUpgrade(at) && at.run.id === 'rolling-frozen-2' ? 'this order' : undefined),
    });
    const { result } = of('rolling:frozen');
    expect(result.verdict).toBe('broken');
    expect(result.witnesses.map((witness) => witness.run)).toEqual(['rolling-frozen-2']);
  });
});

describe('frozen files', () => {
  const frozen = smallModel(
    'files:',
    '  conf: { path: conf, from: { base: one, target: two }, owner: package }',
  );

  test('that are written break the frozen cells, and no other', () => {
    const { of } = judged(frozen, { writes: (at) => (inUpgrade(at) ? ['conf'] : []) });
    expect(of('offline:frozen').result).toMatchObject({
      verdict: 'broken',
      reasons: expect.arrayContaining([expect.stringContaining('conf changed')]),
    });
    expect(of('rolling:frozen').result.verdict).toBe('broken');
    expect(of('offline:together').result.verdict).toBe('painless');
    expect(of('rolling:before').result.verdict).toBe('painless');
  });

  test('that are written leave no word of a run that passes', () => {
    const { of } = judged(frozen, { writes: (at) => (inUpgrade(at) ? ['conf'] : []) });
    expect(of('offline:frozen').result.reasons.filter((reason) => reason.endsWith('passes'))).toEqual([]);
  });

  test('that base alone writes too are no fault of target', () => {
    const { of } = judged(frozen, { writes: () => ['conf'] });
    expect(of('offline:frozen').result.verdict).toBe('painless');
    expect(of('rolling:frozen').rollback.verdict).toBe('painless');
  });

  test('that are written in the rollback break the rollback', () => {
    const { of } = judged(frozen, { writes: (at) => (inRollback(at) ? ['conf'] : []) });
    expect(of('offline:frozen').result.verdict).toBe('painless');
    expect(of('offline:frozen').rollback.verdict).toBe('broken');
  });
});
