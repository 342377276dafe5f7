import { describe, expect, test } from 'vitest';
import { expectReport, type MistakeCase } from '../../support/mistake-case.ts';
import { issuesOf, SMALL_PLAN } from '../../support/model.ts';

const FILTERS = 'from: { base: filters-1, target: filters-2 }, owner: package, filters: true';

const MISTAKES: readonly MistakeCase[] = [
  {
    what: 'one variant',
    from: FILTERS,
    to: 'from: filters-1, filters: true',
    at: 'true }\n  motd',
    says: /filters has no filters of each release to put together/,
    hint: /base: and a target:/,
  },
  {
    what: 'a release without any',
    from: FILTERS,
    to: 'from: { base: filters-1 }, owner: package, filters: true',
    at: 'true }\n  motd',
    says: /has no filters of each release/,
  },
  {
    what: 'a file',
    from: FILTERS,
    to: 'from: { base: filters-1, target: motd.txt }, owner: package, filters: true',
    at: 'true }\n  motd',
    says: /motd\.txt is a file: rootwrap reads folders/,
  },
  {
    what: 'placeholders in them',
    from: FILTERS,
    to: `${FILTERS}, render: true`,
    at: 'true, render',
    says: /filters cannot be both filters and rendered/,
  },
];

describe('privilege filters that cannot be put together are reported at their place', () => {
  test.each(MISTAKES)('$what', expectReport);
});

describe('the cell rolling:union in a plan without filters', () => {
  const without = (more: string) => issuesOf(`${SMALL_PLAN}${more}\n`, { 'mend.md': 'file' });
  const says = expect.objectContaining({
    message: expect.stringMatching(/^rolling:union.*no file of this plan is a folder of privilege filters/),
    hint: expect.stringMatching(/filters: true/),
  });

  test.each([
    'promises: [rolling:after, rolling:union]',
    'promises: { rolling:union/rollback: painless }',
    'exceptions: { mend: { run: mend, note: mend.md, cells: [rolling:union] } }',
  ])('is an issue: %s', (more) => {
    expect(without(more)).toEqual([says]);
  });

  test('is none when there are filters', () => {
    const filters = 'files: { d: { path: d, from: { base: 1, target: 2 }, owner: package, filters: true } }';
    const text = `${SMALL_PLAN}promises: [rolling:union]\n${filters.replace('1', 'a').replace('2', 'b')}\n`;
    expect(issuesOf(text, { a: 'folder', b: 'folder' })).toEqual([]);
  });
});
