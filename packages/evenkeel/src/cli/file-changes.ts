import { readLocalFile } from '../drivers/store/release-files.ts';
import { formatOption } from '../model/config-schema.ts';
import type { ManagedFile, UpgradeModel } from '../model/upgrade-model.ts';
import { optionChanges } from '../read/config/option-changes.ts';
import { changedDefaults } from './changed-defaults.ts';

/** The model with what each edit of a file changes, as far as it can be read. */
export function withFileChanges(model: UpgradeModel): UpgradeModel {
  return { ...model, files: model.files.map((file) => withChanges(model, file)) };
}

function withChanges(model: UpgradeModel, file: ManagedFile): ManagedFile {
  const { base, target } = file.from;
  if (file.variants === 1 || file.filters || base === undefined || target === undefined) return file;
  const [before, after] = [readLocalFile(base, '/'), readLocalFile(target, '/')];
  if ('why' in before || 'why' in after) return file;
  const were = new Set(changedDefaults(model, file).map(({ id }) => formatOption(id)));
  const changes = optionChanges(file.path, before.text, after.text).map((change) =>
    change.how === 'added' && were.has(change.option)
      ? { ...change, isChangedDefault: true as const }
      : change,
  );
  return changes.length === 0 ? file : { ...file, changes };
}
