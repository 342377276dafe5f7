import { ConfigProblem, type Ini, strip, withDefaults } from '../ini/ini.js';
import { envProgram } from './env.js';
import { FILTER_CLASSES, type Filter, type FilterClass, type Place } from './types.js';

const isFilterClass = (name: string): name is FilterClass =>
  (FILTER_CLASSES as readonly string[]).includes(name);

/** The filters of a file, and the lines of it that are passed over, with the reason. */
export type ParsedFilters = {
  readonly filters: readonly Filter[];
  readonly skipped: readonly ConfigProblem[];
};

/** What oslo.rootwrap adds to every list of filters. */
export const PRIVSEP_HELPER: Filter = {
  name: 'privsep-helper',
  class: 'CommandFilter',
  exec: 'privsep-helper',
  runAs: 'root',
  args: [],
  place: { file: '(built in)', line: 0 },
};

/**
 * The filters that a filter file defines, in its order.
 * @throws ConfigProblem when the file has no `[Filters]`, or a filter has too few words
 */
export function parseFilters(ini: Ini, file: string): ParsedFilters {
  const section = ini.sections.get('Filters');
  if (section === undefined) throw new ConfigProblem('has no section [Filters]', file, 0);
  const filters: Filter[] = [];
  const skipped: ConfigProblem[] = [];
  for (const [name, { value, line }] of withDefaults(ini, section)) {
    const [className = '', ...words] = value.split(',').map(strip);
    if (isFilterClass(className)) filters.push(buildFilter(name, className, words, { file, line }));
    else {
      const reason = `Skipping unknown filter class (${className}) specified in filter definitions`;
      skipped.push(new ConfigProblem(reason, file, line));
    }
  }
  return { filters, skipped };
}

function buildFilter(name: string, className: FilterClass, words: readonly string[], place: Place): Filter {
  const fewest = className === 'KillFilter' || className === 'ReadFileFilter' ? 1 : 2;
  if (words.length < fewest) {
    const reason = `filter '${name}': a ${className} wants ${fewest} words or more after its class`;
    throw new ConfigProblem(reason, place.file, place.line);
  }
  const [first = '', second = '', ...rest] = words;
  const base = { name, class: className, place };
  if (className === 'KillFilter') return { ...base, exec: '/bin/kill', runAs: first, args: words.slice(1) };
  if (className === 'ReadFileFilter') return { ...base, exec: '/bin/cat', runAs: 'root', args: [first] };
  const exec = className === 'EnvFilter' ? envProgram(first, rest) : first;
  return { ...base, exec, runAs: second, args: rest };
}
