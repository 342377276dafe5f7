/**
 * Where this wrapper is stricter than oslo.rootwrap 6.3. A code that is named in rootwrap.conf under `legacy` gives
 * the old behaviour back; those with `restorable: false` have none that could be wanted. docs/deviations.md says more.
 */
export const DEVIATIONS = {
  'RW-001': { restorable: true, title: 'the inner command of a chain is run by the path that was checked' },
  'RW-002': { restorable: true, title: 'an IpFilter refuses ip -batch' },
  'RW-003': { restorable: true, title: 'an IpFilter refuses vrf exec, and netns exec wherever it stands' },
  'RW-004': { restorable: true, title: 'a PathFilter directory ends at a path separator' },
  'RW-005': { restorable: true, title: 'run_as sets the group and the supplementary groups too' },
  'RW-006': {
    restorable: true,
    title: 'a regular expression matches the whole argument in all its branches',
  },
  'RW-007': { restorable: true, title: 'a regular expression does not admit a trailing newline' },
  'RW-008': {
    restorable: true,
    title: 'entries of exec_dirs and filters_path that are not absolute are passed over',
  },
  'RW-009': {
    restorable: true,
    title: "without exec_dirs the system's directories are searched, not the caller's PATH",
  },
  'RW-010': { restorable: true, title: 'an EnvFilter compares the values that it gives' },
  'RW-011': { restorable: true, title: 'an EnvFilter refuses a variable named twice' },
  'RW-012': {
    restorable: true,
    title: 'after an EnvFilter, a command line that begins with env is for EnvFilters alone',
  },
  'RW-013': { restorable: true, title: "the command's environment is built from nothing" },
  'RW-014': { restorable: true, title: 'a PathFilter resolves a path once and runs what it checked' },
  'RW-015': { restorable: true, title: 'a PathFilter refuses a relative path' },
  'RW-016': { restorable: true, title: 'a KillFilter checks that the process is still the same' },
  'RW-017': { restorable: true, title: 'a KillFilter does not believe argv[0]' },
  'RW-018': { restorable: true, title: 'a KillFilter takes a pid in plain digits only' },
  'RW-019': {
    restorable: true,
    title: 'configuration and filters must belong to root and be writable by nobody else',
  },
  'RW-020': { restorable: true, title: 'filter files are read in the order of their names' },
  'RW-021': { restorable: false, title: 'a broken filter file is named, with the line' },
  'RW-022': { restorable: false, title: 'a daemon that denies goes on' },
  'RW-023': { restorable: true, title: "the daemon's socket is for the caller alone" },
  'RW-024': { restorable: false, title: 'handshakes are bounded in time, messages in size' },
  'RW-025': { restorable: true, title: 'signals to the wrapper reach the command' },
  'RW-026': { restorable: false, title: 'arguments that are not UTF-8 are refused' },
  'RW-027': {
    restorable: false,
    title: 'a regular expression that cannot be carried over refuses its filter',
  },
  'RW-028': { restorable: false, title: 'matching takes bounded time' },
  'RW-030': { restorable: false, title: 'a PathFilter refuses links that go in a circle' },
  'RW-029': { restorable: false, title: 'what is executed must be a regular file' },
} as const satisfies Record<string, { restorable: boolean; title: string }>;

export type DeviationCode = keyof typeof DEVIATIONS;

export const isDeviation = (code: string): code is DeviationCode => Object.hasOwn(DEVIATIONS, code);
