import type { CellId } from '../model/cell.ts';
import type { PartOutcome, RunOutcome } from '../model/event.ts';
import type { PlannedCell, PlannedRun } from '../model/plan.ts';
import { layMatrix } from './text.ts';

/** What is known of a run while others go on; nothing is known of one that waits. */
export type RunSoFar = 'running' | 'skipped' | RunOutcome;

/** How much of a terminal there is, in characters and lines. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** Said above the matrix, for what is in it is no verdict. */
const CAPTION = 'runs so far; they are judged at the end';

/**
 * The matrix while it fills in: of each cell whether its runs wait, go on, or how many of them passed and failed. Laid out
 * as the report's. Empty when there is no room for it, or no cell is run here.
 */
export function renderMatrixSoFar(
  { cells, runs }: { readonly cells: readonly PlannedCell[]; readonly runs: readonly PlannedRun[] },
  soFar: ReadonlyMap<string, RunSoFar>,
  { width, height }: Room,
): string[] {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const own = new Map<CellId, PlannedRun[]>();
  for (const { id, attempts } of cells) {
    const found = new Set(attempts.flatMap((attempt) => attempt.runs)).values();
    const here = [...found].flatMap((run) => byId.get(run) ?? []);
    if (here.length > 0) own.set(id, here);
  }
  if (own.size === 0) return [];
  for (const between of [', ', '\n']) {
    const table = layMatrix([...own.keys()], (cell, part) =>
      wordsOf(own.get(cell) ?? [], part === 'result' ? 'upgrade' : 'rollback', soFar).join(between),
    );
    const lines = [CAPTION, ...table.split('\n')];
    if (lines.length <= height && lines.every((line) => line.length <= width)) return lines;
  }
  return [];
}

/** What is known of one part of a cell's runs, e.g. `2 passed`, `1 failed`, `running`. */
function wordsOf(
  runs: readonly PlannedRun[],
  part: 'upgrade' | 'rollback',
  soFar: ReadonlyMap<string, RunSoFar>,
): string[] {
  const having = runs.filter(({ phases }) => phases.some((phase) => phase.part === part));
  if (having.length === 0) return ['-'];
  const states = having.map(({ id }) => soFar.get(id));
  const ended = states.filter((state) => typeof state === 'object');
  const count = (word: string, counts: (outcome: RunOutcome) => boolean): string[] => {
    const times = ended.filter(counts).length;
    return times === 0 ? [] : [`${times} ${word}`];
  };
  const was = (how: PartOutcome) => (outcome: RunOutcome) => !isCut(outcome) && outcome[part] === how;
  const words = [
    ...count('passed', was('passed')),
    ...count('failed', was('failed')),
    ...count('not run', was('not-run')),
    ...count('base failed', (outcome) => outcome.harness === undefined && outcome.base === 'failed'),
    ...count('broke off', ({ harness }) => harness !== undefined),
    ...(states.includes('running') ? ['running'] : []),
  ];
  if (words.length > 0) return words;
  return [states.includes(undefined) ? 'waiting' : 'not run'];
}

/** Whether a run ended before it could say anything of the target. */
const isCut = ({ harness, base }: RunOutcome): boolean => harness !== undefined || base === 'failed';
