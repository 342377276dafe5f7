import type { FileFormat } from '../../model/operator-file.ts';

const ENDINGS: readonly (readonly [RegExp, FileFormat])[] = [
  [/\.ya?ml$/i, 'yaml'],
  [/\.toml$/i, 'toml'],
  [/\.json$/i, 'json'],
  [/\.jsonc$/i, 'jsonc'],
  [/(?:^|\/)\.env(?:\.[^/]*)?$|\.env$/i, 'env'],
];

/** The format that a file's name tells; oslo.config's INI where it tells none. */
export const formatOfName = (name: string): FileFormat =>
  ENDINGS.find(([ending]) => ending.test(name))?.[1] ?? 'ini';
