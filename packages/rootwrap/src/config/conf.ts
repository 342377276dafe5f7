import { DEVIATIONS, type DeviationCode, isDeviation } from '../filter/deviations.js';
import { ConfigProblem, type Ini, type Option, strip } from '../ini/ini.js';

/** What rootwrap.conf says. */
export type Config = {
  readonly filtersPath: readonly string[];
  /** Where a program without a path is looked for, in this order. */
  readonly execDirs: readonly string[];
  readonly syslog?: { readonly facility: string; readonly level: SyslogLevel };
  /** Seconds without a command after which a daemon ends. */
  readonly daemonTimeout: number;
  /** Open files that a command may have (soft limit). */
  readonly openFiles: number;
  readonly legacy: ReadonlySet<DeviationCode>;
  /** Variables of the caller that a command keeps. */
  readonly envKeep: readonly string[];
  readonly record?: { readonly file: string; readonly redact: 'nothing' | 'values' | 'all' };
};

/** Python's names for levels, as syslog severities (RFC 5424, table 2). */
const LEVELS = {
  critical: 2,
  fatal: 2,
  error: 3,
  warn: 4,
  warning: 4,
  info: 6,
  debug: 7,
  notset: 7,
} as const;
export type SyslogLevel = (typeof LEVELS)[keyof typeof LEVELS];

const FACILITIES =
  /^(?:auth|authpriv|console|cron|daemon|ftp|kern|lpr|mail|news|ntp|security|solaris-cron|syslog|user|uucp|local[0-7])$/;
const LOG_FACILITIES =
  /^LOG_(AUTH|AUTHPRIV|CONSOLE|CRON|DAEMON|FTP|KERN|LPR|MAIL|NEWS|NTP|SECURITY|SOLCRON|SYSLOG|USER|UUCP|LOCAL[0-7])$/;
/** Facilities that only Python has a name for, and the nearest that logger(1) knows. */
const NEAREST: ReadonlyMap<string, string> = new Map([
  ['console', 'user'],
  ['ntp', 'daemon'],
  ['security', 'auth'],
  ['solaris-cron', 'cron'],
  ['solcron', 'cron'],
]);
const TRUE = /^(?:1|yes|true|on)$/i;
const FALSE = /^(?:0|no|false|off)$/i;
/** Where programs are when rootwrap.conf does not say. */
const SYSTEM_DIRS = '/usr/local/sbin,/usr/local/bin,/usr/sbin,/usr/bin,/sbin,/bin';

/** A value that rootwrap.conf must not have; oslo.rootwrap has other words for it than for a broken file. */
export class BadValue extends ConfigProblem {
  readonly reason: string;
  constructor(reason: string, file: string, line: number) {
    super(reason, file, line);
    this.reason = reason;
  }
}

/**
 * Reads the options of rootwrap.conf.
 * @param callerPath the caller's PATH, asked for only under RW-009
 * @throws BadValue, or ConfigProblem when `filters_path` is not there
 */
export function parseConfig(ini: Ini, file: string, callerPath: string): Config {
  const read = new OptionReader(ini, file);
  const filtersPath = read.text('filters_path');
  if (filtersPath === undefined) throw new ConfigProblem("has no 'filters_path' under [DEFAULT]", file, 0);
  const legacy = read.legacy();
  const unset = legacy.has('RW-009') ? callerPath.split(':') : SYSTEM_DIRS.split(',');
  const execDirs = read.text('exec_dirs')?.split(',') ?? unset;
  const isFolder = (entry: string) => legacy.has('RW-008') || entry.startsWith('/');
  const facility = read.facility();
  const level = read.level();
  const record = read.recordFile();
  return {
    filtersPath: filtersPath.split(',').filter(isFolder),
    execDirs: execDirs.filter(isFolder),
    ...(read.boolean('use_syslog') && { syslog: { facility, level } }),
    daemonTimeout: read.integer('daemon_timeout', 600, -Infinity),
    openFiles: read.integer('rlimit_nofile', 1024, 1),
    legacy,
    envKeep: read.words('env_keep'),
    ...(record !== undefined && { record: { file: record, redact: read.redact() } }),
  };
}

class OptionReader {
  private readonly ini: Ini;
  private readonly file: string;

  constructor(ini: Ini, file: string) {
    this.ini = ini;
    this.file = file;
  }

  text(name: string): string | undefined {
    return this.ini.defaults.get(name)?.value;
  }

  words(name: string): string[] {
    const words = (this.text(name) ?? '').split(',').map(strip);
    return words.filter((word) => word !== '');
  }

  boolean(name: string): boolean {
    return this.parse(name, false, 'Not a boolean', ({ value }) =>
      TRUE.test(value) ? true : FALSE.test(value) ? false : undefined,
    );
  }

  /** As Python's `int()`. */
  integer(name: string, unset: number, least: number): number {
    return this.parse(name, unset, 'invalid literal for int() with base 10', ({ value }) => {
      const number = /^[+-]?\d+(?:_\d+)*$/.test(value) ? Number(value.replaceAll('_', '')) : Number.NaN;
      return number >= least ? number : undefined;
    });
  }

  facility(): string {
    const name = this.parse('syslog_log_facility', 'syslog', 'Unexpected syslog_log_facility', ({ value }) =>
      FACILITIES.test(value) ? value : LOG_FACILITIES.exec(value)?.[1]?.toLowerCase(),
    );
    return NEAREST.get(name) ?? name;
  }

  level(): SyslogLevel {
    return this.parse<SyslogLevel>('syslog_log_level', 3, 'Unexpected syslog_log_level', ({ value }) => {
      const name = value.toLowerCase();
      return Object.hasOwn(LEVELS, name) ? LEVELS[name as keyof typeof LEVELS] : undefined;
    });
  }

  recordFile(): string | undefined {
    return this.parse<string | undefined>('record', undefined, 'Not an absolute path', ({ value }) =>
      value.startsWith('/') ? value : undefined,
    );
  }

  redact(): 'nothing' | 'values' | 'all' {
    return this.parse('record_redact', 'nothing', 'Not one of nothing, values, all', ({ value }) =>
      value === 'nothing' || value === 'values' || value === 'all' ? value : undefined,
    );
  }

  legacy(): Set<DeviationCode> {
    const codes = new Set<DeviationCode>();
    const line = this.ini.defaults.get('legacy')?.line ?? 0;
    for (const code of this.words('legacy')) {
      if (!isDeviation(code)) throw new BadValue(`legacy: there is no deviation '${code}'`, this.file, line);
      if (!DEVIATIONS[code].restorable)
        throw new BadValue(`legacy: ${code} has no old behaviour to give back`, this.file, line);
      codes.add(code);
    }
    return codes;
  }

  private parse<T>(name: string, unset: T, complaint: string, read: (option: Option) => T | undefined): T {
    const option = this.ini.defaults.get(name);
    if (option === undefined) return unset;
    const value = read(option);
    if (value !== undefined) return value;
    const shown = /Not a|Not one|facility/.test(complaint) ? option.value : `'${option.value}'`;
    throw new BadValue(`${complaint}: ${shown}`, this.file, option.line);
  }
}
