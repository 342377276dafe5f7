import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { type Crew, causesOf, type Rule, runCrew, saidOf } from '../support/crew.ts';
import { CAUSES } from '../support/crew-causes.ts';
import { CREWS } from '../support/crew-faults.ts';
import { MORE_CREWS } from '../support/crew-faults-more.ts';
import { test } from '../support/e2e.ts';
import { cellOf, evidenceOf } from '../support/shelf.ts';

/** `npm test` takes those that differ most; `npm run test:lattice` takes all. */
const QUICK: readonly string[] = [
  'nothing is wrong',
  'api@target beside worker@base',
  'two of three',
  'three together',
  'contract before the last of base',
  'no base starts once worker@target was here',
  'no base worker starts once worker@target was here',
  'no base worker starts beside api@target',
  'api@target beside worker@base, and order: worker before api',
];
const ALL = { ...CREWS, ...MORE_CREWS };
const isWhole = process.env.EVENKEEL_LATTICE === 'all';
const tried = isWhole ? Object.keys(ALL) : QUICK;

describe('both ways through the lattice say what the fault is', () => {
  for (const [name, { because, says, ...crew }] of Object.entries(ALL)) {
    if (!tried.includes(name)) continue;
    test(`${name}: ${because}`, async ({ box }) => {
      const causes = isWhole ? CAUSES[name] : undefined;
      // Causes are sought in comparison with the offline cell.
      const [chains, edges] = await Promise.all([
        runCrew(box, crew, 'chains', causes && ['offline:frozen']),
        runCrew(box, crew, 'edges'),
      ]);
      expect({ chains: saidOf(chains.report), edges: saidOf(edges.report) }).toEqual({
        chains: says,
        edges: says,
      });
      if (causes !== undefined) expect(causesOf(chains.report)).toEqual(causes);
    });
  }
});

describe('state that lies outside of the folders of a run', () => {
  for (const outside of ['all', 'target'] as const) {
    test(`is found out, of ${outside}: edges cannot be walked, and chains can`, async ({ box }) => {
      const crew = { services: { api: 1, worker: 1 }, rules: [], outside };
      const chains = await runCrew(box, crew, 'chains');
      expect(cellOf(chains.report, 'rolling:frozen').result.verdict).toBe('painless');
      const edges = await runCrew(box, crew, 'edges');
      const { result } = cellOf(edges.report, 'rolling:frozen');
      expect(result.verdict).toBe('inconclusive');
      expect(evidenceOf(result)).toMatch(/lies outside of the run's folders.*use --lattice chains/);
      expect(edges.ended.code).toBe(3);
    });
  }
});

/** Keeps and brings back the folder that lies outside, whether it is there or not. */
const KEEPING = {
  save: 'cp -a ${plan.dir}/outside ${state}/ 2>/dev/null || [ ! -e ${plan.dir}/outside ]',
  restore:
    'rm -rf ${plan.dir}/outside && { [ ! -e ${state}/outside ] || cp -a ${state}/outside ${plan.dir}; }',
};

describe("the plan's own commands for state that lies outside", () => {
  const because = CREWS['api@target beside worker@base'];
  for (const outside of isWhole ? (['all', 'target'] as const) : (['all'] as const)) {
    test(`are enough to walk edges, of ${outside}: what they say is known`, async ({ box }) => {
      if (because === undefined) throw new Error('there is no such crew');
      const crew = { ...because, outside, state: KEEPING };
      expect(saidOf((await runCrew(box, crew, 'edges')).report)).toEqual(because.says);
    });
  }

  const wrong = [
    ['restores nothing', { ...KEEPING, restore: ':' }, /still there.*state\.restore does not bring back/],
    ['cannot save', { ...KEEPING, save: 'echo no room; exit 7' }, /state\.save.*exit code 7: no room/],
    ['loses what was there', { ...KEEPING, save: ':' }, /did not fail when the state was kept/],
  ] as const;
  // `npm test` takes the two that can be mistaken for a verdict.
  test.for(wrong.filter(([what]) => isWhole || what !== 'cannot save'))(
    'prove nothing when one %s',
    async ([, state, why], { box }) => {
      const crew = { services: { api: 1, worker: 1 }, rules: [], outside: 'target', state } as const;
      const edges = await runCrew(box, crew, 'edges');
      const { result } = cellOf(edges.report, 'rolling:frozen');
      expect(result.verdict).toBe('inconclusive');
      expect(evidenceOf(result)).toMatch(why);
      expect(edges.ended.code).toBe(3);
    },
  );
});

describe('orders that the plan forbids, when they are asked for', () => {
  const beside: Rule['beside'] = ['api@target', 'worker@base'];

  for (const [support, mode, rules] of [
    ['needed', 'edges', [{ does: 'serve', beside }]],
    ['needless', 'chains', []],
  ] as const) {
    test(`show that a line is ${support}, and change no verdict`, async ({ box }) => {
      const crew = { services: { api: 1, worker: 1 }, order: ['worker before api'], rules };
      const { ended, report, out } = await runCrew(box, crew, mode, [], '--undocumented');
      const { result, undocumented } = cellOf(report, 'rolling:frozen');
      expect([result.verdict, ended.code]).toEqual(['painless', 0]);
      expect(undocumented?.rules).toEqual([{ first: 'worker', second: 'api', support }]);
      const outcomes = undocumented?.states.map(({ state, outcome }) => `${state.join('.')} ${outcome}`);
      expect(outcomes).toEqual([`1.0 ${support === 'needed' ? 'failed' : 'passed'}`]);
      const text = readFileSync(`${out}/report.txt`, 'utf8');
      expect(text).toMatch(new RegExp(`order: worker before api is ${support}`));
    });
  }

  for (const mode of ['chains', 'edges'] as const) {
    test.runIf(isWhole)(
      `tell the line that is needed from the one that is not, by ${mode}`,
      async ({ box }) => {
        const crew: Crew = {
          services: { api: 1, worker: 1, scheduler: 1 },
          order: ['worker before api', 'scheduler before api'],
          rules: [{ does: 'serve', beside }],
        };
        const { ended, report } = await runCrew(box, crew, mode, [], '--undocumented');
        const { result, undocumented } = cellOf(report, 'rolling:frozen');
        expect([result.verdict, ended.code]).toEqual(['painless', 0]);
        expect(undocumented?.rules).toEqual([
          { first: 'worker', second: 'api', support: 'needed' },
          { first: 'scheduler', second: 'api', support: 'needless' },
        ]);
        // of the states in which api went before one of the others, it fails in those where worker waits
        const outcomes = undocumented?.states.map(({ state, outcome }) => `${state.join('.')} ${outcome}`);
        expect(outcomes).toEqual(['1.0.0 failed', '1.0.1 failed', '1.1.0 passed']);
      },
    );
  }
});
