import { setTimeout as delay } from 'node:timers/promises';
import {
  commandLine,
  OWNER_MARK,
  RUN_MARK,
  type SeenProcess,
  seeAll,
  seeProcess,
  startedWith,
  workingFolder,
} from './proc.ts';

const POLL_MS = 10;
/** Children may end a moment after their parent. */
const GRACE_MS = 500;

/** Sends a signal; false when there is no such process or group. */
export function sendSignal(target: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(target, signal);
    return true;
  } catch {
    return false;
  }
}

/** Waits until a condition holds, at most `ms`. */
export async function waitUntil(holds: () => boolean, ms: number): Promise<boolean> {
  const until = performance.now() + ms;
  while (!holds()) {
    if (performance.now() > until) return false;
    await delay(POLL_MS);
  }
  return true;
}

/** The processes of a run whose owner begins with a prefix, in whatever group or session they are now. */
export function ownedBy(runFolder: string, ownerPrefix: string, among = seeAll()): SeenProcess[] {
  return among.filter(
    (seen) =>
      startedWith(seen.pid, RUN_MARK) === runFolder &&
      (startedWith(seen.pid, OWNER_MARK) ?? '').startsWith(ownerPrefix),
  );
}

/**
 * Orphans that work in a folder: their parent is gone and they were taken over by a process that has nothing to do with
 * it. So those are found, too, that shed their environment when they left the group.
 */
export function orphansIn(folder: string, among = seeAll()): SeenProcess[] {
  const worksHere = (pid: number): boolean => `${workingFolder(pid) ?? ''}/`.startsWith(`${folder}/`);
  const isOfRun = (pid: number): boolean =>
    pid === process.pid || worksHere(pid) || startedWith(pid, RUN_MARK) !== undefined;
  return among.filter((seen) => worksHere(seen.pid) && !isOfRun(seen.parent));
}

/** What a process may have left behind. */
interface Leaver {
  readonly group: number;
  readonly owner: string;
  readonly runFolder: string;
  /** Where everything of the run works. */
  readonly scratch: string;
}

/** Kills what a process left behind: members of its group, those that carry its mark, and orphans of the run. */
export async function endLeftBehind({ group, owner, runFolder, scratch }: Leaver): Promise<string[]> {
  const left = (): SeenProcess[] => {
    const among = seeAll();
    const owned = ownedBy(runFolder, owner, among).filter(
      (seen) => startedWith(seen.pid, OWNER_MARK) === owner,
    );
    const grouped = among.filter((seen) => seen.group === group);
    const all = [...owned, ...grouped, ...orphansIn(scratch, among)];
    return [...new Map(all.map((seen) => [seen.pid, seen])).values()];
  };
  if (await waitUntil(() => left().length === 0, GRACE_MS)) return [];
  const stubborn = left();
  const described = stubborn.map((seen) => `${seen.pid} (${commandLine(seen.pid)})`);
  await killAll(stubborn);
  return described;
}

/** Kills processes, each only if it is still the one that was seen, and waits until they are gone. */
export async function killAll(processes: readonly SeenProcess[]): Promise<void> {
  const alive = (): SeenProcess[] =>
    processes.filter((seen) => {
      const now = seeProcess(seen.pid);
      return now !== undefined && !now.zombie && now.startTime === seen.startTime;
    });
  for (const seen of alive()) sendSignal(seen.pid, 'SIGKILL');
  await waitUntil(() => alive().length === 0, 5_000);
}
