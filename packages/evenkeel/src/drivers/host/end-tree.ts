import { setTimeout as delay } from 'node:timers/promises';
import {
  commandLine,
  OWNER_MARK,
  RUN_MARK,
  type SeenProcess,
  seeAll,
  seeProcess,
  startedWith,
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
export function ownedBy(runFolder: string, ownerPrefix: string): SeenProcess[] {
  return seeAll().filter(
    (seen) =>
      startedWith(seen.pid, RUN_MARK) === runFolder &&
      (startedWith(seen.pid, OWNER_MARK) ?? '').startsWith(ownerPrefix),
  );
}

/** Kills what a process left behind: members of its group, and those that left the group but carry its owner's mark. */
export async function endLeftBehind(group: number, runFolder: string, owner: string): Promise<string[]> {
  const left = (): SeenProcess[] => {
    const owned = ownedBy(runFolder, owner).filter((seen) => startedWith(seen.pid, OWNER_MARK) === owner);
    const grouped = seeAll().filter(
      (seen) => seen.group === group && !owned.some((other) => other.pid === seen.pid),
    );
    return [...owned, ...grouped];
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
