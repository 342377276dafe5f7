import { ALL_LEGACY } from './peer-ours.js';

/** What a rootwrap.conf and one filter file say, and a command line. */
export type RunCase = {
  readonly title: string;
  readonly conf: string;
  readonly filters?: string;
  readonly argv: readonly string[];
};

const ALPHA = '[Filters]\nalpha: CommandFilter, alpha, root\n';
const START = `[DEFAULT]\nlegacy=${ALL_LEGACY.join(',')}\n`;

/** @param root where `bin` and the folder `rules/filters` are */
export function confStart(root: string): string {
  return `${START}filters_path=${root}/rules/filters\nexec_dirs=${root}/bin\n`;
}

/** What oslo.rootwrap takes and refuses in rootwrap.conf. */
export function confCases(root: string): RunCase[] {
  const start = confStart(root);
  const path = `filters_path=${root}/rules/filters\n`;
  const dirs = `exec_dirs=${root}/bin\n`;
  const added = [
    ...['1', '0', 'yes', 'No', 'TRUE', 'off', 'maybe', '', 'y'].map((value) => `use_syslog=${value}`),
    ...['daemon', 'LOG_DAEMON', 'Daemon', 'local7', 'LOCAL0', 'LOG_LOCAL0', 'log_auth', 'bogus', '', '3'].map(
      (value) => `syslog_log_facility=${value}`,
    ),
    ...['ERROR', 'info', 'WARN', 'Notset', 'fatal', 'trace', '', '10'].map(
      (value) => `syslog_log_level=${value}`,
    ),
    ...['5', ' 2 ', '+2', '1_0', 'abc', '', '2.5', '0', '-1', '1__0'].map(
      (value) => `daemon_timeout=${value}`,
    ),
    ...['600', '20001', '99999999', 'abc', '', '2.5', '1_000'].map((value) => `rlimit_nofile=${value}`),
    'foo=%(x)s %',
    '[DEFAULT]\nuse_syslog=no',
    '[DEFAULT]\nexec_dirs=/bin',
    'exec_dirs=/bin',
    'EXEC_DIRS=/bin',
    '[other]\na=1\n[other]\nb=2',
    '[other]\na=1\na=2',
    'junk',
    ' junk',
    'use_syslog',
    '=x',
    '  foo=1',
    '# note\n\n; note',
  ].map((line) => ({ title: JSON.stringify(line), conf: `${start}${line}\n` }));
  const whole = [
    '',
    '\n# nothing\n',
    `[other]\n${path}`,
    `[default]\n${path}`,
    path,
    `x=1\n${start}`,
    `${START}${dirs}`,
    `\ufeff${start}`,
    start.replaceAll('\n', '\r\n'),
    start.replaceAll('=', ' : '),
    start.replace('filters_path', 'FILTERS_Path'),
    start.replace('exec_dirs=', 'exec_dirs=\n  '),
    `${START}filters_path=/nowhere\n  ,${root}/rules/filters\n${dirs}`,
    `${START}filters_path=/nowhere,\n  ${root}/rules/filters\n${dirs}`,
    `${START}filters_path=/nowhere,${root}/rules/filters\n${dirs}`,
    `${START}filters_path=${root}/rules/filters ; note\n${dirs}`,
    `${START}filters_path=\n${dirs}`,
    `${START}filters_path=rules/filters\n${dirs}`,
    `${START}filters_path=${root}/bin/alpha\n${dirs}`,
    `${START}${path}`,
    `${START}${path}exec_dirs=\n`,
    `${START}${path}exec_dirs=,${root}/bin\n`,
    `${START}${path}exec_dirs=/nowhere , ${root}/bin\n`,
    `${START}${path}exec_dirs=bin\n`,
  ].map((conf) => ({ title: JSON.stringify(conf.replace(START, '')), conf }));
  return [...added, ...whole].map((one) => ({ ...one, filters: ALPHA, argv: ['alpha', 'hi'] }));
}

/** What oslo.rootwrap takes and refuses in a filter file, and says to a command. */
export function filterCases(root: string): RunCase[] {
  const conf = confStart(root);
  const files = [
    '',
    '[Other]\nx: CommandFilter, alpha, root\n',
    '[filters]\nx: CommandFilter, alpha, root\n',
    '[Filters]\njunk\n',
    '[Filters]\n: CommandFilter, alpha, root\n',
    'x: CommandFilter, alpha, root\n',
    '[Filters]\nx: NoFilter, alpha, root\nalpha: CommandFilter, alpha, root\n',
    '[Filters]\nx:\nalpha: CommandFilter, alpha, root\n',
    '[Filters]\nx: commandfilter, alpha, root\n',
    '[Filters]\nx: CommandFilter\n',
    '[Filters]\nx: CommandFilter, alpha\n',
    '[Filters]\nx: KillFilter\n',
    '[Filters]\nx: ReadFileFilter\n',
    '[Filters]\nx: RegExpFilter, alpha, root\n',
    '[Filters]\nx: CommandFilter, "alpha", root\n',
    '[Filters]\nx: CommandFilter, nowhere, root\ny: CommandFilter, /opt/alpha, root\n',
    `[Filters]\nx: CommandFilter, ${root}/bin/folder, root\n`,
    `[Filters]\nx: CommandFilter, ${root}/bin/noexec, root\n`,
    '[Filters]\nx: CommandFilter, alpha, no-such-user\n',
    '[Filters]\nx: CommandFilter, alpha, nobody\nx: CommandFilter, alpha, root\n',
    '[DEFAULT]\nx: CommandFilter, beta, root\n[Filters]\nx: CommandFilter, alpha, root\n',
    '[Filters]\nx = CommandFilter,\n\n# note\n  alpha,\n  root\n',
    '[Filters]\nx: RegExpFilter, alpha, root, alpha, --exit=\\d+\n',
  ];
  const pairs = files.map((filters) => [filters, ['alpha', 'hi']] as const);
  const named = files.flatMap((filters) => {
    const exec = /Filter, ([^,]*), root/.exec(filters)?.[1] ?? '';
    const word = exec.slice(exec.lastIndexOf('/') + 1);
    return [[filters, word === 'alpha' ? ['alpha', '--exit=7'] : [word, 'a b', '']] as const];
  });
  return [...pairs, ...named].map(([filters, argv]) => ({
    title: `${JSON.stringify(filters)} ${argv.join(' ')}`,
    conf,
    filters,
    argv,
  }));
}
