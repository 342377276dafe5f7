import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/judge/judge.ts';
import { USUAL_CELLS } from '../../../src/model/cell.ts';
import { renderCtrf } from '../../../src/report/ctrf.ts';
import { runMarkdown } from '../../../src/report/run-markdown.ts';
import { runSarif } from '../../../src/report/run-sarif.ts';
import { renderScreen } from '../../../src/report/screen.ts';
import { journalOf } from '../../support/journal.ts';
import { inRollback, inUpgrade, smallModel } from '../../support/judged.ts';

const NASTY = 'a|b </details><script> & `x` @team \u001b[31m \ud800 \u2028# *y*';
const model = smallModel(
  'promises: { offline:together: painless, rolling:after: warns, rolling:frozen/rollback: warns }',
);
const mixed = journalOf(model, USUAL_CELLS, {
  fails: (at) =>
    at.run.code === 'rolling' && (inUpgrade(at) || inRollback(at)) ? `failed: ${NASTY}` : undefined,
  warns: (at) => (inUpgrade(at) ? [`deprecated: ${NASTY}`] : []),
});
const faultless = journalOf(model, USUAL_CELLS);
const verdict = judge(mixed);

describe('CTRF', () => {
  const { results, reportFormat, specVersion } = JSON.parse(renderCtrf(mixed, verdict)) as {
    reportFormat: string;
    specVersion: string;
    results: {
      summary: Record<string, number>;
      tests: { name: string; status: string; rawStatus: string; duration: number; message?: string }[];
    };
  };

  test('has a test for each cell and each rollback, by its promise', () => {
    expect(results.tests.map(({ name, status, rawStatus }) => [name, status, rawStatus])).toEqual([
      ['offline:together', 'failed', 'warns'],
      ['offline:together/rollback', 'passed', 'painless'],
      ['offline:frozen', 'passed', 'warns'],
      ['offline:frozen/rollback', 'passed', 'painless'],
      ['rolling:frozen', 'skipped', 'broken'],
      ['rolling:frozen/rollback', 'failed', 'broken'],
      ['rolling:after', 'failed', 'broken'],
      ['rolling:after/rollback', 'skipped', 'broken'],
      ['rolling:before', 'skipped', 'broken'],
      ['rolling:before/rollback', 'skipped', 'broken'],
    ]);
    expect(results.tests.find(({ name }) => name === 'rolling:after')?.message).toMatch(/failed: a\|b/);
  });

  // By the JSON schema of CTRF, which is public: the keys that must be there, and whole numbers for times.
  test('has what the format asks for', () => {
    expect({ reportFormat, specVersion }).toEqual({ reportFormat: 'CTRF', specVersion: '0.1.0' });
    const counts = { tests: 10, passed: 3, failed: 3, skipped: 4, pending: 0, other: 0 };
    expect(results.summary).toEqual({
      ...counts,
      start: Date.UTC(2024, 0, 1),
      stop: mixed.at(-1)?.at,
    });
    for (const { duration } of results.tests) expect(duration).toSatisfy(Number.isInteger);
  });
});

describe('SARIF of a run', () => {
  const log = JSON.parse(runSarif(mixed, verdict)) as {
    runs: { results: { ruleId: string; level: string; message: { text: string } }[] }[];
  };
  const results = log.runs[0]?.results ?? [];

  test('has a result for all that is not painless, an error for each broken promise', () => {
    const seen = results.map(({ ruleId, level, message }) => [
      message.text.split(': ')[0],
      message.text.split(': ')[1] && ruleId,
      level,
    ]);
    expect(seen).toEqual([
      ['offline:together', 'upgrade/warns', 'error'],
      ['offline:frozen', 'upgrade/warns', 'note'],
      ['rolling:frozen', 'upgrade/broken', 'note'],
      ['rolling:frozen/rollback', 'upgrade/broken', 'error'],
      ['rolling:after', 'upgrade/broken', 'error'],
      ['rolling:after/rollback', 'upgrade/broken', 'note'],
      ['rolling:before', 'upgrade/broken', 'note'],
      ['rolling:before/rollback', 'upgrade/broken', 'note'],
    ]);
  });

  test('lies in the plan file of the run', () => {
    const [started, ...rest] = mixed;
    if (started?.type !== 'run-started') throw new Error('no beginning');
    const text = runSarif([{ ...started, planFile: 'my plans/evenkeel.yaml' }, ...rest], verdict);
    expect(text).toContain('"uri": "my%20plans/evenkeel.yaml"');
  });

  test('is empty when all is painless', () => {
    expect(JSON.parse(runSarif(faultless, judge(faultless)))).toMatchObject({ runs: [{ results: [] }] });
  });
});

describe('the summary for a pull request', () => {
  const text = runMarkdown(mixed, verdict);

  test('shows the matrix with verdicts as words', () => {
    expect(text).toContain('| offline | △ warns | △ warns | – | – |');
    expect(text).toContain('| rolling, rollback | ✗ broken | – | ✗ broken | ✗ broken |');
    expect(text).toMatch(/^- promise rolling:after: \*\*not kept\*\* \(broken; promised at least warns\)$/m);
  });

  test('lets nothing through that Markdown, HTML or GitHub would obey', () => {
    expect(text).not.toMatch(/<script>|@team|(?<!\n)<\/details><script/);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Surrogate}]/u);
  });
});

describe('the last screen', () => {
  test('ends with what to do next', () => {
    const last = (events: typeof mixed): string =>
      renderScreen(events, judge(events)).trim().split('\n').at(-1) ?? '';
    expect(last(mixed)).toMatch(
      /^next: rolling:after fails by wire-protocol .*evenkeel run plan\.yaml --seed 1$/,
    );
    expect(last(faultless)).toMatch(/^next: give runbook\.md to operators/);
    const [started] = faultless;
    expect(last(started === undefined ? [] : [started])).toMatch(
      /^next: .*run again: evenkeel run plan\.yaml/,
    );
  });

  test('has a line for each reason, and fits a screen', () => {
    const screen = renderScreen(mixed, verdict);
    expect(screen).toMatch(/^rolling:frozen = rolling:after = rolling:before: broken: wire-protocol: /m);
    expect(screen.split('\n').length).toBeLessThan(30);
    expect(screen.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});
