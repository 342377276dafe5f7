import { describe, expect } from 'vitest';
import { runCrew, saidOf } from '../support/crew.ts';
import { CREWS } from '../support/crew-faults.ts';
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
const tried = process.env.EVENKEEL_LATTICE === 'all' ? Object.keys(CREWS) : QUICK;

describe('both ways through the lattice say what the fault is', () => {
  for (const [name, { because, says, ...crew }] of Object.entries(CREWS)) {
    if (!tried.includes(name)) continue;
    test(`${name}: ${because}`, async ({ box }) => {
      const [chains, edges] = await Promise.all([runCrew(box, crew, 'chains'), runCrew(box, crew, 'edges')]);
      expect({ chains: saidOf(chains.report), edges: saidOf(edges.report) }).toEqual({
        chains: says,
        edges: says,
      });
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
