import { readLocalFile } from '../drivers/store/release-files.ts';
import { formatOption } from '../model/config-schema.ts';
import type { FilePatch } from '../model/file-patch.ts';
import { given } from '../model/given.ts';
import type { ManagedFile, UpgradeModel } from '../model/upgrade-model.ts';
import { optionChanges } from '../read/config/option-changes.ts';
import { changedDefaults } from './changed-defaults.ts';
import { patchOf } from './file-patch.ts';

/** The model with what each edit of a file changes, as far as it can be read. */
export function withFileChanges(model: UpgradeModel): UpgradeModel {
  return { ...model, files: model.files.map((file) => withChanges(model, file)) };
}

function withChanges(model: UpgradeModel, file: ManagedFile): ManagedFile {
  if (file.variants === 1 || file.filters) return file;
  const [before, after] = [textOf(file.from.base), textOf(file.from.target)];
  if (before === undefined || after === undefined) return file;
  return {
    ...file,
    ...given({ patch: shippedPatch(file, before, after) }),
    ...changesOf(model, file, before, after),
  };
}

/** A file that a release does not have has no lines; one that cannot be read has no text. */
function textOf(source: string | undefined): string | undefined {
  if (source === undefined) return '';
  const read = readLocalFile(source, '/');
  return 'why' in read ? undefined : read.text;
}

/** What a package ships is no secret; what an operator writes may be one. */
const shippedPatch = ({ owner }: ManagedFile, before: string, after: string): FilePatch | undefined =>
  owner === 'package' ? patchOf(before, after) : undefined;

function changesOf(
  model: UpgradeModel,
  file: ManagedFile,
  before: string,
  after: string,
): Pick<ManagedFile, 'changes'> {
  if (file.from.base === undefined || file.from.target === undefined) return {};
  const were = new Set(changedDefaults(model, file).map(({ id }) => formatOption(id)));
  const changes = optionChanges(file.path, before, after).map((change) =>
    change.how === 'added' && were.has(change.option)
      ? { ...change, isChangedDefault: true as const }
      : change,
  );
  return changes.length === 0 ? {} : { changes };
}
