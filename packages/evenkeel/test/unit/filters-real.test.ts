import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { POLICIES } from '../../src/model/policies.ts';
import { admits, compareFilters } from '../../src/policy/filters/compare.ts';
import { contractFilters, missingFilters } from '../../src/policy/filters/contract.ts';
import { standingsOf } from '../../src/policy/filters/standing.ts';
import { unreachable } from '../../src/policy/filters/unreachable.ts';
import { filtersIn } from '../support/filters.ts';

const DATA = join(import.meta.dirname, '../../../../../shared/data/openstack/rootwrap');
const missing = !existsSync(DATA);
const policy = POLICIES[0] ?? expect.fail();
const RELEASES = ['bullseye', 'bookworm', 'trixie'];
const PAIRS = ['cinder', 'manila', 'neutron', 'nova'].flatMap((project) =>
  RELEASES.slice(1).map((target, index) => [project, RELEASES[index] ?? '', target] as const),
);

describe(`real filters${missing ? ' (skipped: ../shared/data/openstack/rootwrap is not there)' : ''}`, () => {
  test.skipIf(missing).each(PAIRS)(
    'of %s, %s to %s: each witness is what decide says',
    (project, base, target) => {
      const [old, next] = [filtersIn(join(DATA, base, project)), filtersIn(join(DATA, target, project))];
      const start = performance.now();
      const { added, dropped } = compareFilters(old, next);
      for (const each of added) expect(verdicts(each, next, old)).toEqual([true, false]);
      for (const each of dropped) expect(verdicts(each, old, next)).toEqual([true, false]);
      expect(performance.now() - start).toBeLessThan(10_000);
    },
  );
});

describe('real filters after an upgrade', () => {
  test.skipIf(missing).each(PAIRS)(
    'of %s, %s to %s: the union is one, and contracts',
    (project, base, target) => {
      const [old, next] = [filtersIn(join(DATA, base, project)), filtersIn(join(DATA, target, project))];
      const union = { ...old, filters: [...old.filters, ...next.filters] };
      const fates = contractFilters(union, old, next).map(({ fate, from }) => `${fate} ${from}`);
      expect(fates.filter((fate) => !['stays target', 'may-go base'].includes(fate))).toEqual([]);
      expect(fates.filter((fate) => fate === 'stays target').length).toBeGreaterThanOrEqual(
        next.filters.length,
      );
      expect(missingFilters(union, next)).toEqual([]);
    },
  );

  test.skipIf(missing).each(RELEASES)(
    'of all of %s: nothing is undecided, never reached or without effect',
    (release) => {
      for (const project of ['cinder', 'manila', 'neutron', 'nova']) {
        const set = filtersIn(join(DATA, release, project));
        const kinds = [...standingsOf(set).values()].map(({ kind }) => kind);
        expect([project, kinds.includes('undecided'), kinds.includes('empty')]).toEqual([
          project,
          false,
          false,
        ]);
        expect(
          unreachable.check(
            { base: { label: '' }, target: { label: '', filters: set }, policy, operatorFiles: [] },
            [],
          ),
        ).toEqual([]);
      }
    },
  );
});

/** Does the release with the filter admit the witness, and the other one? */
function verdicts(
  difference: ReturnType<typeof compareFilters>['added'][number],
  mine: ReturnType<typeof filtersIn>,
  other: ReturnType<typeof filtersIn>,
): boolean[] | string {
  if (difference.kind === 'undecided') return `undecided: ${difference.why}`;
  const { argv, admission } = difference;
  return [mine, other].map((set) => admits(set, argv, admission.filter.runAs));
}
