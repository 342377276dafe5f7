import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process, as /proc shows it. */
export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Clock ticks since boot. */
  readonly startTime: string;
  readonly zombie: boolean;
}

/** The variable that every process of a run carries: the run's folder. */
export const RUN_MARK = 'EVENKEEL_RUN';
/** The variable that says for which instance or command a process was started. */
export const OWNER_MARK = 'EVENKEEL_OWNER';

/** One process, or `undefined` when there is none of that pid (or no /proc). */
export function seeProcess(pid: number): SeenProcess | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name stands in parentheses and may hold anything, so fields are counted from its end (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {
      pid,
      parent: Number(fields[1]),
      group: Number(fields[2]),
      startTime: fields[19] ?? '',
      zombie: fields[0] === 'Z',
    };
  } catch {
    return undefined;
  }
}

/** All processes; empty where there is no /proc. */
export function seeAll(): SeenProcess[] {
  return listPids().flatMap((pid) => {
    const seen = seeProcess(pid);
    return seen === undefined || seen.zombie ? [] : [seen];
  });
}

/** A variable in the environment that a process was started with; `undefined` when absent or not ours to read. */
export function startedWith(pid: number, variable: string): string | undefined {
  try {
    const environ = readFileSync(`/proc/${pid}/environ`, 'utf8');
    const entry = environ.split('\0').find((line) => line.startsWith(`${variable}=`));
    return entry?.slice(variable.length + 1);
  } catch {
    return undefined;
  }
}

/** The folder that a process works in; `undefined` when it is gone, or not ours to see. */
export function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** The command line of a process, for messages. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim().slice(0, 200);
  } catch {
    return '';
  }
}

function listPids(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}
