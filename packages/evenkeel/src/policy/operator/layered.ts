import type { OperatorFile } from '../../model/operator-file.ts';

/** Files of one format that a program reads one over the other, as one file: the settings of later ones count. */
export function layered(files: readonly OperatorFile[]): OperatorFile[] {
  const last = files.at(-1);
  if (last === undefined) return [];
  return [
    {
      file: last.file,
      format: last.format,
      settings: files.flatMap(({ settings }) => settings),
      groups: files.flatMap(({ groups }) => groups),
    },
  ];
}
