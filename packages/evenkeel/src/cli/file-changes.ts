import { readLocalFile } from '../drivers/store/release-files.ts';
import type { ManagedFile, UpgradeModel } from '../model/upgrade-model.ts';
import { optionChanges } from '../read/config/option-changes.ts';

/** The model with what each operator's edit of a file changes, as far as it can be read. */
export function withFileChanges(model: UpgradeModel): UpgradeModel {
  return { ...model, files: model.files.map((file) => withChanges(file)) };
}

function withChanges(file: ManagedFile): ManagedFile {
  const { base, target } = file.from;
  if (file.variants === 1 || file.owner !== 'operator' || base === undefined || target === undefined)
    return file;
  const [before, after] = [readLocalFile(base, '/'), readLocalFile(target, '/')];
  if ('why' in before || 'why' in after) return file;
  const changes = optionChanges(file.path, before.text, after.text);
  return changes.length === 0 ? file : { ...file, changes };
}
