import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { seeProcess } from '../drivers/host/proc.ts';
import { isReachableByAll, unprivilegedUser } from '../drivers/store/unprivileged.ts';
import type { Harness } from '../model/event.ts';
import { BadInput } from './bad-input.ts';

export const JOURNAL = 'journal.jsonl';
/** Where runs lie that nobody gave a folder. */
export const RUNS = '.evenkeel';
/** Lists the steps of a run through several; each has a folder beside it, named as the step. */
export const STEPS = 'steps.json';

/** A run's own folder, and where its installs and state lie meanwhile. */
export interface RunFolder {
  readonly out: string;
  readonly harness: Harness;
  /** Removes what is not to be kept. */
  tidy(keep: boolean): void;
}

/** @throws BadInput when a folder for a run holds something */
export function refuseUsed(out: string): void {
  if (existsSync(out) && readdirSync(out).length > 0)
    throw BadInput.because(`${out} is not empty: give --out a new folder, so that no earlier run is lost`);
}

/** Makes a new run folder. @throws BadInput when the one that was asked for is in use */
export function makeRunFolder(asked: string | undefined, seed: number): RunFolder {
  const out = resolve(asked ?? newName(seed));
  refuseUsed(out);
  // As root under a closed umask, the user that servers run as could not reach what we make for them.
  if (unprivilegedUser() !== undefined) process.umask(process.umask() & ~0o055);
  // Nor does anybody else write in them, whatever the umask: rootwrap takes no rules from such folders.
  mkdirSync(out, { recursive: true, mode: 0o755 });
  const scratch = scratchFor(out);
  mkdirSync(scratch, { recursive: true, mode: 0o755 });
  const harness = { pid: process.pid, startTime: seeProcess(process.pid)?.startTime ?? '', scratch };
  const pointer = writePointer(out, harness);
  return {
    out,
    harness,
    tidy: (keep) => {
      if (!keep) removeScratch(scratch);
      rmSync(pointer, { force: true });
      removeIfEmpty(pointerFolder());
    },
  };
}

/** The word in a scratch folder of whose it is. */
const OWNER_FILE = 'evenkeel-run';

/**
 * The scratch folder that a journal or a word names, if it is the run's own: below it, or one that says so itself.
 * `undefined` for anything else, which is left alone.
 */
export function ownScratch(out: string, scratch: string): string | undefined {
  return scratch === join(out, 'state') || isScratchOf(out, scratch) ? scratch : undefined;
}

/** Removes installs and the cells' state; logs, journal and reports stay. */
export function removeScratch(scratch: string): void {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}

function isScratchOf(out: string, scratch: string): boolean {
  if (dirname(scratch) !== tmpdir() || !basename(scratch).startsWith('evenkeel-') || !isOurs(scratch))
    return false;
  try {
    return readFileSync(join(scratch, OWNER_FILE), 'utf8') === out;
  } catch {
    return false;
  }
}

/** Whether a folder is a real one, belongs to us, and can be written by nobody else. */
export function isOurs(folder: string): boolean {
  const facts = lstatSync(folder, { throwIfNoEntry: false });
  return facts !== undefined && isOursAlone(facts);
}

function isOursAlone(facts: Stats): boolean {
  return facts.isDirectory() && facts.uid === process.getuid?.() && (facts.mode & 0o022) === 0;
}

/**
 * Where the run works. Servers that refuse root run as another user, who must reach their binaries and data: when the
 * run's folder is closed to others (below a home, say), a folder of the system's temporary one is used instead.
 */
function scratchFor(out: string): string {
  if (unprivilegedUser() === undefined || isReachableByAll(out)) return join(out, 'state');
  const scratch = mkdtempSync(join(tmpdir(), 'evenkeel-'));
  chmodSync(scratch, 0o755);
  writeFileSync(join(scratch, OWNER_FILE), out);
  return scratch;
}

/** Where each running harness leaves a word of its run folder, so that another can clean up after its death. */
export function pointerFolder(): string {
  return join(tmpdir(), `evenkeel-runs-${process.getuid?.() ?? 0}`);
}

/** The word that a harness leaves of itself. */
export function pointerFile(harness: Harness): string {
  return join(pointerFolder(), `${harness.pid}-${harness.startTime.replace(/\D/g, '')}.json`);
}

/** How often a word is tried to be left: another run may remove the empty folder just after it was made. */
const TRIES = 1000;

function writePointer(out: string, harness: Harness): string {
  const file = pointerFile(harness);
  for (let tries = 1; ; tries++) {
    try {
      mkdirSync(pointerFolder(), { recursive: true, mode: 0o700 });
      refuseForeign(lstatSync(pointerFolder()));
      writeFileSync(file, JSON.stringify({ out, ...harness }));
      return file;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT') || tries === TRIES)
        throw error;
    }
  }
}

function refuseForeign(facts: Stats): void {
  if (isOursAlone(facts)) return;
  throw BadInput.because(
    `${pointerFolder()} is not a folder of ours alone: remove it, or set TMPDIR to a folder of your own`,
  );
}

/** Removes a folder if nothing is in it. */
export function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Another run uses it.
  }
}

/** A folder that is not there yet: two runs may begin in the same second. */
export function newName(seed: number): string {
  const name = join(RUNS, `${stamp(new Date())}-${seed}`);
  let number = 1;
  while (existsSync(number === 1 ? name : `${name}-${number}`)) number++;
  return number === 1 ? name : `${name}-${number}`;
}

function stamp(date: Date): string {
  return date.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
}
