import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { killAll, orphansIn, ownedBy } from '../drivers/host/end-tree.ts';
import { type SeenProcess, seeAll, seeProcess } from '../drivers/host/proc.ts';
import { lookAt } from '../drivers/store/look.ts';
import type { Event, Harness } from '../model/event.ts';
import { readJournal } from '../read/journal.ts';
import { BadInput } from './bad-input.ts';
import {
  isOurs,
  JOURNAL,
  ownScratch,
  pointerFile,
  pointerFolder,
  removeIfEmpty,
  removeScratch,
} from './run-folder.ts';

/** A run whose harness died, and what was ended for it. */
export interface CleanedRun {
  readonly out: string;
  readonly ended: number;
}

/** Ends and removes what dead runs left behind, by the word that each leaves of itself. Living runs are left alone. */
export async function cleanDeadRuns(): Promise<CleanedRun[]> {
  const cleaned: CleanedRun[] = [];
  for (const name of listPointers()) {
    const file = join(pointerFolder(), name);
    const pointer = readPointer(file);
    // One that cannot be read may be half written: its name says whose it is.
    if (isAlive(pointer ?? ownerByName(name))) continue;
    if (pointer !== undefined) cleaned.push(await cleanRun(pointer.out, pointer));
    rmSync(file, { force: true });
  }
  removeIfEmpty(pointerFolder());
  return cleaned;
}

/** The same for one run folder. @throws BadInput when it is no run folder, or its run is still going on */
export async function cleanRunFolder(folder: string): Promise<CleanedRun> {
  const out = resolve(folder);
  if (lookAt(join(out, JOURNAL)) !== 'file')
    throw BadInput.because(`${folder} is not the folder of a run: it has no ${JOURNAL}`);
  const started = eventsOf(out).find((event) => event.type === 'run-started');
  if (started !== undefined && isAlive(started.harness))
    throw BadInput.because(`the run in ${folder} is still going on (pid ${started.harness.pid})`);
  return cleanRun(out, started?.harness ?? { pid: 0, startTime: '', scratch: join(out, 'state') });
}

async function cleanRun(out: string, harness: Harness): Promise<CleanedRun> {
  const scratch = ownScratch(out, harness.scratch);
  const left = leftBehind(out, scratch);
  await killAll(left);
  if (scratch !== undefined) removeScratch(scratch);
  rmSync(pointerFile(harness), { force: true });
  removeIfEmpty(pointerFolder());
  return { out, ended: left.length };
}

/** Processes that carry the run's mark, those of the journal that have not ended, their groups, and orphans. */
function leftBehind(out: string, scratch: string | undefined): SeenProcess[] {
  const events = eventsOf(out);
  const ended = new Set(events.flatMap((event) => (event.type === 'process-ended' ? [event.pid] : [])));
  const journaled = events.flatMap((event): SeenProcess[] => {
    if (event.type !== 'process-started' || ended.has(event.pid)) return [];
    const seen = seeProcess(event.pid);
    return seen !== undefined && !seen.zombie && seen.startTime === event.startTime ? [seen] : [];
  });
  const groups = new Set(journaled.map((seen) => seen.pid));
  const members = seeAll().filter((seen) => groups.has(seen.group));
  const orphans = scratch === undefined ? [] : orphansIn(scratch);
  const all = [...journaled, ...members, ...ownedBy(out, ''), ...orphans];
  const byPid = new Map(all.map((seen) => [seen.pid, seen]));
  return [...byPid.values()];
}

function eventsOf(out: string): readonly Event[] {
  try {
    const result = readJournal(JOURNAL, readFileSync(join(out, JOURNAL), 'utf8'));
    return 'events' in result ? result.events : [];
  } catch {
    return [];
  }
}

function ownerByName(name: string): Pick<Harness, 'pid' | 'startTime'> {
  const [pid = '', startTime = ''] = basename(name, '.json').split('-');
  return { pid: Number(pid), startTime };
}

function isAlive(harness: Pick<Harness, 'pid' | 'startTime'>): boolean {
  const seen = seeProcess(harness.pid);
  return seen !== undefined && !seen.zombie && seen.startTime === harness.startTime;
}

function listPointers(): string[] {
  // What others can write there must not make us end or remove anything.
  if (!isOurs(pointerFolder())) return [];
  try {
    return readdirSync(pointerFolder());
  } catch {
    return [];
  }
}

function readPointer(file: string): (Harness & { out: string }) | undefined {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<Harness & { out: string }>;
    const { out, pid, startTime, scratch } = value;
    if (
      typeof out !== 'string' ||
      typeof pid !== 'number' ||
      typeof startTime !== 'string' ||
      typeof scratch !== 'string'
    )
      return undefined;
    return { out, pid, startTime, scratch };
  } catch {
    return undefined;
  }
}
