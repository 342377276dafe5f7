import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/judge/judge.ts';
import { USUAL_CELLS } from '../../../src/model/cell.ts';
import type { Event } from '../../../src/model/event.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { cellsOfShare, shareOf } from '../../../src/plan/share.ts';
import { joinShares, type ShareJournal, whyNotJoined } from '../../../src/read/join-shares.ts';
import { type Behaviour, journalOf } from '../../support/journal.ts';
import { inUpgrade, smallModel } from '../../support/judged.ts';

const model = smallModel(
  'files: { conf: { path: app.conf, from: { base: one, target: two }, note: note.md } }',
);
const plan = makePlan(model, { cells: USUAL_CELLS, seed: 1 });
const sharesOf = (of: number) => Array.from({ length: of }, (_, at) => shareOf(plan, at + 1, of));

/** What each of several machines journals of a plan, on which the system behaves alike. */
function journalsOf(of: number, behaviour: Behaviour = {}): ShareJournal[] {
  const [started, ...events] = journalOf(model, USUAL_CELLS, behaviour);
  if (started?.type !== 'run-started') throw new Error('no beginning');
  return sharesOf(of).map((share, at) => ({
    name: `dir-${at + 1}`,
    started: { ...started, share, model: { ...model, dir: `/machine-${at}` } },
    events: events.filter((event) => !('run' in event) || share.runs.includes(event.run)),
  }));
}

describe('shares', () => {
  for (const of of [1, 2, 3, 4, 9]) {
    test(`of ${of}: every cell is in exactly one, with all its runs, its control and the checks`, () => {
      const shares = sharesOf(of);
      const cells = shares.flatMap((share) => cellsOfShare(plan, share).map(({ id }) => id));
      expect(cells.toSorted()).toEqual(plan.cells.map(({ id }) => id).toSorted());
      for (const share of shares) {
        for (const cell of cellsOfShare(plan, share)) {
          const needed = [...cell.attempts.flatMap(({ runs }) => runs), cell.control, 'checks'];
          expect(share.runs).toEqual(expect.arrayContaining(needed));
        }
        if (cellsOfShare(plan, share).length === 0) expect(share.runs).toEqual([]);
      }
    });
  }

  test('are the same each time', () => {
    expect(sharesOf(3)).toEqual(sharesOf(3));
  });

  test('of one have every run', () => {
    expect(shareOf(plan, 1, 1).runs).toEqual(plan.runs.map(({ id }) => id));
  });

  test('of two part the work: the larger one has far fewer steps than a whole run', () => {
    const ofPackage = smallModel(
      'files: { conf: { path: app.conf, from: { base: one, target: two }, owner: package } }',
    );
    const { runs, ...rest } = makePlan(ofPackage, { cells: USUAL_CELLS, seed: 1 });
    const countOf = (ids: readonly string[]): number =>
      runs
        .filter(({ id, purpose }) => ids.includes(id) && purpose !== 'experiment')
        .reduce((sum, { phases }) => sum + phases.reduce((all, { steps }) => all + steps.length, 0), 0);
    const whole = countOf(runs.map(({ id }) => id));
    for (const index of [1, 2])
      expect(countOf(shareOf({ ...rest, runs }, index, 2).runs)).toBeLessThan(0.75 * whole);
  });
});

describe('a share alone', () => {
  test('is judged by its own cells', () => {
    for (const { started, events } of journalsOf(2)) {
      const verdict = judge([started, ...events]);
      expect(verdict.exitCode).toBe(0);
      expect(verdict.cells.map(({ cell }) => cell)).toEqual(
        cellsOfShare(plan, started.share ?? expect.fail('no share')).map(({ id }) => id),
      );
    }
  });

  test('with nothing to do passes', () => {
    const empty = journalsOf(9).find(({ started }) => started.share?.runs.length === 0);
    if (empty === undefined) throw new Error('no empty share');
    expect(judge([empty.started, ...empty.events])).toMatchObject({ cells: [], exitCode: 0 });
  });
});

describe('joined shares', () => {
  const behaviours: Readonly<Record<string, Behaviour>> = {
    'all is well': {},
    'what runs side by side fails': {
      fails: (at) => (at.run.code === 'rolling' && inUpgrade(at) ? 'fails' : undefined),
    },
    'frozen files are in the way': {
      fails: (at) => (/frozen/.test(at.run.id) && inUpgrade(at) ? 'fails' : undefined),
    },
    'nothing works': { fails: (at) => (inUpgrade(at) ? 'fails' : undefined) },
    'the control fails': { fails: (at) => (at.run.id === 'control-rolling' ? 'fails' : undefined) },
  };
  for (const [name, behaviour] of Object.entries(behaviours)) {
    test(`have the verdicts of a whole run, causes and all, where ${name}`, () => {
      const whole = judge(journalOf(model, USUAL_CELLS, behaviour));
      for (const of of [1, 2, 3, 4]) {
        const journals = journalsOf(of, behaviour);
        expect(whyNotJoined(journals)).toBeUndefined();
        expect(judge(joinShares(journals.toReversed()).events)).toEqual(whole);
      }
    });
  }

  test('of which one is missing prove nothing about its cells', () => {
    const { events, missing } = joinShares(journalsOf(2).slice(1));
    expect(missing).toEqual([{ index: 1, of: 2 }]);
    const verdict = judge(events);
    expect(verdict.exitCode).toBe(3);
    const lost = cellsOfShare(plan, shareOf(plan, 1, 2)).map(({ id }) => id);
    for (const { cell, result } of verdict.cells)
      expect(result.verdict).toBe(lost.includes(cell) ? 'inconclusive' : 'painless');
  });

  test('of which one was interrupted were interrupted', () => {
    const [one, two] = journalsOf(2);
    if (one === undefined || two === undefined) throw new Error('no two shares');
    const cut: Event = { seq: 9, at: 9, type: 'interrupted', signal: 'SIGINT' };
    expect(judge(joinShares([one, { ...two, events: [...two.events, cut] }]).events).exitCode).toBe(130);
  });
});

describe('journals that cannot be joined', () => {
  const [one, two] = journalsOf(2);
  if (one === undefined || two === undefined) throw new Error('no two shares');
  const changed = (change: Partial<ShareJournal['started']>): ShareJournal => ({
    ...two,
    started: { ...two.started, ...change },
  });
  const { share: _, ...whole } = two.started;
  const release = { ...model.releases.target, label: '3.0.0' };
  const cases: readonly [string, readonly ShareJournal[], string][] = [
    ['a whole run', [one, { ...two, started: whole }], 'dir-2 is a run of the whole plan'],
    ['the same share twice', [one, { ...one, name: 'again' }], 'dir-1 and again are both share 1 of 2'],
    ['another number of shares', [one, journalsOf(3)[1] ?? one], 'shares: 2 and 3'],
    ['another seed', [one, changed({ plan: { ...plan, seed: 7 } })], 'seed: 1 and 7'],
    [
      'another major version',
      [one, changed({ machine: { ...two.started.machine, evenkeel: '1.0.0' } })],
      'evenkeel, major version: "0" and "1"',
    ],
    [
      'another release',
      [one, changed({ model: { ...model, releases: { ...model.releases, target: release } } })],
      'model.releases.target.label: "2.0.0" and "3.0.0"',
    ],
    ['other runs', [one, changed({ plan: { ...plan, runs: plan.runs.slice(1) } })], 'plan.runs.0.id: '],
  ];
  for (const [name, journals, words] of cases) {
    test(`${name}: the message names it`, () => {
      expect(whyNotJoined(journals)).toContain(words);
    });
  }
});
