import { describe, expect, test } from 'vitest';
import type { CellId } from '../../../src/model/cell.ts';
import {
  AROUND_STEPS,
  type Costs,
  type CostsFile,
  costsOfPlan,
  MOST_PLANS,
  MOST_RUNS,
  type TimesOfRun,
  withRun,
} from '../../../src/model/costs.ts';
import type { Event } from '../../../src/model/event.ts';
import type { StepAction } from '../../../src/model/plan.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { expectedMs } from '../../../src/plan/measured-costs.ts';
import { planByCosts } from '../../../src/plan/plan-by-costs.ts';
import { timesOfRun } from '../../../src/plan/times-of-run.ts';
import { costsText, readCosts } from '../../../src/read/costs.ts';
import { renderPlan } from '../../../src/report/plan-text.ts';
import { type Behaviour, journalOf } from '../../support/journal.ts';
import { inUpgrade, withWorker } from '../../support/judged.ts';

const MODEL = withWorker();
const CELLS = ['rolling:frozen'] as const;

/** The journal of a run in which each kind of step took so many milliseconds (default: 1). */
function journalWith(ms: Partial<Record<StepAction['kind'], number>>, behaviour: Behaviour = {}): Event[] {
  const events = journalOf(MODEL, CELLS, behaviour);
  const [first] = events;
  const kinds = new Map(
    (first?.type === 'run-started' ? first.plan.runs : []).flatMap(({ phases }) =>
      phases.flatMap(({ steps }) => steps.map(({ id, action }) => [id, action.kind] as const)),
    ),
  );
  return events.map((event) =>
    event.type === 'step-finished'
      ? { ...event, ms: ms[kinds.get(event.step) ?? 'stop'] ?? 1 }
      : { ...event, at: 0 },
  );
}

function timesOf(events: readonly Event[]): TimesOfRun {
  const times = timesOfRun(events);
  if (times === undefined) throw new Error('nothing is known of what it took');
  return times;
}

const ONE = { start: { count: 1, ms: 1 } };

/** What is known after a run that took so long. */
function costsAfter(times: TimesOfRun): Costs {
  const costs = costsOfPlan(withRun([], 'this', times), 'this');
  if (costs === undefined) throw new Error('nothing is known of the plan');
  return costs;
}

describe('what a run took, by its journal', () => {
  test('is counted for each service, resource and kind of step', () => {
    const { steps } = timesOf(journalWith({ start: 700, 'ask-version': 30 }, { mode: 'edges' }));
    for (const service of ['api', 'worker']) {
      const { count = 0, ms = 0 } = steps[`start ${service}`] ?? {};
      expect([service, ms / count]).toEqual([service, 700]);
      expect(steps[`ask-version ${service}`]?.ms).toBe(30 * count);
    }
    expect(Object.keys(steps)).toEqual(
      expect.arrayContaining([
        'create note',
        'verify note',
        'verify-in-vain note',
        'save-snapshot',
        'stop api',
      ]),
    );
  });

  test('does not count what failed, or had nothing to do', () => {
    const broken = journalWith(
      { start: 700 },
      { fails: (at) => (inUpgrade(at) && at.step.action.kind === 'start' ? 'no' : undefined) },
    );
    const whole = journalWith({ start: 700 });
    expect(timesOf(broken).steps['start api']?.count).toBeLessThan(
      timesOf(whole).steps['start api']?.count ?? 0,
    );
    const idle = whole.map((event) =>
      event.type === 'step-finished' && event.ms === 700
        ? { ...event, note: 'skipped: it was not created' }
        : event,
    );
    expect(timesOf(idle).steps['start api']).toBeUndefined();
  });

  test('knows how long each planned run was, and how much of that lay around its steps', () => {
    const events = journalWith({}).map((event) =>
      event.type === 'cell-run-finished' ? { ...event, at: 5000 } : event,
    );
    const { durations, steps } = timesOf(events);
    expect(durations['control-rolling']).toBe(5000);
    const { count = 0, ms = 0 } = steps[AROUND_STEPS] ?? {};
    expect(count).toBe(Object.keys(durations).length);
    expect(ms / count).toBeGreaterThan(4000);
  });

  test('is not known of one that was interrupted, or did not come to its end', () => {
    const events = journalWith({});
    const interrupted: Event = { seq: 0, at: 0, type: 'interrupted', signal: 'SIGINT' };
    expect(timesOfRun([...events, interrupted])).toBeUndefined();
    expect(timesOfRun(events.slice(0, -1))).toBeUndefined();
  });
});

describe('the way through the lattice', () => {
  const [probe] = MODEL.probes;
  const slow = { ...MODEL, setup: probe === undefined ? [] : [{ service: 'api', check: probe.check }] };
  const chosenWhere = (kind: string, cells: readonly CellId[] = CELLS) =>
    planByCosts(slow, {
      cells,
      seed: 1,
      lattice: { costs: costsAfter({ steps: { [kind]: { count: 2, ms: 120_000 } }, durations: {} }) },
    });

  // Two services of one instance: whole upgrades set up four times, edges once; those keep three states, and restore four times.
  test.each([
    ['setup', 'edges'],
    ['save-snapshot', 'chains'],
    ['restore-snapshot', 'chains'],
    [AROUND_STEPS, 'chains'],
  ] as const)('where %s takes a minute is that of %s', (kind, way) => {
    const { plan, chosen } = chosenWhere(kind);
    expect(chosen).toBe(way);
    expect(plan.cells[0]?.attempts[0]?.lattice?.mode).toBe(way);
    expect(renderPlan(slow, plan)).toMatch(/by measured costs of 1 earlier run\)/);
  });

  test('is the same in all cells, so that one word repeats the run', () => {
    const { plan, chosen } = chosenWhere('setup', ['rolling:frozen', 'rolling:after']);
    expect(
      planByCosts(slow, { cells: ['rolling:frozen'], seed: 1, lattice: { mode: chosen ?? 'chains' } }).plan
        .runs,
    ).toEqual(plan.runs);
  });

  test('is by usual costs where there was no earlier run, and as it is told where it is told', () => {
    const { plan, chosen } = planByCosts(MODEL, { cells: CELLS, seed: 1 });
    expect(plan).toEqual(makePlan(MODEL, { cells: CELLS, seed: 1 }));
    expect(chosen).toBe(plan.cells[0]?.attempts[0]?.lattice?.mode);
    expect(renderPlan(MODEL, plan)).toMatch(/by usual costs: no earlier run\)/);
    const told = planByCosts(MODEL, { cells: CELLS, seed: 1, lattice: { mode: 'edges' } });
    expect(told.chosen).toBeUndefined();
    expect(told.plan.cells[0]?.attempts[0]?.lattice?.mode).toBe('edges');
  });
});

describe('what is expected of a plan', () => {
  test('is what its runs took last; of those that are new, the sum of their steps', () => {
    const costs = costsAfter({
      steps: {
        'start api': { count: 1, ms: 1000 },
        'start worker': { count: 2, ms: 5000 },
        [AROUND_STEPS]: { count: 1, ms: 7 },
      },
      durations: { 'control-rolling': 1234 },
    });
    const plan = makePlan(MODEL, { cells: CELLS, seed: 1, lattice: { mode: 'edges' } });
    const expected = expectedMs(costs, plan);
    expect(expected.get('control-rolling')).toBe(1234);
    const first = plan.runs.find(({ id }) => id === 'rolling-frozen-start');
    const starts = first?.phases.flatMap(({ steps }) =>
      steps.filter(({ action }) => action.kind === 'start'),
    );
    const least = (starts ?? []).reduce(
      (sum, { action }) => sum + (action.kind === 'start' && action.service === 'worker' ? 2500 : 1000),
      7,
    );
    expect(expected.get('rolling-frozen-start')).toBeGreaterThanOrEqual(least);
    expect(expected.get('rolling-frozen-start')).toBeLessThan(least + 1500);
  });

  test('leaves out runs that wait for a failure, unless they were made last time', () => {
    const plan = makePlan(MODEL, { cells: CELLS, seed: 1 });
    const [experiment = ''] = plan.runs.flatMap(({ id, purpose }) => (purpose === 'experiment' ? [id] : []));
    expect(expectedMs(costsAfter({ steps: ONE, durations: {} }), plan).has(experiment)).toBe(false);
    expect(expectedMs(costsAfter({ steps: ONE, durations: { [experiment]: 5 } }), plan).get(experiment)).toBe(
      5,
    );
  });
});

describe('the file of costs', () => {
  test('keeps the last runs of the last plans, and says them again', () => {
    let file: CostsFile = [];
    for (let plan = 0; plan < MOST_PLANS + 3; plan++)
      for (let run = 0; run < MOST_RUNS + 2; run++)
        file = withRun(file, `plan ${plan}`, {
          steps: { start: { count: 1, ms: run } },
          durations: { a: run },
        });
    expect(file).toHaveLength(MOST_PLANS);
    expect(costsOfPlan(file, 'plan 0')).toBeUndefined();
    const costs = costsOfPlan(readCosts(costsText(file)) ?? [], `plan ${MOST_PLANS}`);
    expect(costs).toEqual({
      runs: MOST_RUNS,
      steps: new Map([['start', { count: 5, ms: 2 + 3 + 4 + 5 + 6 }]]),
      durations: new Map([['a', 6]]),
    });
  });

  test.each([
    '',
    'null',
    '[]',
    '{"version":2,"plans":[]}',
    '{"version":1,"plans":[{"plan":"a","steps":[{"start":{"count":0,"ms":1}}],"durations":{}}]}',
    '{"version":1,"plans":[{"plan":"a","steps":[{"start":{"count":1,"ms":-1}}],"durations":{}}]}',
  ])('is not believed when it is %s', (text) => {
    expect(readCosts(text)).toBeUndefined();
  });

  test('is not believed when it is made to exhaust its reader', () => {
    expect(readCosts(`{"version":1,"plans":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toBeUndefined();
  });
});
