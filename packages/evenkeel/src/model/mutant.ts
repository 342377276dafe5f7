import type { OwnedCheck } from './upgrade-model.ts';

/** What claims to notice that something is wrong: one entry of a resource's list of checks, or a probe. */
export type Watcher =
  | {
      readonly kind: 'verify';
      readonly resource: string;
      readonly action: VerifyAction;
      /** Counts from 1. */
      readonly entry: number;
      /** How many entries the list has. */
      readonly of: number;
    }
  | { readonly kind: 'probe'; readonly probe: string };

export type VerifyAction = 'verify' | 'verify_noapi';

/** What is broken on purpose. `gone` is done by the plan's `destroy`, or else by wiping all data. */
export type Breakage = 'never-created' | 'gone' | 'stopped' | 'status' | 'body';

/** In the order in which they are shown. */
export const BREAKAGES: readonly Breakage[] = ['never-created', 'gone', 'stopped', 'status', 'body'];

/** One thing broken, and who has to notice it. */
export interface Mutant {
  readonly watcher: Watcher;
  readonly breakage: Breakage;
}

/** A mutant of a plan. */
export interface PlannedMutant extends Mutant {
  /** What is asked, in words; placeholders stay. */
  readonly request: string;
  /** What follows the watcher's name in a sentence about its survival, e.g. `passes while api is stopped`. */
  readonly survival: string;
  /** Why there is nothing to break. */
  readonly notApplicable?: string;
}

/** How a mutant fared. `killed`: it was noticed. */
export type MutantOutcome = 'killed' | 'survived' | 'not-applicable' | 'not-tried';

/** A mutant that nobody noticed, as `run --selfcheck` is told. */
export interface Survivor extends Mutant {
  /** A sentence. */
  readonly why: string;
}

/** `verify of note, entry 2 of 3`, `probe list`. */
export function watcherInWords(watcher: Watcher): string {
  if (watcher.kind === 'probe') return `probe ${watcher.probe}`;
  const place = watcher.of > 1 ? `, entry ${watcher.entry} of ${watcher.of}` : '';
  return `${watcher.action} of ${watcher.resource}${place}`;
}

/** The same for the same mutant, in the plan and in the journal. */
export function mutantKey({ watcher, breakage }: Mutant): string {
  return watcher.kind === 'probe'
    ? `probe ${watcher.probe} ${breakage}`
    : `${watcher.action} ${watcher.resource} ${watcher.entry} ${breakage}`;
}

/** A mutant in words, as a dry run prints it. */
export function mutantInWords({ watcher, breakage }: Mutant): string {
  const done: Readonly<Record<Breakage, string>> = {
    'never-created': 'never created here',
    gone: 'which is gone',
    stopped: 'with the service stopped',
    status: 'through a proxy that changes the status',
    body: 'through a proxy that changes the body',
  };
  return `${watcherInWords(watcher)}, ${done[breakage]}`;
}

/** The check of a watcher, with its service. */
export type WatchedCheck = OwnedCheck & { readonly watcher: Watcher };
