import type { CellId } from '../model/cell.ts';
import type { Event } from '../model/event.ts';
import type { CellVerdict, Result, Verdict } from '../model/verdict.ts';
import { durationOf } from './json.ts';

/**
 * How a cell counts where results are tests: a broken promise has failed; one that could not be judged is an error; what
 * falls short without having been promised is skipped.
 */
export type Fate = 'passed' | 'failed' | 'error' | 'skipped';

/** A cell or a rollback as a test case. */
export interface Case {
  /** `rolling:after`, `rolling:after/rollback`. */
  readonly name: string;
  readonly cell: CellId;
  readonly result: Result;
  readonly fate: Fate;
  /** What the runs of the cell took together; 0 of a rollback, and of a cell that others' runs decide. */
  readonly ms: number;
}

/** The test cases of a run: each cell, followed by its rollback. */
export function casesOf(events: readonly Event[], verdict: Verdict): Case[] {
  return verdict.cells.flatMap((cell): Case[] => [
    {
      name: cell.cell,
      cell: cell.cell,
      result: cell.result,
      fate: fateOf(verdict, cell, false),
      ms: cell.sameAs === undefined ? millisecondsOf(events, cell) : 0,
    },
    {
      name: `${cell.cell}/rollback`,
      cell: cell.cell,
      result: cell.rollback,
      fate: fateOf(verdict, cell, true),
      ms: 0,
    },
  ]);
}

/** What a release is upgraded, in words: `shelf 1.0.0 -> 2.0.0`. */
export function titleOf(events: readonly Event[]): string {
  const started = events.find((event) => event.type === 'run-started');
  if (started === undefined) return 'evenkeel';
  const { name, releases } = started.model;
  return `${name} ${releases.base.label} -> ${releases.target.label}`;
}

/** All that is known of a result, the evidence first, a sentence a line. */
export function linesOf(result: Result): string[] {
  return [
    ...result.witnesses.map((witness) => `${witness.state}: ${witness.step}: ${witness.failure.message}`),
    ...result.reasons,
    ...result.exceptions.map((entry) => `needs ${entry.name} (${entry.note})`),
    ...result.warnings.map((entry) => `warns: ${entry.text}`),
  ];
}

function fateOf(verdict: Verdict, cell: CellVerdict, rollback: boolean): Fate {
  const result = rollback ? cell.rollback : cell.result;
  const promise = verdict.promises.find((entry) => entry.cell === cell.cell && entry.rollback === rollback);
  if (promise?.kept ?? (result.verdict !== 'broken' && result.verdict !== 'inconclusive')) return 'passed';
  if (promise === undefined) return 'skipped';
  return result.verdict === 'inconclusive' ? 'error' : 'failed';
}

function millisecondsOf(events: readonly Event[], cell: CellVerdict): number {
  const started = events.find((event) => event.type === 'run-started');
  const planned = started?.plan.cells.find((entry) => entry.id === cell.cell);
  const runs = planned?.attempts.flatMap((attempt) => attempt.runs) ?? [];
  return runs.reduce((sum, run) => sum + durationOf(events, run), 0);
}
