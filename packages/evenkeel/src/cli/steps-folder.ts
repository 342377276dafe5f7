import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lookAt } from '../drivers/store/look.ts';
import { judge } from '../judge/judge.ts';
import type { Event } from '../model/event.ts';
import type { StepVerdict, TakenStep } from '../model/steps-verdict.ts';
import { readTakenSteps } from '../read/taken-steps.ts';
import { BadInput } from './bad-input.ts';
import { openJournalOf } from './open-journal.ts';
import { JOURNAL, newName, refuseUsed, STEPS } from './run-folder.ts';

const MOST_BYTES = 64 * 1024;

/** A step, how it did, and its journal. */
export interface JournaledStep extends StepVerdict {
  readonly events: readonly Event[];
}

/** Makes the folder of a run through several steps. @throws BadInput when the one that was asked for is in use */
export function makeStepsFolder(asked: string | undefined, seed: number): string {
  const out = resolve(asked ?? newName(seed));
  refuseUsed(out);
  mkdirSync(out, { recursive: true, mode: 0o755 });
  return out;
}

/** Writes down which steps are taken, before they are and whenever one is skipped. */
export function listSteps(out: string, steps: readonly TakenStep[]): void {
  writeFileSync(join(out, STEPS), `${JSON.stringify({ steps }, null, 2)}\n`);
}

/** The steps that a folder lists; nothing when it is not the folder of a run through several. @throws BadInput */
export function stepsIn(folder: string): readonly TakenStep[] | undefined {
  const file = join(folder, STEPS);
  if (lookAt(file) !== 'file') return undefined;
  const steps = statSync(file).size > MOST_BYTES ? undefined : readTakenSteps(readFileSync(file, 'utf8'));
  if (steps === undefined) throw BadInput.because(`${file} is not a list of steps as evenkeel writes it`);
  return steps;
}

/** The steps of a folder with what their journals say; one without a journal has not been run. @throws BadInput */
export function openSteps(folder: string, steps: readonly TakenStep[]): readonly JournaledStep[] {
  return steps.map((step) => {
    if (!hasJournal(folder, step)) return { step, events: [] };
    const { events } = openJournalOf(join(folder, step.id));
    return { step, events, verdict: judge(events) };
  });
}

/** Whether a step has been run, or begun. */
export const hasJournal = (folder: string, { id }: TakenStep): boolean =>
  lookAt(join(folder, id, JOURNAL)) === 'file';

/** The folders of the runs that a folder holds: those of its steps, or itself. @throws BadInput */
export function runFoldersIn(folder: string): string[] {
  const steps = stepsIn(folder);
  if (steps === undefined) return [folder];
  return steps.filter((step) => hasJournal(folder, step)).map(({ id }) => join(folder, id));
}
