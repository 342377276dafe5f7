import { dirname } from 'node:path';
import type { Config } from '../config/conf.js';
import { filterFiles, loadConfig } from '../config/load.js';
import { distrust, readTrusted } from '../config/trusted.js';
import { findProgram, type Rules } from '../decide/decide.js';
import { DEVIATIONS } from '../filter/deviations.js';
import { PRIVSEP_HELPER, parseFilters } from '../filter/parse.js';
import { refusedPattern } from '../filter/regexp.js';
import type { Filter, Place } from '../filter/types.js';
import { ConfigProblem, parseIni } from '../ini/ini.js';
import { amountsToRoot } from './danger.js';
import { neverMatches, unreachableBy, widenedBy } from './reach.js';

/** `error`: rootwrap refuses to work; `warning`: look at it; `note`: worth knowing. */
export type LintFinding = {
  readonly severity: 'error' | 'warning' | 'note';
  readonly place: Place;
  readonly text: string;
};

/** Looks at rootwrap.conf, at every filter file, and at each filter with its program. Reads, and changes nothing. */
export function lint(conf: string, host: Rules['host']): LintFinding[] {
  const findings: LintFinding[] = [];
  const config = attempt(findings, () => loadConfig(conf));
  if (config === undefined) return findings;
  findings.push(...lintConfig(config, conf));
  const filters = [...filterFilesOf(config, findings), PRIVSEP_HELPER];
  const rules: Rules = { filters, host, execDirs: config.execDirs, legacy: config.legacy };
  for (const [index, filter] of filters.entries())
    for (const [severity, text] of lintFilter(rules, filter, index))
      findings.push({ severity, place: filter.place, text: `filter '${filter.name}': ${text}` });
  return findings;
}

function attempt<T>(findings: LintFinding[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error;
    const { file, line, message } = error;
    const text = message.slice(message.indexOf(': ') + 2);
    findings.push({ severity: 'error', place: { file, line }, text });
    return undefined;
  }
}

function lintConfig({ legacy, filtersPath, execDirs }: Config, file: string): LintFinding[] {
  const place = { file, line: 0 };
  const old = [...legacy].map(
    (code) => `${code} is off, oslo.rootwrap's way: without it ${DEVIATIONS[code].title}`,
  );
  const folders = [
    ...filtersPath.map((path) => ['filters_path', path]),
    ...execDirs.map((path) => ['exec_dirs', path]),
  ];
  const odd = folders.flatMap(([key = '', path = '']) => {
    if (path !== path.trim()) return [`${key}: '${path}' has spaces around it, and they count`];
    const why = distrust(path);
    return why === undefined || why.includes('ENOENT') ? [] : [`${key}: '${path}': ${why}`];
  });
  return [...old, ...odd].map((text) => ({ severity: 'warning', place, text }));
}

function filterFilesOf(config: Config, findings: LintFinding[]): Filter[] {
  const files = attempt(findings, () => filterFiles(config)) ?? [];
  return files.flatMap((file) => {
    const parsed = attempt(findings, () =>
      parseFilters(parseIni(readTrusted(file, config.legacy.has('RW-019')), file, false), file),
    );
    for (const problem of parsed?.skipped ?? [])
      findings.push({
        severity: 'warning',
        place: { file: problem.file, line: problem.line },
        text: problem.message.slice(problem.message.indexOf(': ') + 2),
      });
    return parsed?.filters ?? [];
  });
}

function lintFilter(rules: Rules, filter: Filter, index: number): [LintFinding['severity'], string][] {
  const { filters, host } = rules;
  const program = findProgram(rules, filter.exec);
  const isRegExp = filter.class === 'RegExpFilter' || filter.class === 'ChainingRegExpFilter';
  const refused = isRegExp ? refusedPattern(filter) : undefined;
  const never = neverMatches(filter, host);
  const hider = unreachableBy(filters, index, ({ exec }) => findProgram(rules, exec) !== undefined);
  const wider = hider === undefined ? widenedBy(filters, index) : undefined;
  const danger = amountsToRoot(filter);
  const why = program === undefined ? undefined : (distrust(program) ?? distrust(dirname(program)));
  const at = ({ name, place }: Filter) =>
    place.line > 0 ? `'${name}' (${place.file}:${place.line})` : `the built-in '${name}'`;
  const found: [LintFinding['severity'], string | undefined][] = [
    ['warning', refused && `${refused} (RW-027): it never matches`],
    ['warning', never],
    [
      'warning',
      hider && filter !== PRIVSEP_HELPER
        ? `is never reached: ${at(hider)} permits all of it before`
        : undefined,
    ],
    ['warning', wider && `restricts nothing: ${at(wider)} permits the program with any arguments`],
    ['warning', danger],
    ['warning', why && `its program '${program}' is not safe from others: ${why}`],
    [
      'note',
      program === undefined && filter !== PRIVSEP_HELPER
        ? `its program '${filter.exec}' is nowhere`
        : undefined,
    ],
  ];
  return found.flatMap(([severity, text]) => (text === undefined ? [] : [[severity, text]]));
}
