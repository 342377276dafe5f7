import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { judge } from '../../../src/judge/judge.ts';
import { CELL_IDS } from '../../../src/model/cell.ts';
import { readJournal } from '../../../src/read/journal.ts';
import { renderText } from '../../../src/report/text.ts';
import { evenkeel } from '../../support/cli.ts';
import { journalOf } from '../../support/journal.ts';
import { smallModel } from '../../support/judged.ts';

const whole = journalOf(smallModel(), CELL_IDS)
  .map((event) => `${JSON.stringify(event)}\n`)
  .join('');
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A run folder that holds a journal. */
function runFolder(name: string, journal: string): string {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'journal.jsonl'), journal);
  return name;
}

describe('a journal that was cut off', () => {
  test('in the middle of a line is read up to the line before', () => {
    const lines = whole.split('\n');
    for (const length of [1, whole.length - 5, whole.length >> 1, whole.length >> 2]) {
      const result = readJournal('journal.jsonl', whole.slice(0, length));
      const complete = whole.slice(0, length).split('\n').length - 1;
      expect(result).toEqual({ events: lines.slice(0, complete).map((line) => JSON.parse(line) as unknown) });
    }
  });

  test('behind the last character of an event keeps that event', () => {
    const result = readJournal('journal.jsonl', whole.trimEnd());
    expect('events' in result && result.events.at(-1)?.type).toBe('run-finished');
  });

  test('in the middle of another line than the last is an issue with its line', () => {
    const [first, second, ...rest] = whole.split('\n');
    const text = [first, second?.slice(0, 10), ...rest].join('\n');
    expect(readJournal('journal.jsonl', text)).toMatchObject({
      issues: [{ file: 'journal.jsonl', line: 2, column: 1 }],
    });
  });

  test('has a report for every place at which it may have been cut', () => {
    const step = Math.ceil(whole.length / 60);
    for (let length = 0; length < whole.length; length += step) {
      const result = readJournal('journal.jsonl', whole.slice(0, length));
      if (!('events' in result)) throw new Error(`cut at ${length}: ${JSON.stringify(result.issues)}`);
      expect(renderText(result.events, judge(result.events))).toMatch(/\S\n$/);
    }
  });
});

describe('evenkeel report', () => {
  test('rebuilds the reports of a cut journal, twice the same, and says that it proves nothing', () => {
    const name = runFolder('cut', whole.slice(0, whole.length - 30));
    const first = evenkeel(['report', name], folder);
    const files = ['report.txt', 'report.json', 'junit.xml'].map((file) => join(folder, name, file));
    const before = files.map((file) => readFileSync(file, 'utf8'));
    const second = evenkeel(['report', name, '--json', 'more.json', '--junit', 'more.xml'], folder);
    expect(first).toMatchObject({ exitCode: 3, stderr: '' });
    expect(second).toEqual(first);
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
    expect(readFileSync(join(folder, 'more.json'), 'utf8')).toBe(before[1]);
    expect(readFileSync(join(folder, 'more.xml'), 'utf8')).toBe(before[2]);
  });

  test('of a whole journal has the exit code of its verdict', () => {
    expect(evenkeel(['report', runFolder('whole', whole)], folder).exitCode).toBe(0);
  });

  test.each([
    ['a folder without a journal', undefined, /not the folder of a run/],
    ['a journal with a line that is none', 'no JSON\n{}\n', /journal\.jsonl:1:1: /],
    ['a newer journal', whole.replace('"journal":1', '"journal":2'), /journal version 2 is newer/],
  ])('of %s is bad input', (name, journal, says) => {
    if (journal === undefined) mkdirSync(join(folder, name));
    else runFolder(name, journal);
    const { exitCode, stderr } = evenkeel(['report', name], folder);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(exitCode).toBe(2);
  });

  test('of a journal whose beginning is no plan is bad input, not a fault of our own', () => {
    const name = runFolder('odd', '{"seq":1,"at":1,"type":"run-started"}\n');
    const { exitCode, stderr } = evenkeel(['report', name], folder);
    expect(stderr).not.toMatch(/fault of evenkeel/);
    expect([2, 3]).toContain(exitCode);
  });
});
