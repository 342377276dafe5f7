import type { Event } from '../model/event.ts';
import { given } from '../model/given.ts';
import type { Verdict } from '../model/verdict.ts';
import { type Case, casesOf, type Fate, linesOf, titleOf } from './cases.ts';
import { wellFormed } from './well-formed.ts';

/** CTRF has no word for a test that could not be judged. Source: the status list of its JSON schema. */
const STATUS: Readonly<Record<Fate, 'passed' | 'failed' | 'skipped' | 'other'>> = {
  passed: 'passed',
  failed: 'failed',
  error: 'other',
  skipped: 'skipped',
};

/** The Common Test Report Format (ctrf.io), for the tools that read it: the same test cases as in the JUnit report. */
export function renderCtrf(events: readonly Event[], verdict: Verdict): string {
  const started = events.find((event) => event.type === 'run-started');
  const cases = casesOf(events, verdict);
  const count = (status: string): number => cases.filter(({ fate }) => STATUS[fate] === status).length;
  const report = {
    reportFormat: 'CTRF',
    specVersion: '0.1.0',
    generatedBy: 'evenkeel',
    results: {
      tool: { name: 'evenkeel', ...given({ version: started?.machine.evenkeel }) },
      summary: {
        tests: cases.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: count('other'),
        start: events[0]?.at ?? 0,
        stop: events.at(-1)?.at ?? 0,
      },
      tests: cases.map((entry) => testOf(entry, titleOf(events))),
    },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function testOf(entry: Case, title: string): object {
  const { name, fate, ms, result } = entry;
  const lines = linesOf(result).map(wellFormed);
  return {
    name,
    suite: [wellFormed(title)],
    status: STATUS[fate],
    rawStatus: result.verdict,
    duration: ms,
    ...(fate !== 'passed' && lines[0] !== undefined && { message: lines[0] }),
    ...(lines.length > 0 && { stdout: lines }),
    ...(result.culprit && {
      extra: { culprit: result.culprit.class, because: wellFormed(result.culprit.because) },
    }),
  };
}
