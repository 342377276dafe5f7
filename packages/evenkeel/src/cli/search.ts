import { chmodSync, cpSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readLocalFile } from '../drivers/store/release-files.ts';
import { type Change, changedModel, withVariant } from '../model/change.ts';
import type { Plan, PlannedRun } from '../model/plan.ts';
import type { ManagedFile, UpgradeModel } from '../model/upgrade-model.ts';
import { nextExperiment } from '../plan/search/next-experiment.ts';
import { mixOptions, separableOptions } from '../read/config/option-mix.ts';
import type { Budget, Search } from '../run/search.ts';

type OptionsChange = Change & { readonly kind: 'options' };

/**
 * The search for causes in a run: plans experiments from what was made, and writes the files that they need.
 * @param folder where those are written; they hold what operators' files hold, so it goes with the run's state
 */
export function makeSearch(
  model: UpgradeModel,
  plan: Plan,
  { repeat, budget, folder }: { readonly repeat: number; readonly budget: Budget; readonly folder: string },
): Search {
  return {
    budget,
    next: (made) =>
      nextExperiment({
        model,
        cells: plan.cells,
        made,
        repeat,
        options: (file, of) => optionsOf(model, file, of),
        canMake: (change) => mixFor(model, change) !== undefined,
      }),
    modelFor: ({ id, change }: PlannedRun) =>
      change?.kind === 'options'
        ? withChangedFile(model, change, join(folder, id.replaceAll(':', '-')))
        : changedModel(model, change),
  };
}

/** Both texts of an edit; or an operator's file, and nothing. */
interface Texts {
  readonly source: string;
  readonly before: string;
  readonly after: string;
}

function textsOf(file: ManagedFile | undefined, of: 'edit' | 'file'): Texts | undefined {
  const { base, target } = file?.from ?? {};
  if (base === undefined || (of === 'edit' && target === undefined)) return undefined;
  const before = readLocalFile(base, '/');
  const after = of === 'edit' && target !== undefined ? readLocalFile(target, '/') : { text: '' };
  if ('why' in before || 'why' in after) return undefined;
  const isJson = /\.jsonc?$/.test(base);
  return { source: base, before: before.text, after: of === 'file' && isJson ? '{}' : after.text };
}

function optionsOf(model: UpgradeModel, name: string, of: 'edit' | 'file'): string[] {
  const file = model.files.find((entry) => entry.name === name);
  const texts = file?.filters === true ? undefined : textsOf(file, of);
  return texts === undefined ? [] : separableOptions(file?.path ?? name, texts.before, texts.after);
}

function mixFor(model: UpgradeModel, { file: name, of, options }: OptionsChange): string | undefined {
  const file = model.files.find((entry) => entry.name === name);
  const texts = textsOf(file, of);
  return texts && mixOptions(file?.path ?? name, texts.before, texts.after, options);
}

function withChangedFile(model: UpgradeModel, change: OptionsChange, folder: string): UpgradeModel {
  const file = model.files.find((entry) => entry.name === change.file);
  const text = mixFor(model, change);
  const source = file?.from.base;
  if (text === undefined || source === undefined) return model;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, basename(source));
  // copied first: it keeps its mode
  cpSync(source, path);
  chmodSync(path, 0o600 | modeOf(source));
  writeFileSync(path, text);
  return withVariant(model, change.file, path, change.of);
}

const modeOf = (path: string): number => statSync(path).mode & 0o777;
