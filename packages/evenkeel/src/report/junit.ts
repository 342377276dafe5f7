import junit, { type Builder, type TestCase } from 'junit-report-builder';
import type { Event } from '../model/event.ts';
import type { CellVerdict, Result, Verdict } from '../model/verdict.ts';
import { durationOf } from './json.ts';

/**
 * JUnit XML: a test case for each cell and each rollback. A broken promise is a failure, an inconclusive one an error;
 * what falls short without having been promised is skipped, with its verdict as the message.
 */
export function renderJunit(events: readonly Event[], verdict: Verdict): string {
  const started = events.find((event) => event.type === 'run-started');
  const name =
    started === undefined
      ? 'evenkeel'
      : `${started.model.name} ${started.model.releases.base.label} -> ${started.model.releases.target.label}`;
  // The package's types describe an ES module with a default export; what Node loads is that export itself.
  const builder = (junit as unknown as Builder).newBuilder();
  const suite = builder.testSuite().name(name);
  if (started !== undefined) suite.timestamp(new Date(started.at).toISOString().slice(0, 19));
  for (const cell of verdict.cells) {
    const seconds = cell.sameAs === undefined ? secondsOf(events, cell) : 0;
    addCase(suite.testCase().className(name).name(cell.cell).time(seconds), verdict, cell, false);
    addCase(suite.testCase().className(name).name(`${cell.cell}/rollback`).time(0), verdict, cell, true);
  }
  return builder.build();
}

function addCase(test: TestCase, verdict: Verdict, cell: CellVerdict, rollback: boolean): void {
  const result = rollback ? cell.rollback : cell.result;
  const text = wordsOf(result);
  if (isKept(verdict, cell, rollback)) test.standardOutput(`${result.verdict}\n${text}`);
  else if (!isPromised(verdict, cell, rollback))
    test.skipped().standardOutput(`${result.verdict}, not promised\n${text}`);
  else if (result.verdict === 'inconclusive') test.error(result.verdict, 'inconclusive', text);
  else test.failure(`${result.verdict}: ${text.split('\n')[0] ?? ''}`, 'verdict').standardOutput(text);
}

/** The time that the runs of a cell took together. */
function secondsOf(events: readonly Event[], cell: CellVerdict): number {
  const started = events.find((event) => event.type === 'run-started');
  const planned = started?.plan.cells.find((entry) => entry.id === cell.cell);
  const runs = planned?.attempts.flatMap((attempt) => attempt.runs) ?? [];
  return runs.reduce((sum, run) => sum + durationOf(events, run), 0) / 1000;
}

function isPromised(verdict: Verdict, cell: CellVerdict, rollback: boolean): boolean {
  return verdict.promises.some((promise) => promise.cell === cell.cell && promise.rollback === rollback);
}

function isKept(verdict: Verdict, cell: CellVerdict, rollback: boolean): boolean {
  const promise = verdict.promises.find((entry) => entry.cell === cell.cell && entry.rollback === rollback);
  const result = rollback ? cell.rollback : cell.result;
  return promise?.kept ?? (result.verdict !== 'broken' && result.verdict !== 'inconclusive');
}

function wordsOf(result: Result): string {
  return (
    [
      ...result.witnesses.map((witness) => `${witness.state}: ${witness.step}: ${witness.failure.message}`),
      ...result.reasons,
      ...result.exceptions.map((entry) => `needs ${entry.name} (${entry.note})`),
      ...result.warnings.map((entry) => `warns: ${entry.text}`),
    ]
      .join('\n')
      // The builder closes a CDATA section only once.
      .replaceAll(']]>', ']] >')
  );
}
