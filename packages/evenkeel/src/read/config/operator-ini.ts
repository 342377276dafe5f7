import type { IniDocument } from '../../model/ini.ts';
import type { OperatorFile } from '../../model/operator-file.ts';

/** What an INI document sets. */
export function operatorFileOf({ file, settings, sections }: IniDocument): OperatorFile {
  return {
    file,
    settings: settings.map(({ section, key, value, first, keyAt }) => ({
      id: { group: section, name: key },
      value,
      place: { file, line: first + 1, column: keyAt + 1 },
    })),
    groups: sections.map(({ name, line }) => ({ name, place: { file, line: line + 1, column: 1 } })),
  };
}
