import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/judge/judge.ts';
import { USUAL_CELLS } from '../../../src/model/cell.ts';
import type { Event } from '../../../src/model/event.ts';
import { readJournal } from '../../../src/read/journal.ts';
import { renderJson } from '../../../src/report/json.ts';
import { renderJunit } from '../../../src/report/junit.ts';
import { renderText } from '../../../src/report/text.ts';
import { journalOf } from '../../support/journal.ts';
import { inRollback, inUpgrade, smallModel } from '../../support/judged.ts';
import { xmlFault } from '../../support/xml.ts';

const ODD = 'a\u0000b\u0007 \u001b[31mred\u001b[0m <b> & "q" \' ]]> \uFFFF \uD800 \u{1F6A8} \u2028 end';

const promised = smallModel(
  'promises: { offline:together: painless, rolling:after: warns, rolling:frozen/rollback: warns }',
);
const mixed = journalOf(promised, USUAL_CELLS, {
  fails: (at) =>
    at.run.code === 'rolling' && (inUpgrade(at) || inRollback(at)) ? `failed: ${ODD}` : undefined,
  warns: (at) => (inUpgrade(at) ? [`deprecated: ${ODD}`] : []),
});

/** All three reports of a journal. */
function reportsOf(events: readonly Event[]): Record<'text' | 'json' | 'junit', string> {
  const verdict = judge(events);
  return {
    text: renderText(events, verdict),
    json: renderJson(events, verdict),
    junit: renderJunit(events, verdict),
  };
}

const asJournal = (events: readonly Event[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('');

/** The events that are read from the text of a journal. */
function eventsIn(text: string): readonly Event[] {
  const journal = readJournal('journal.jsonl', text);
  if ('issues' in journal) throw new Error(JSON.stringify(journal.issues));
  return journal.events;
}

describe('a report', () => {
  test('is the same, byte for byte, each time and from the journal alone', () => {
    expect(reportsOf(mixed)).toEqual(reportsOf(mixed));
    expect(reportsOf(eventsIn(asJournal(mixed)))).toEqual(reportsOf(mixed));
  });

  test('is the same when the journal holds events of kinds that are not known', () => {
    const [first, ...rest] = mixed.map((event) => JSON.stringify(event));
    const unknown = JSON.stringify({
      seq: 0,
      at: 9e12,
      type: 'from-the-future',
      run: 'offline-together',
      ok: false,
    });
    const text = [first, unknown, ...rest, unknown, ''].join('\n');
    expect(reportsOf(eventsIn(text))).toEqual(reportsOf(mixed));
  });

  test('of nothing says so', () => {
    const { text, json, junit } = reportsOf([]);
    expect(text).toMatch(/nothing was run/);
    expect(JSON.parse(json)).toMatchObject({ cells: [], exitCode: 3 });
    expect(xmlFault(junit)).toBeUndefined();
  });
});

describe('the report for people', () => {
  const { text } = reportsOf(mixed);

  test('shows the matrix, a row for each code axis and one for its rollback', () => {
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    const cells = rows.map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
    expect(cells).toEqual([
      ['code \\ files', 'frozen', 'together', 'after', 'before'],
      ['offline', 'warns', 'warns', '-', '-'],
      ['rollback', 'painless', 'painless', '-', '-'],
      ['rolling', 'broken', '-', 'broken', 'broken'],
      ['rollback', 'broken', '-', 'broken', 'broken'],
    ]);
  });

  test('says which promises were kept, and how to run it again', () => {
    expect(text).toMatch(/promise offline:together: NOT KEPT \(warns; promised at least painless\)/);
    expect(text).toMatch(/promise rolling:after: NOT KEPT \(broken; promised at least warns\)/);
    expect(text).toMatch(/again: evenkeel run plan\.yaml --seed 1/);
    expect(text).toMatch(/^exit code 1$/m);
  });

  test('names the failing step, its state and what was logged', () => {
    expect(text).toMatch(/state api-1@base, api-2@base/);
    expect(text).toMatch(/api-1 logged: log of failed/);
  });

  test('lets no control character through to the terminal', () => {
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});

describe('the JUnit report', () => {
  const { junit } = reportsOf(mixed);

  test('is well-formed, whatever was logged', () => {
    expect(xmlFault(junit)).toBeUndefined();
  });

  test('has a case for each cell and each rollback', () => {
    const names = [...junit.matchAll(/<testcase .*?\sname="([^"]*)"/g)].map((match) => match[1]);
    expect(names).toEqual(USUAL_CELLS.flatMap((cell) => [cell, `${cell}/rollback`]));
  });

  test('fails for broken promises only, and skips what is broken without one', () => {
    const cases = junit.split('<testcase ').slice(1);
    const kindOf = (name: string): string =>
      /<(failure|error|skipped)\b/.exec(cases.find((entry) => entry.includes(`name="${name}"`)) ?? '')?.[1] ??
      'passed';
    expect(kindOf('offline:together')).toBe('failure');
    expect(kindOf('rolling:after')).toBe('failure');
    expect(kindOf('rolling:frozen/rollback')).toBe('failure');
    expect(kindOf('rolling:before')).toBe('skipped');
    expect(kindOf('offline:frozen')).toBe('passed');
    expect(kindOf('offline:together/rollback')).toBe('passed');
  });

  test('tells of a rollback what is true of the rollback', () => {
    const cases = junit.split('<testcase ').slice(1);
    const find = (name: string): string => cases.find((entry) => entry.includes(` name="${name}"`)) ?? '';
    expect(find('offline:frozen')).toContain('<![CDATA[warns');
    expect(find('offline:frozen/rollback')).toContain('<![CDATA[painless');
  });

  test('has an error for a promise that is inconclusive', () => {
    const ill = journalOf(promised, USUAL_CELLS, {
      fails: ({ run }) => (run.purpose === 'control' ? 'ill' : undefined),
    });
    const { junit: xml } = reportsOf(ill);
    expect([...xml.matchAll(/<error\b/g)]).toHaveLength(3);
    expect(xmlFault(xml)).toBeUndefined();
  });

  test('the reader of these tests finds faults', () => {
    expect(xmlFault('<a><b/></a>')).toBeUndefined();
    for (const wrong of [
      '<a>',
      '<a></b>',
      '<a x="&"/>',
      '<a>&nbsp;</a>',
      '<a>\u0001</a>',
      '<a x="1" x="2"/>',
      '<a b=c/>',
    ])
      expect(xmlFault(wrong)).toBeDefined();
  });
});

describe('the JSON report', () => {
  test('names its format, the releases, the seed, and every cell with its verdict', () => {
    const report = JSON.parse(reportsOf(mixed).json) as { cells: { cell: string }[] };
    expect(report).toMatchObject({
      format: 'evenkeel-report',
      version: 1,
      name: 'small',
      base: '1.0.0',
      target: '2.0.0',
      seed: 1,
      exitCode: 1,
    });
    expect(report.cells.map((entry) => entry.cell)).toEqual([...USUAL_CELLS]);
  });

  test('tells which runs were done, which were skipped and how long they took', () => {
    const { runs } = JSON.parse(reportsOf(mixed).json) as {
      runs: { run: string; ms?: number; skipped?: string }[];
    };
    expect(runs.map((entry) => entry.run)).toContain('control-offline');
    expect(runs.every((entry) => entry.skipped !== undefined || (entry.ms ?? 0) > 0)).toBe(true);
  });
});
