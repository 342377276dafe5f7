import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/judge/judge.ts';
import { CELL_IDS } from '../../../src/model/cell.ts';
import { provesThatItCanFail } from '../../../src/model/plan.ts';
import { journalOf, type Moment, stamped } from '../../support/journal.ts';
import { inUpgrade, type Judged, judged, smallModel } from '../../support/judged.ts';

const model = smallModel();

/** Expects that nothing was proved anywhere, and why. */
function expectInconclusive(verdict: Judged, why: RegExp): void {
  for (const cell of CELL_IDS) {
    expect(verdict.of(cell).result).toMatchObject({
      verdict: 'inconclusive',
      reasons: expect.arrayContaining([expect.stringMatching(why)]),
    });
    expect(verdict.of(cell).rollback.verdict).toBe('inconclusive');
  }
  expect(verdict.exitCode).toBe(3);
}

const inControl = ({ run }: Moment): boolean => run.purpose === 'control';

describe('a run proves nothing', () => {
  test('when base alone does not get through', () => {
    const verdict = judged(model, { fails: (at) => (inControl(at) ? 'base is ill' : undefined) });
    expectInconclusive(verdict, /base alone/);
    expect(verdict.of('offline:together').result.witnesses[0]?.failure.message).toBe('base is ill');
  });

  test('when base alone does not survive a restart', () => {
    const fails = (at: Moment) => (inControl(at) && at.phase.part === 'upgrade' ? 'base is ill' : undefined);
    expectInconclusive(judged(model, { fails }), /base alone/);
  });

  test('when base fails before the transition begins: that is never charged to target', () => {
    const fails = (at: Moment) =>
      at.run.purpose === 'upgrade' && at.phase.part === 'base' ? 'not yet' : undefined;
    expectInconclusive(judged(model, { fails }), /base failed before the transition/);
  });

  test('when a probe passes while its service is stopped', () => {
    const verdict = judged(model, {
      fails: ({ step }) => (step.action.kind === 'probe-stopped' ? 'probe list cannot fail' : undefined),
    });
    expectInconclusive(verdict, /probe list cannot fail/);
  });

  test('when a verify passes where nothing was created', () => {
    const verdict = judged(model, {
      fails: ({ step }) =>
        step.action.kind === 'resource' && step.action.expect === 'fail'
          ? 'verify of note cannot fail'
          : undefined,
    });
    expectInconclusive(verdict, /verify of note cannot fail/);
  });

  test('and all checks that cannot fail are named at once', () => {
    const { of } = judged(model, {
      fails: ({ run, step }) =>
        run.purpose === 'checks' && provesThatItCanFail(step.action)
          ? `${step.action.kind} is vacuous`
          : undefined,
    });
    const { reasons } = of('offline:together').result;
    expect(reasons).toContain('resource is vacuous');
    expect(reasons).toContain('probe-stopped is vacuous');
    expect(reasons).toContain('ask-stopped is vacuous');
  });

  test('when the checks on the checks could not be made', () => {
    const verdict = judged(model, {
      fails: ({ run, step }) =>
        run.purpose === 'checks' && step.action.kind === 'start' ? 'no port' : undefined,
    });
    expectInconclusive(verdict, /checks on the checks could not be made: no port/);
  });

  test('when the harness itself broke in a run', () => {
    const verdict = judged(model, {
      breaks: (run) => (run.purpose === 'upgrade' ? 'Error: out of memory\n    at somewhere' : undefined),
    });
    expectInconclusive(verdict, /broke off: Error: out of memory$/);
  });

  test('when a release cannot be installed', () => {
    const [started] = journalOf(model, CELL_IDS);
    if (started === undefined) throw new Error('no events');
    const verdict = judge([
      started,
      ...stamped([
        { type: 'install-finished', service: 'api', release: 'target', ms: 1, error: 'no such version' },
        { type: 'run-finished' },
      ]),
    ]);
    expect(verdict.cells[0]?.result).toMatchObject({
      verdict: 'inconclusive',
      reasons: ['target of api cannot be installed: no such version'],
    });
    expect(verdict.exitCode).toBe(3);
  });
});

describe('a state is not proved', () => {
  test('when no probe was answered by one of its releases', () => {
    const { of } = judged(model, {
      silent: (at) => inUpgrade(at) && at.phase.title === 'replace api-1' && at.role === 'base',
    });
    expect(of('rolling:frozen').result).toMatchObject({
      verdict: 'inconclusive',
      reasons: [expect.stringContaining('no probe was answered by base in "replace api-1"')],
    });
    expect(of('offline:together').result.verdict).toBe('painless');
  });

  test('when an instance was started and never said its version', () => {
    const { of } = judged(model, { nameless: (at) => inUpgrade(at) && at.run.code === 'offline' });
    expect(of('offline:together').result).toMatchObject({
      verdict: 'inconclusive',
      reasons: expect.arrayContaining([expect.stringContaining('api-1 was not asked for its version')]),
    });
    expect(of('rolling:frozen').result.verdict).toBe('painless');
  });

  test('when a probe failed only: a failing answer proves nothing', () => {
    const events = journalOf(model, ['offline:together']).map((event) =>
      event.type === 'probe' && event.run === 'offline-together' ? { ...event, ok: false } : event,
    );
    expect(judge(events).cells[0]?.result.verdict).toBe('inconclusive');
  });

  test('but a failing run needs no further proof of what came after', () => {
    const { of } = judged(model, {
      fails: (at) => (inUpgrade(at) ? 'broken at once' : undefined),
      silent: inUpgrade,
    });
    expect(of('offline:together').result.verdict).toBe('broken');
  });
});

test('one instance cannot be replaced while others serve: no mixed state, no verdict on rolling', () => {
  const [service] = model.services;
  if (service === undefined) throw new Error('no service');
  const single = { ...model, services: [{ ...service, instances: { offline: 1, rolling: 1 } }] };
  const { of } = judged(single);
  expect(of('rolling:after').result).toMatchObject({
    verdict: 'inconclusive',
    reasons: [expect.stringContaining('no mixed state')],
  });
  expect(of('offline:together').result.verdict).toBe('painless');
});

test('a rollback proves nothing when base alone cannot be started again', () => {
  const { of } = judged(model, {
    fails: (at) => (inControl(at) && at.phase.part === 'rollback' ? 'locked' : undefined),
  });
  expect(of('offline:together').result.verdict).toBe('painless');
  expect(of('offline:together').rollback).toMatchObject({
    verdict: 'inconclusive',
    witnesses: [{ failure: { message: 'locked' } }],
  });
});
