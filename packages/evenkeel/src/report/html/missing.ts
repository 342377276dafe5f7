import type { Event } from '../../model/event.ts';
import { bounded, firstOf } from './bounded.ts';
import type { RunRecord } from './run-records.ts';

const MOST_NAMES = 5;

/** What a journal does not have, or has and cannot be shown, in sentences. */
export function missingIn(
  events: readonly Event[],
  records: Iterable<RunRecord>,
  unknown: ReadonlyMap<string, number>,
): string[] {
  if (events.length === 0) return ['The journal is empty: nothing was run.'];
  const runs = [...records];
  const begun = runs.filter(({ startedAt, outcome }) => startedAt !== undefined && outcome === undefined);
  const waiting = runs.filter(({ events: own }) => own.length === 0);
  const isFinished = events.some(({ type }) => type === 'run-finished');
  const interrupted = events.find((event) => event.type === 'interrupted');
  const fault = events.find((event) => event.type === 'harness-error');
  const install = events.find((event) => event.type === 'install-finished' && event.error !== undefined);
  return [
    ...(interrupted === undefined
      ? []
      : [`The run was interrupted (${bounded(interrupted.signal)}): what was not run is missing.`]),
    ...(fault === undefined ? [] : [`A fault of evenkeel's own ended the run: ${bounded(fault.message)}`]),
    ...(install?.type === 'install-finished'
      ? [
          `${bounded(install.release)} of ${bounded(install.service)} cannot be installed: ${bounded(install.error)}`,
        ]
      : []),
    ...(isFinished ? [] : ['The journal ends before the run did: what came after is missing.']),
    ...named('cut off', begun),
    ...(isFinished && waiting.length === 0 ? [] : named('not begun', waiting)),
    ...unknownKinds(unknown),
  ];
}

function named(how: string, runs: readonly RunRecord[]): string[] {
  if (runs.length === 0) return [];
  const { shown, more } = firstOf(runs, MOST_NAMES);
  const names = shown.map(({ run }) => run.id).join(', ');
  return [
    `${runs.length === 1 ? 'A run was' : `${runs.length} runs were`} ${how}: ${names}${more === 0 ? '' : ` and ${more} more`}.`,
  ];
}

function unknownKinds(unknown: ReadonlyMap<string, number>): string[] {
  if (unknown.size === 0) return [];
  const count = [...unknown.values()].reduce((sum, each) => sum + each, 0);
  const { shown, more } = firstOf(
    [...unknown.keys()].map((kind) => bounded(kind, 60)),
    MOST_NAMES,
  );
  const kinds = `${shown.join(', ')}${more === 0 ? '' : ` and ${more} more kinds`}`;
  return [
    `${count} ${count === 1 ? 'event' : 'events'} of a kind that this evenkeel does not know (${kinds}): not shown.`,
  ];
}
