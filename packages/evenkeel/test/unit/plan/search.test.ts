import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import type { MadeRun } from '../../../src/model/made-run.ts';
import type { PlannedRun } from '../../../src/model/plan.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { nextExperiment } from '../../../src/plan/search/next-experiment.ts';
import { modelOf } from '../../support/model.ts';

const PLAN = `version: 1
name: knob
releases: { base: { label: 1.0.0 }, target: { label: 2.0.0 } }
services:
  api: { install: { folder: app }, start: app, ready: { http: GET / }, version: { http: GET /, json: version } }
  worker: { install: { folder: app }, start: app, ready: { http: GET / }, version: { http: GET /, json: version } }
files:
  conf: { path: app.conf, from: motd.txt }
resources:
  note: { service: api, create: [{ http: POST / }], verify: [{ http: GET / }] }
probes:
  list: { service: api, http: GET / }
  work: { service: worker, http: GET / }
`;
const OPTIONS = ['colour', 'paint', 'size', 'width'];
/** More than any of these searches needs. */
const MANY = 100;

/** Makes all that is asked for, where a run fails unless its change turns it; `nth`: how often that change was made before. */
function search(turns: (change: Change, nth: number) => boolean): MadeRun[] {
  const model = modelOf(PLAN);
  const { cells, runs } = makePlan(model, { cells: ['offline:frozen'], seed: 1 });
  const made = new Map<string, MadeRun>();
  const make = (run: PlannedRun): void => {
    expect(made.has(run.id)).toBe(false);
    const alike = [...made.values()].filter(
      (each) =>
        each.run.again !== undefined && JSON.stringify(each.run.change) === JSON.stringify(run.change),
    );
    const passes = run.change !== undefined && turns(run.change, alike.length);
    const outcome = { base: 'passed', upgrade: passes ? 'passed' : 'failed', rollback: 'not-run' } as const;
    made.set(run.id, {
      run,
      outcome,
      ...(!passes && { failure: { step: '', kind: 'start', why: { message: 'it ended', log: [] } } }),
    });
  };
  for (const run of runs) make(run);
  const options = (_file: string, of: 'edit' | 'file' | 'default'): string[] =>
    of === 'file' ? OPTIONS : [];
  for (let count = 0; count < MANY; count++) {
    const next = nextExperiment({ model, cells, made, repeat: 1, options, canMake: () => true });
    if (next === undefined) return [...made.values()].filter(({ run }) => run.again !== undefined);
    make(next);
  }
  throw new Error('the search does not end');
}

const without = (change: Change): readonly string[] | undefined =>
  change.kind === 'options' ? change.options : undefined;

/** The changes of the search, in words, each as often as it was made. */
const changesOf = (made: readonly MadeRun[]): string[] =>
  made.map(({ run: { change } }) => `${change?.kind} ${(change && without(change)) ?? ''}`.trim());

describe('the search for a cause', () => {
  it('ends when nothing turns the failure, and tries each change once', () => {
    const changes = changesOf(search(() => false));
    expect(changes).toEqual(['patience', 'held-back', 'held-back', 'options colour,paint,size,width']);
  });

  it('finds the one option that a release does not know, and sees it pass twice', () => {
    const changes = changesOf(search((change) => without(change)?.includes('paint') ?? false));
    expect(changes.filter((each) => each === 'options paint')).toHaveLength(2);
    expect(changes.at(-1)).toBe('options paint');
  });

  it('does not believe what passes by chance, and goes on', () => {
    const byChance = (change: Change, nth: number): boolean =>
      without(change)?.join() === 'colour,paint' ? nth === 0 : (without(change)?.includes('size') ?? false);
    const changes = changesOf(search(byChance));
    expect(changes.filter((each) => each === 'options colour,paint')).toHaveLength(2);
    expect(changes.filter((each) => each === 'options size')).toHaveLength(2);
  });

  it('makes a service that is held back twice when that turns it', () => {
    const changes = search((change) => change.kind === 'held-back' && change.service === 'worker');
    const held = changes.flatMap(({ run: { change } }) =>
      change?.kind === 'held-back' ? change.service : [],
    );
    expect(held).toEqual(['api', 'worker', 'worker']);
  });

  it('asks again without longer waits when those make it pass', () => {
    const changes = changesOf(search((change) => change.kind === 'patience'));
    expect(changes).toEqual(['patience', 'undefined', 'undefined']);
  });
});
