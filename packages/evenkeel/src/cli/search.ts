import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readLocalFile } from '../drivers/store/release-files.ts';
import { type Change, changedModel, withVariant } from '../model/change.ts';
import type { Plan, PlannedRun } from '../model/plan.ts';
import type { ManagedFile, UpgradeModel } from '../model/upgrade-model.ts';
import { nextExperiment } from '../plan/search/next-experiment.ts';
import { mixOptions, separableOptions } from '../read/config/option-mix.ts';
import { withSettings } from '../read/config/with-settings.ts';
import type { Budget, Search } from '../run/search.ts';
import { changedDefaults } from './changed-defaults.ts';

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
  const texts = readOnce(model);
  const mixFor = ({ file, of, options }: OptionsChange): string | undefined => {
    const found = texts(file, of);
    return found && mixOptions(found.path, found.before, found.after, options);
  };
  const optionsOf = (file: string, of: OptionsChange['of']): string[] => {
    const found = texts(file, of);
    return found === undefined ? [] : separableOptions(found.path, found.before, found.after);
  };
  return {
    budget,
    next: (made) =>
      nextExperiment({
        model,
        cells: plan.cells,
        made,
        repeat,
        options: optionsOf,
        canMake: (change) => mixFor(change) !== undefined,
      }),
    modelFor: ({ id, change }: PlannedRun) => {
      if (change?.kind !== 'options') return changedModel(model, change);
      const source = texts(change.file, change.of)?.source;
      const text = mixFor(change);
      if (source === undefined || text === undefined) return model;
      const path = writeLike(source, text, join(folder, id.replaceAll(':', '-')));
      return withVariant(model, change.file, path, change.of);
    },
  };
}

/** Both texts of an edit; or an operator's file, and nothing. */
interface Texts {
  /** Where the file lies for the software; its name tells the form. */
  readonly path: string;
  readonly source: string;
  readonly before: string;
  readonly after: string;
}

/** Reads each file once: the search asks for the same ones again and again. */
function readOnce(model: UpgradeModel): (file: string, of: OptionsChange['of']) => Texts | undefined {
  const known = new Map<string, Texts | undefined>();
  return (name, of) => {
    const key = `${of} ${name}`;
    const file = model.files.find((entry) => entry.name === name);
    if (!known.has(key)) known.set(key, file?.filters === false ? textsOf(model, file, of) : undefined);
    return known.get(key);
  };
}

function textsOf(model: UpgradeModel, file: ManagedFile, of: OptionsChange['of']): Texts | undefined {
  const { path, from } = file;
  const { base, target } = from;
  if (base === undefined || (of === 'edit' && target === undefined)) return undefined;
  const before = readLocalFile(base, '/');
  if (of === 'default') {
    const options = changedDefaults(model, file).map(({ id, default: value }) => ({ id, value }));
    const after = 'why' in before ? undefined : withSettings(path, before.text, options);
    return 'why' in before || after === undefined
      ? undefined
      : { path, source: base, before: before.text, after };
  }
  const after = of === 'edit' && target !== undefined ? readLocalFile(target, '/') : { text: '' };
  if ('why' in before || 'why' in after) return undefined;
  const isJson = /\.jsonc?$/.test(base);
  return { path, source: base, before: before.text, after: of === 'file' && isJson ? '{}' : after.text };
}

/** Writes a text into a folder, with the name and the mode of another file. Returns its path. */
function writeLike(source: string, text: string, folder: string): string {
  const path = join(folder, basename(source));
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o600 | (statSync(source).mode & 0o777));
  return path;
}
