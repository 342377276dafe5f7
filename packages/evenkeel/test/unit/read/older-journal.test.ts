import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/judge/judge.ts';
import { JOURNAL_VERSION } from '../../../src/model/event.ts';
import { readJournal } from '../../../src/read/journal.ts';
import { renderText } from '../../../src/report/text.ts';

/** A run of version 1 as it was written: a target that ends as soon as it is started. It stays as it is for ever. */
const at = (name: string): string =>
  readFileSync(new URL(`../../fixtures/journals/version-1/${name}`, import.meta.url), 'utf8');
const stored = at('journal.jsonl');

describe('a stored journal of version 1', () => {
  const result = readJournal('journal.jsonl', stored);
  const events = 'events' in result ? result.events : expect.fail('it cannot be read');

  test('is read whole', () => {
    expect(events).toHaveLength(stored.trimEnd().split('\n').length);
    expect(result).not.toHaveProperty('unknown');
  });

  test('is judged as it was', () => {
    const { cells, exitCode } = judge(events);
    expect(exitCode).toBe(1);
    expect(cells).toMatchObject([
      {
        cell: 'offline:together',
        result: {
          verdict: 'broken',
          witnesses: [{ kind: 'start', failure: { message: expect.stringContaining('exit code 7') } }],
        },
        rollback: { verdict: 'painless' },
      },
    ]);
  });

  test('has the report that it had', () => {
    expect(renderText(events, judge(events))).toBe(at('report.txt'));
  });
});

describe('a journal of a newer evenkeel', () => {
  test('is refused with what to do, whatever the rest of it looks like', () => {
    const line = {
      type: 'run-started',
      journal: JOURNAL_VERSION + 1,
      machine: { evenkeel: '7.1.0' },
      plan: 3,
    };
    expect(readJournal('j.jsonl', `${JSON.stringify(line)}\n"what"\n`)).toEqual({
      issues: [
        {
          file: 'j.jsonl',
          line: 1,
          column: 1,
          message: `journal version ${JOURNAL_VERSION + 1} is newer than this evenkeel reads (${JOURNAL_VERSION})`,
          hint: 'use evenkeel 7.1.0, which wrote it, or a newer one',
        },
      ],
    });
    expect(readJournal('j.jsonl', `${JSON.stringify({ ...line, machine: 'odd' })}\n`)).toMatchObject({
      issues: [{ hint: 'use a newer evenkeel' }],
    });
  });

  test('of the same version: kinds that are not known are left out, and counted', () => {
    const [first, ...rest] = stored.trimEnd().split('\n');
    const odd = '{"seq":1,"at":1,"type":"from-the-future"}';
    const result = readJournal('j.jsonl', [first, odd, ...rest, odd, ''].join('\n'));
    expect(result).toEqual({ ...readJournal('j.jsonl', stored), unknown: new Map([['from-the-future', 2]]) });
  });
});
