import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/judge/judge.ts';
import { USUAL_CELLS } from '../../../src/model/cell.ts';
import type { Event } from '../../../src/model/event.ts';
import { rerun } from '../../../src/plan/search/rerun.ts';
import { htmlReport } from '../../../src/report/html/page.ts';
import { bucketsOf } from '../../../src/report/html/probe-buckets.ts';
import type { CellView, View } from '../../../src/report/html/view.ts';
import { viewOf } from '../../../src/report/html/view-model.ts';
import { makeRunbook } from '../../../src/report/runbook/make-runbook.ts';
import { journalOf } from '../../support/journal.ts';
import { smallModel, withWorker } from '../../support/judged.ts';
import { failingIn } from '../../support/rehearsed.ts';

const seen = (events: readonly Event[], unknown?: ReadonlyMap<string, number>): View => {
  const verdict = judge(events);
  return viewOf(events, verdict, makeRunbook(events, verdict), unknown);
};
const cellOf = ({ cells }: View, id: string): CellView => {
  const found = cells.find((cell) => cell.id === id);
  if (found === undefined) throw new Error(`no cell ${id}`);
  return found;
};

// one instance of api at target beside worker at base fails
const broken = journalOf(withWorker(), USUAL_CELLS, failingIn(['1.0']));

const LONG = 'x'.repeat(5000);

describe('the view of a run', () => {
  test('says the outcome in a sentence, and has every cell at its place in the matrix', () => {
    const view = seen(broken);
    expect(view.headline).toMatch(/^Offline, this upgrade is painless\. Rolling, it is broken\. /);
    expect(view.matrix).toEqual({
      columns: ['frozen', 'together', 'after', 'before'],
      rows: [
        { code: 'offline', cells: ['offline:frozen', 'offline:together', null, null] },
        { code: 'rolling', cells: ['rolling:frozen', null, 'rolling:after', 'rolling:before'] },
      ],
    });
  });

  test('has the mixed states, the failing combination, and the log line in the evidence of the state', () => {
    const { lattice } = cellOf(seen(broken), 'rolling:frozen');
    const failed = lattice?.states.filter(({ outcome }) => outcome === 'failed');
    expect(failed).toMatchObject([
      { key: '1.0', isFailing: true, isSafe: false, evidence: [{ message: 'this state' }] },
    ]);
    expect(failed?.[0]?.evidence[0]?.log[0]).toMatchObject({ source: 'api-1', text: 'log of this state' });
    expect(failed?.[0]?.evidence[0]?.log[0]?.file).toMatch(/^cells\/rolling-frozen.*\/logs\/api-1\.log$/);
    expect(lattice?.states.filter(({ isSafe }) => isSafe).map(({ key }) => key)[0]).toBe('0.0');
    expect(lattice?.failing).toContain('api@target');
    expect(lattice?.states[0]).toMatchObject({ key: '0.0', level: 0 });
  });

  test('has a failure as a mark on the lane of its log, and nothing missing in a whole journal', () => {
    const view = seen(broken);
    const marks = view.runs.flatMap((run) => run.marks.filter(({ kind }) => kind === 'failure'));
    expect(marks.length).toBeGreaterThan(0);
    expect(marks[0]?.text).toMatch(/: this state$/);
    expect(view.missing).toEqual([]);
  });

  test('says what is missing of a journal that was cut, interrupted, or written by a newer version', () => {
    const cut = broken.slice(0, Math.floor(broken.length / 2));
    expect(seen(cut).missing.join(' ')).toMatch(/ends before the run did.*cut off.*not begun/);
    expect(seen([...cut, { seq: 0, at: 0, type: 'interrupted', signal: 'SIGINT' }]).missing[0]).toMatch(
      /interrupted \(SIGINT\)/,
    );
    const newer = seen(broken, new Map([['from-the-future', 1]]));
    expect(newer.missing).toEqual([expect.stringMatching(/^1 event of a kind .*\(from-the-future\)/)]);
    expect(newer.runs).toEqual(seen(broken).runs);
    expect(seen([]).missing).toEqual(['The journal is empty: nothing was run.']);
  });

  test('has the reruns that looked for a cause among the runs of their cell', () => {
    const started = broken.find((event) => event.type === 'run-started');
    const run = started?.plan.runs.find(({ purpose }) => purpose === 'upgrade');
    if (run === undefined) throw new Error('nothing is upgraded');
    const planned = rerun(run, 'patience', { kind: 'patience' });
    const stamp = { seq: 0, at: broken.at(-1)?.at ?? 0 };
    const view = seen([
      ...broken,
      { ...stamp, type: 'experiment-planned', planned },
      { ...stamp, type: 'cell-run-started', run: planned.id },
      {
        ...stamp,
        type: 'cell-run-finished',
        run: planned.id,
        outcome: { base: 'passed', upgrade: 'passed', rollback: 'passed' },
      },
    ]);
    expect(view.cells.filter(({ runs }) => runs.includes(planned.id)).length).toBeGreaterThan(0);
    expect(view.runs.find(({ id }) => id === planned.id)).toMatchObject({ failed: false });
  });

  test('has what check said, each finding with its explanation, bounded', () => {
    const finding = {
      code: 'CFG101',
      severity: 'error',
      title: 'gone',
      why: 'because',
      remedy: 'do',
      place: 'schema.json:1:2',
      subject: 's',
      message: LONG,
      witness: 'w',
    } as const;
    const { findings } = seen([
      ...broken,
      { seq: 0, at: 0, type: 'contract-judged', findings: [finding], left: 3, unread: ['no schema'] },
    ]);
    expect(findings.shown).toEqual([{ ...finding, message: `${LONG.slice(0, 2000)}…` }]);
    expect(findings.missing).toEqual(['3 more: evenkeel check tells all of them.', 'Not judged: no schema']);
  });

  test('shows a few lines of an endless log, and says how many more there are', () => {
    const flood = broken.map(
      (event): Event =>
        event.type === 'step-finished' && event.failure !== undefined
          ? {
              ...event,
              failure: {
                ...event.failure,
                log: Array.from({ length: 50_000 }, (_, index) => ({
                  source: 'api-1',
                  text: `${index} ${LONG}`,
                })),
              },
            }
          : event,
    );
    const view = seen(flood);
    const [failure] = cellOf(view, 'rolling:frozen').result.failures;
    expect(failure?.log.length).toBe(20);
    expect(failure?.moreLog).toBe(49_980);
    expect(JSON.stringify(view).length).toBeLessThan(1_000_000);
  });
});

describe('answers to probes', () => {
  const samples = Array.from({ length: 10_000 }, (_, at) => ({
    at,
    ms: at === 5000 ? 900 : 2,
    ok: at % 999 !== 0,
    message: `failed at ${at}`,
  }));

  test('are put together so that no failure and no slow answer is lost', () => {
    const buckets = bucketsOf(samples, 100);
    expect(buckets.length).toBeLessThanOrEqual(100);
    expect(buckets.reduce((sum, { failures }) => sum + failures, 0)).toBe(11);
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
    expect(buckets.find(({ max }) => max === 900)).toMatchObject({ min: 2 });
    expect(buckets[0]).toMatchObject({ failures: 1, message: 'failed at 0' });
  });

  test('are left as they are when they are few', () => {
    expect(bucketsOf(samples.slice(1, 3), 100)).toEqual([
      { from: 1, to: 1, count: 1, min: 2, mean: 2, max: 2, failures: 0 },
      { from: 2, to: 2, count: 1, min: 2, mean: 2, max: 2, failures: 0 },
    ]);
  });
});

describe('the page', () => {
  const TEMPLATE = '<script type="application/json">{"evenkeel":"data"}</script><p>after</p>';
  const HOSTILE = '</script><script>alert(1)</script><!-- <script> $& \u2028 \ud800';

  test('holds hostile words as data that ends no element, and gives them back as they were', () => {
    const events = journalOf(smallModel(), USUAL_CELLS, {
      fails: ({ phase }) => (phase.part === 'upgrade' ? HOSTILE : undefined),
    });
    const html = htmlReport(TEMPLATE, seen(events));
    expect(html.match(/</g)).toHaveLength(4);
    const data = JSON.parse(html.slice(html.indexOf('{'), html.lastIndexOf('}') + 1)) as View;
    expect(data.cells[0]?.result.failures[0]?.message).toBe(HOSTILE);
  });

  test('is not made of a template that is not its own', () => {
    expect(() => htmlReport('<p>', seen(broken))).toThrow(/no place for the data/);
  });
});
