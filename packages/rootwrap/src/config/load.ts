import { opendirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ParsedFilters, PRIVSEP_HELPER, parseFilters } from '../filter/parse.js';
import { ConfigProblem, parseIni } from '../ini/ini.js';
import { type Config, parseConfig } from './conf.js';
import { readTrusted } from './trusted.js';

/**
 * Reads rootwrap.conf. Its own owner and mode are always checked: a file that others can write cannot vouch for itself.
 * @throws ConfigProblem
 */
export function loadConfig(file: string): Config {
  return parseConfig(parseIni(readTrusted(file, false), file, true), file, process.env.PATH ?? '');
}

/**
 * Reads all filters, in the order in which they are tried; the built-in one is the last.
 * @throws ConfigProblem at the first file that is broken or refused: a part of the rules is not the rules
 */
export function loadFilters(config: Config): ParsedFilters {
  const trusting = config.legacy.has('RW-019');
  const parsed = filterFiles(config).map((file) =>
    parseFilters(parseIni(readTrusted(file, trusting), file, false), file),
  );
  return {
    filters: [...parsed.flatMap(({ filters }) => filters), PRIVSEP_HELPER],
    skipped: parsed.flatMap(({ skipped }) => skipped),
  };
}

/** The files of the filter folders; a folder that is not there has none. */
export function filterFiles({ filtersPath, legacy }: Config): string[] {
  return filtersPath.flatMap((folder) => {
    const names = namesIn(folder).filter((name) => !name.startsWith('.'));
    if (!legacy.has('RW-020')) names.sort();
    return names.map((name) => join(folder, name)).filter(isFile);
  });
}

/** In the order in which the folder has them, which `readdirSync` does not keep. */
function namesIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const names: string[] = [];
  try {
    const directory = opendirSync(folder);
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync())
      names.push(entry.name);
    directory.closeSync();
  } catch (error) {
    throw new ConfigProblem(
      `cannot be listed (${error instanceof Error ? error.message : error})`,
      folder,
      0,
    );
  }
  return names;
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
