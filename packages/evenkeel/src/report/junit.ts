import junit, { type Builder, type TestCase } from 'junit-report-builder';
import type { Event } from '../model/event.ts';
import { stepInWords } from '../model/upgrade-step.ts';
import type { Verdict } from '../model/verdict.ts';
import { type Case, casesOf, linesOf, titleOf } from './cases.ts';
import { nameOfSteps, type ReportedStep } from './steps-json.ts';

/**
 * JUnit XML: a test case for each cell and each rollback. A broken promise is a failure, an inconclusive one an error;
 * what falls short without having been promised is skipped, with its verdict as the message.
 */
export function renderJunit(events: readonly Event[], verdict: Verdict): string {
  const name = titleOf(events);
  // The package's types describe an ES module with a default export; what Node loads is that export itself.
  const builder = (junit as unknown as Builder).newBuilder();
  addSuite(builder, events, verdict, name);
  return builder.build();
}

/** The same for several steps, a test suite each: `notes 17-to-19 (skip-level)`. A step that was not run is skipped. */
export function renderStepsJunit(steps: readonly ReportedStep[]): string {
  const builder = (junit as unknown as Builder).newBuilder();
  for (const { step, verdict, events } of steps) {
    const name = `${nameOfSteps(steps)} ${stepInWords(step)}`;
    if (verdict !== undefined) addSuite(builder, events, verdict, name);
    else
      builder
        .testSuite()
        .name(name)
        .testCase()
        .className(name)
        .name('not run')
        .skipped()
        .standardOutput(step.skipped ?? 'the run ended before it');
  }
  return builder.build();
}

function addSuite(builder: Builder, events: readonly Event[], verdict: Verdict, name: string): void {
  const started = events.find((event) => event.type === 'run-started');
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
}

function fill(test: TestCase, { result, fate }: Case): void {
  // The builder closes a CDATA section only once.
  const text = linesOf(result).join('\n').replaceAll(']]>', ']] >');
  if (fate === 'passed') test.standardOutput(`${result.verdict}\n${text}`);
  else if (fate === 'skipped') test.skipped().standardOutput(`${result.verdict}, not promised\n${text}`);
  else if (fate === 'error') test.error(result.verdict, 'inconclusive', text);
  else test.failure(`${result.verdict}: ${text.split('\n')[0] ?? ''}`, 'verdict').standardOutput(text);
}
