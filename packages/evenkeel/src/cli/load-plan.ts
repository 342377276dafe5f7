import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { isFolder, lookAt } from '../drivers/store/look.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { type CheckPlan, readCheckPlan } from '../read/read-check-plan.ts';
import { type PlanSource, readSteps } from '../read/read-plan.ts';
import { BadInput } from './bad-input.ts';
import { DEFAULT_PLAN } from './default-plan.ts';

/** Four bytes for each of the 1 MiB of characters that reading takes at most. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Reads a plan file, or the one in a folder, with every step that it speaks of. @throws BadInput with every mistake */
export function loadSteps(given: string): { steps: readonly UpgradeModel[]; file: string } {
  const source = openPlan(given);
  const result = readSteps(source);
  if ('issues' in result) throw new BadInput(result.issues);
  return { steps: result.steps, file: resolve(source.file) };
}

/** Reads the plan file of one upgrade. @throws BadInput with every mistake, or when the plan lists its releases */
export function loadPlan(given: string): { model: UpgradeModel; file: string } {
  const { steps, file } = loadSteps(given);
  const [model] = steps;
  if (model === undefined || model.step !== undefined)
    throw BadInput.because(
      `${shownPath(file)} lists its releases: this takes a plan with a base and a target`,
    );
  return { model, file };
}

/** The same for what `check` takes from a plan; with the plan's folder. @throws BadInput with every mistake */
export function loadCheckPlan(given: string): CheckPlan & { readonly dir: string } {
  const source = openPlan(given);
  const result = readCheckPlan(source);
  if ('issues' in result) throw new BadInput(result.issues);
  return { ...result.plan, dir: source.dir };
}

/** What messages call a file: its path from the current folder, or its whole path when it is outside. */
export function shownPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? file : path || '.';
}

function openPlan(given: string): PlanSource {
  const file = resolve(isFolder(given) ? join(given, DEFAULT_PLAN) : given);
  const shown = shownPath(file);
  const dir = dirname(file);
  const absolute = (path: string): string => (isAbsolute(path) ? path : resolve(dir, path));
  return {
    file: shown,
    text: readText(file, shown),
    dir,
    resolve: absolute,
    kindOf: (path) => {
      const kind = lookAt(absolute(path));
      if (kind === 'none' || typeof kind === 'object') return undefined;
      return kind === 'folder' ? 'folder' : 'file';
    },
  };
}

function readText(file: string, shown: string): string {
  const problem = (message: string, hint: string): BadInput =>
    new BadInput([{ file: shown, line: 1, column: 1, message, hint }]);
  const kind = lookAt(file);
  if (typeof kind === 'object') throw problem(`cannot be read: ${kind.why}`, 'name a plan file');
  if (kind === 'none')
    throw problem('there is no such plan file', `"evenkeel init" writes ${basename(DEFAULT_PLAN)}`);
  if (kind !== 'file') throw problem('this is not a file', 'name a plan file');
  if (statSync(file).size > MOST_BYTES)
    throw problem('the file is larger than 1 MiB', 'a plan is a few hundred lines');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    if (error instanceof TypeError) throw problem('the file is not UTF-8 text', 'save it as UTF-8');
    throw problem(
      `cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'check its permissions',
    );
  }
}
