import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { admits, compareFilters } from '../../src/policy/filters/compare.ts';
import { filtersIn } from '../support/filters.ts';

const DATA = join(import.meta.dirname, '../../../../../shared/data/openstack/rootwrap');
const missing = !existsSync(DATA);
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
