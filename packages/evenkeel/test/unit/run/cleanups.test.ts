import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { Cleanup, Event } from '../../../src/model/event.ts';
import type { PlannedRun, Step } from '../../../src/model/plan.ts';
import { cleanupOf } from '../../../src/run/perform-step.ts';
import { runTiny } from '../../support/tiny-run.ts';

const runs = { 'that works': runTiny('2.0.0'), 'that fails in the middle': runTiny('broken') };
afterAll(() => {
  for (const { folder } of Object.values(runs)) rmSync(folder, { recursive: true, force: true });
});

const ofRun = (events: readonly Event[], run: string): Event[] =>
  events.filter((event) => 'run' in event && event.run === run);

/** The clean-ups that were journaled in a run in one way, in order. */
function cleanups(events: readonly Event[], type: 'cleanup-registered' | 'cleanup-finished'): Cleanup[] {
  return events.flatMap((event) => (event.type === type ? [event.cleanup] : []));
}

/** Steps of a run that were started before what undoes them was registered. */
function unprepared(events: readonly Event[], run: PlannedRun): Step['id'][] {
  const steps = new Map(
    run.phases.flatMap((phase) => phase.steps.map((step) => [step.id, step.action] as const)),
  );
  return events.flatMap((event, index) => {
    if (event.type !== 'step-started') return [];
    const action = steps.get(event.step);
    const cleanup = action === undefined ? undefined : cleanupOf(action);
    const before = cleanups(events.slice(0, index), 'cleanup-registered').map((entry) =>
      JSON.stringify(entry),
    );
    return cleanup === undefined || before.includes(JSON.stringify(cleanup)) ? [] : [event.step];
  });
}

describe.each(Object.entries(runs))('a real run %s', (_, { events, end }) => {
  const started = events.find((event) => event.type === 'run-started');
  const reruns = events.flatMap((event) => (event.type === 'experiment-planned' ? [event.planned] : []));
  const done = events.flatMap((event) => (event.type === 'cell-run-finished' ? [event.run] : []));

  /** The plan's own experiment fails before it comes to them; what is made again does what the first one did. */
  const hasProbes = (run: string): boolean =>
    reruns.some(({ id }) => id === run) || !(run === 'checks' || run.includes('~'));

  test('is carried out to its end', () => {
    expect(end.stderr).not.toMatch(/fault of evenkeel/);
    expect(events.at(-1)?.type).toBe('run-finished');
    const experiments = done.filter((run) => run.includes('~'));
    expect(done.filter((run) => !experiments.includes(run))).toEqual([
      'control-offline',
      'checks',
      'offline-together',
    ]);
  });

  test.each(done)('registers what undoes a step before the step begins, in %s', (run) => {
    const planned = [...(started?.plan.runs ?? []), ...reruns].find((entry) => entry.id === run);
    if (planned === undefined) throw new Error('the run was not planned');
    expect(unprepared(ofRun(events, run), planned)).toEqual([]);
  });

  test.each(done)('finishes every clean-up in the reverse order, without an error, in %s', (run) => {
    const own = ofRun(events, run);
    const registered = cleanups(own, 'cleanup-registered');
    expect(cleanups(own, 'cleanup-finished')).toEqual([...registered].reverse());
    expect(own.filter((event) => event.type === 'cleanup-finished' && event.error !== undefined)).toEqual([]);
    expect(new Set(registered.map((cleanup) => cleanup.kind))).toEqual(
      new Set(
        ['remove-folder', 'stop-environment', 'end-commands', 'stop-instance'].concat(
          hasProbes(run) ? ['stop-probes'] : [],
        ),
      ),
    );
  });

  test('ends every process that it started', () => {
    const pids = (type: 'process-started' | 'process-ended') =>
      events.flatMap((event) => (event.type === type ? [event.pid] : []));
    expect(pids('process-ended').sort()).toEqual(pids('process-started').sort());
  });
});

test('the run that works is painless, the other is broken but can go back', () => {
  expect(runs['that works'].end.stdout).toMatch(/offline .*painless/);
  expect(runs['that works'].end.exitCode).toBe(0);
  expect(runs['that fails in the middle'].end.stdout).toMatch(/offline .*broken/);
  expect(runs['that fails in the middle'].end.stdout).toMatch(/exit code 7/);
  expect(runs['that fails in the middle'].end.exitCode).toBe(1);
});
