import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { USUAL_CELLS } from '../../src/model/cell.ts';
import type { Event } from '../../src/model/event.ts';
import { CHROMIUM, openReport, startBrowser, violationsOn } from '../support/browser.ts';
import { runCrew } from '../support/crew.ts';
import { CREWS } from '../support/crew-faults.ts';
import { type Sandbox, test } from '../support/e2e.ts';
import { journalOf } from '../support/journal.ts';
import { smallModel } from '../support/judged.ts';
import { LARGE_STATES, largeJournal } from '../support/large-journal.ts';

if (CHROMIUM === undefined)
  process.stderr.write('No chromium is installed: the tests of the HTML report in a browser are skipped.\n');

/** api at target beside worker at base: no base worker starts then, and it logs why. */
const { because: _, says: __, ...CREW } = CREWS['no base worker starts beside api@target'] ?? { rules: [] };
const SAID = /worker@base does not start beside api@target/;

let browser: Browser;
beforeAll(async () => {
  if (CHROMIUM !== undefined) browser = await startBrowser();
});
afterAll(() => browser?.close());

/** The report that `evenkeel report` makes of a journal. */
async function reportOf(box: Sandbox, journal: string): Promise<string> {
  const folder = box.path('run');
  mkdirSync(folder);
  writeFileSync(join(folder, 'journal.jsonl'), journal);
  const { stderr } = await box.evenkeel('report', folder);
  // what it does not know it says; nothing else is wrong
  expect(stderr.replace(/^.*does not know their kind.*\n/gm, '')).toBe('');
  return join(folder, 'report.html');
}

const asJournal = (events: readonly Event[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('');

const focused = (page: Page): Promise<string | null> =>
  page.evaluate("document.activeElement?.getAttribute('data-state') ?? document.activeElement?.id ?? null");

describe.skipIf(CHROMIUM === undefined)('the HTML report of a real run', () => {
  test('leads from the matrix to a state, its evidence and the log line, by mouse and by keys; asks nobody for anything', async ({
    box,
  }) => {
    const { out } = await runCrew(box, CREW as Parameters<typeof runCrew>[1], 'edges');
    const file = join(out, 'report.html');
    expect(readFileSync(file).length).toBeLessThan(400_000);

    const { page, requests, errors } = await openReport(browser, file);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(
      /^Rolling, this upgrade is broken\./,
    );
    await page.getByRole('button', { name: /^rolling:frozen: broken/ }).click();
    const failed = page.getByRole('button', { name: /: failed/ }).first();
    await failed.click();
    const evidence = page.locator('.evidence');
    await evidence.getByText(SAID).first().waitFor();
    expect(page.url()).toMatch(/#cell=rolling:frozen&state=\d+/);
    const state = Number(/state=(\d+)/.exec(page.url())?.[1]);

    // a link that was sent to somebody opens the same
    const linked = await openReport(browser, file, { hash: `#cell=rolling:frozen&state=${state}` });
    expect(await linked.page.locator('.evidence').textContent()).toMatch(SAID);
    await linked.page.close();

    // by keys: the matrix, the drawing, the evidence, and back
    const keys = await openReport(browser, file);
    await keys.page.locator('[data-cell="rolling:frozen"]').focus();
    await keys.page.keyboard.press('Enter');
    await keys.page.locator('[data-state="0"]').focus();
    for (const key of ['ArrowRight', 'ArrowUp', 'ArrowDown', 'ArrowDown'])
      if (Number(await focused(keys.page)) !== state) await keys.page.keyboard.press(key);
    expect(Number(await focused(keys.page))).toBe(state);
    await keys.page.keyboard.press('Enter');
    await keys.page.locator('.evidence').getByText(SAID).first().waitFor();
    expect(await focused(keys.page)).toBe('evidence');
    await keys.page.keyboard.press('Escape');
    expect(await keys.page.locator('.evidence').count()).toBe(0);
    expect(Number(await focused(keys.page))).toBe(state);

    expect([...requests, ...keys.requests, ...errors, ...keys.errors]).toEqual([]);
    for (const scheme of ['light', 'dark'] as const) {
      const shown = await openReport(browser, file, { hash: `#cell=rolling:frozen&state=${state}`, scheme });
      expect(await violationsOn(shown.page)).toEqual([]);
    }
  });
});

describe.skipIf(CHROMIUM === undefined)('the HTML report of a journal', () => {
  test('that is hostile shows it as text, and runs nothing of it', async ({ box }) => {
    const says =
      '</script><script>window.hit=1</script><img src=x onerror="window.hit=1"><svg/onload=window.hit=1>';
    const model = { ...smallModel(), name: says };
    const events = journalOf(model, USUAL_CELLS, {
      fails: ({ phase }) => (phase.part === 'upgrade' ? says : undefined),
      warns: () => [says],
    });
    const [started, ...rest] = events;
    if (started?.type !== 'run-started') throw new Error('the journal does not begin with its plan');
    const file = { ...started.model.files[0], name: says, variants: 2, owner: 'package' };
    const hostile = {
      ...started,
      model: { ...started.model, files: [{ ...file, patch: { lines: [`+${says}`], more: 0 } }] },
    };
    const text = { code: says, title: says, why: says, remedy: says, place: says, subject: says };
    const findings = [{ ...text, severity: 'error', message: says, witness: says }];
    const told = { seq: 1, at: 1, type: 'contract-judged', findings, left: 0, unread: [says] };
    const odd = `${JSON.stringify(told)}\n{"seq":1,"at":1,"type":"<img src=x onerror=window.hit=1>","run":{"a":1}}\n`;
    const report = await reportOf(box, `${JSON.stringify(hostile)}\n${asJournal(rest)}${odd}{"seq":9,"at`);
    const { page, requests, errors } = await openReport(browser, report);
    await page.locator('summary', { hasText: 'The diff of' }).click();
    expect(await page.locator('.patch .added').textContent()).toBe(`+${says}\n`);
    expect(await page.locator('.finding .message').textContent()).toBe(says);
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate('window.hit')).toBeUndefined();
    expect(await page.locator('img, main script').count()).toBe(0);
    expect(await page.locator('.failure .message').first().textContent()).toBe(says);
    expect(await page.locator('.missing').textContent()).toContain('1 event of a kind');
    expect([...requests, ...errors]).toEqual([]);
  });

  test('that was cut off says what is missing', async ({ box }) => {
    const whole = asJournal(journalOf(smallModel(), USUAL_CELLS));
    const file = await reportOf(box, whole.slice(0, whole.length >> 1));
    const { page, errors } = await openReport(browser, file);
    expect(await page.locator('.missing').textContent()).toContain('The journal ends before the run did');
    expect(errors).toEqual([]);
  });

  test('of 200 states and 100,000 answers has all of them, and every failure', async ({ box }) => {
    const events = largeJournal(100_000);
    const file = await reportOf(box, asJournal(events));
    const { page, requests, errors } = await openReport(browser, file, { hash: '#cell=rolling:frozen' });
    await page.locator('[data-state]').last().waitFor();
    const ms = await page.evaluate("performance.measure('open', { start: 0 }).duration");
    process.stdout.write(
      `a report of ${readFileSync(file).length} bytes opens in ${Math.round(Number(ms))} ms\n`,
    );
    expect(await page.locator('[data-state]').count()).toBe(LARGE_STATES);
    const failures = await page.evaluate(
      "JSON.parse(document.getElementById('data').textContent).runs.flatMap((run) => run.probes).reduce((sum, { buckets }) => sum + buckets.reduce((all, { failures }) => all + failures, 0), 0)",
    );
    expect(failures).toBe(events.filter((event) => event.type === 'probe' && !event.ok).length);
    expect([...requests, ...errors]).toEqual([]);
  });
});
