import junit, { type Builder, type TestCase } from 'junit-report-builder';
import type { Event } from '../model/event.ts';
import type { Verdict } from '../model/verdict.ts';
import { type Case, casesOf, linesOf, titleOf } from './cases.ts';

/**
 * JUnit XML: a test case for each cell and each rollback. A broken promise is a failure, an inconclusive one an error;
 * what falls short without having been promised is skipped, with its verdict as the message.
 */
export function renderJunit(events: readonly Event[], verdict: Verdict): string {
  const started = events.find((event) => event.type === 'run-started');
  const name = titleOf(events);
  // The package's types describe an ES module with a default export; what Node loads is that export itself.
  const builder = (junit as unknown as Builder).newBuilder();
  const suite = builder.testSuite().name(name);
  if (started !== undefined) suite.timestamp(new Date(started.at).toISOString().slice(0, 19));
  for (const entry of casesOf(events, verdict))
    fill(
      suite
        .testCase()
        .className(name)
        .name(entry.name)
        .time(entry.ms / 1000),
      entry,
    );
  return builder.build();
}

function fill(test: TestCase, { result, fate }: Case): void {
  // The builder closes a CDATA section only once.
  const text = linesOf(result).join('\n').replaceAll(']]>', ']] >');
  if (fate === 'passed') test.standardOutput(`${result.verdict}\n${text}`);
  else if (fate === 'skipped') test.skipped().standardOutput(`${result.verdict}, not promised\n${text}`);
  else if (fate === 'error') test.error(result.verdict, 'inconclusive', text);
  else test.failure(`${result.verdict}: ${text.split('\n')[0] ?? ''}`, 'verdict').standardOutput(text);
}
