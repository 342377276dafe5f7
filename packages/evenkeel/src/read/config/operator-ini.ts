import type { IniDocument } from '../../model/ini.ts';
import type { OperatorFile } from '../../model/operator-file.ts';

/** What an INI document sets; or one of `.env`, all of which is outside of groups. */
export function operatorFileOf(
  { file, settings, sections }: IniDocument,
  format: 'ini' | 'env' = 'ini',
): OperatorFile {
  const root = { name: '', place: { file, line: 1, column: 1 } };
  return {
    file,
    format,
    settings: settings.map(({ section, key, value, first, keyAt }) => ({
      id: { group: section, name: key },
      value: { kind: 'text', text: value },
      place: { file, line: first + 1, column: keyAt + 1 },
    })),
    groups: [
      ...(format === 'env' ? [root] : []),
      ...sections.map(({ name, line }) => ({ name, place: { file, line: line + 1, column: 1 } })),
    ],
  };
}
