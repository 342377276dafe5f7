import { codeOf, columnOf, type FilesColumn, USUAL_CELLS } from '../../model/cell.ts';
import type { Event } from '../../model/event.ts';
import type { FilePatch } from '../../model/file-patch.ts';
import { given } from '../../model/given.ts';
import type { RunbookAnswer } from '../../model/runbook.ts';
import type { ManagedFile, UpgradeModel } from '../../model/upgrade-model.ts';
import type { CellVerdict, Verdict } from '../../model/verdict.ts';
import { renderPrivileges } from '../privileges-text.ts';
import { bounded } from './bounded.ts';
import { cellView } from './cell-view.ts';
import { findingsView } from './findings-view.ts';
import { headlineOf } from './headline.ts';
import { missingIn } from './missing.ts';
import { recordsOf } from './run-records.ts';
import { runbookView } from './runbook-view.ts';
import { runViews } from './timeline.ts';
import type { FactsView, FileView, MatrixView, PromiseView, View } from './view.ts';

const COLUMNS: readonly FilesColumn[] = ['frozen', 'together', 'after', 'before', 'union'];
const USUAL_COLUMNS: readonly FilesColumn[] = USUAL_CELLS.map(columnOf);

/**
 * All that the page of a run shows, from its journal, its verdict and its runbook.
 * @param unknown how many events of each kind the journal has besides, which this version does not know
 */
export function viewOf(
  events: readonly Event[],
  verdict: Verdict,
  runbook: RunbookAnswer,
  unknown: ReadonlyMap<string, number> = new Map(),
): View {
  const started = events.find((event) => event.type === 'run-started');
  const experiments = events.flatMap((event) => (event.type === 'experiment-planned' ? [event.planned] : []));
  const records = recordsOf([...(started?.plan.runs ?? []), ...experiments], events);
  return {
    name: bounded(started?.model.name),
    base: bounded(started?.model.releases.base.label),
    target: bounded(started?.model.releases.target.label),
    headline: headlineOf(verdict),
    missing: missingIn(events, records.values(), unknown),
    matrix: matrixOf(verdict.cells),
    cells: started === undefined ? [] : verdict.cells.map((cell) => cellView(cell, started.plan, records)),
    runs:
      started === undefined
        ? []
        : runViews(
            started.model,
            [...records.values()].filter(({ startedAt }) => startedAt !== undefined),
          ),
    promises: promisesOf(verdict),
    files: started === undefined ? [] : filesOf(started.model),
    privileges: privilegesOf(events),
    findings: findingsView(events),
    runbook: runbookView(runbook),
    facts: factsOf(events, verdict),
  };
}

function privilegesOf(events: readonly Event[]): string[] {
  const judged = events.find((event) => event.type === 'commands-judged');
  if (judged === undefined) return [];
  return renderPrivileges(judged)
    .split('\n')
    .map((line) => bounded(line));
}

function matrixOf(cells: readonly CellVerdict[]): MatrixView {
  const shown = [...USUAL_COLUMNS, ...cells.map(({ cell }) => columnOf(cell))];
  const columns = COLUMNS.filter((column) => shown.includes(column));
  const rows = (['offline', 'rolling'] as const).map((code) => {
    const own = cells.filter(({ cell }) => codeOf(cell) === code);
    return {
      code,
      cells: columns.map((column) => own.find(({ cell }) => columnOf(cell) === column)?.cell ?? null),
    };
  });
  return { columns, rows: rows.filter((row) => row.cells.some((cell) => cell !== null)) };
}

function promisesOf({ promises, notRun, better }: Verdict): PromiseView[] {
  return [
    ...promises.map(({ cell, rollback, atLeast, verdict, kept }): PromiseView => {
      const words = `${verdict}; promised at least ${atLeast}`;
      return { name: `${cell}${rollback ? '/rollback' : ''}`, outcome: kept ? 'kept' : 'not kept', words };
    }),
    ...notRun.map((name): PromiseView => ({ name, outcome: 'not run', words: 'this run did not take it' })),
    ...better.map((words): PromiseView => ({ name: '', outcome: 'kept', words })),
  ];
}

/** Files of which there are two variants: nothing else about files differs in an upgrade. */
function filesOf({ files }: UpgradeModel): FileView[] {
  return files
    .filter(({ variants }) => variants === 2)
    .map((file) => ({
      name: bounded(file.name),
      path: bounded(file.path),
      owner: file.owner,
      has: differenceOf(file),
      ...given({ note: file.note }),
      changes: file.changes ?? [],
      ...given({ patch: patchView(file.patch) }),
    }));
}

const patchView = (patch: FilePatch | undefined): FilePatch | undefined =>
  patch === undefined ? undefined : { lines: patch.lines.map((line) => bounded(line)), more: patch.more };

function differenceOf({ from, filters, changes = [], owner }: ManagedFile): string {
  if (from?.base === undefined) return 'only target has it';
  if (from.target === undefined) return 'only base has it';
  if (filters) return 'privilege filters: see what they admit with evenkeel filters diff';
  if (changes.length > 0)
    return `${changes.length} ${changes.length === 1 ? 'option differs' : 'options differ'}`;
  return owner === 'operator' ? 'an edit that cannot be told option by option' : "target's replaces base's";
}

function factsOf(events: readonly Event[], { exitCode }: Verdict): FactsView {
  const started = events.find((event) => event.type === 'run-started');
  const [first, last] = [events[0], events.at(-1)];
  return {
    command: bounded(started?.command),
    seed: started?.plan.seed ?? 0,
    machine: started?.machine ?? {},
    ...given({ startedAt: started?.at }),
    ms: first === undefined || last === undefined ? 0 : Math.max(0, last.at - first.at),
    exitCode,
    samples: events.reduce((sum, { type }) => sum + (type === 'probe' ? 1 : 0), 0),
  };
}
