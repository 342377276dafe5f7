import type { Config, SyslogLevel } from '../config/conf.js';
import { loadConfig, loadFilters } from '../config/load.js';
import { type Decision, decide, type Rules } from '../decide/decide.js';
import { refusedPattern } from '../filter/regexp.js';
import { baseName } from '../filter/types.js';
import { thisHost } from '../host/host.js';
import { sendToSyslog } from '../launch/launch.js';
import { print } from './print.js';
import { type Caller, callerOf, recordDecision } from './record.js';
import { executingText } from './wording.js';

const SEVERITIES = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];
export const SEVERITY = { error: 3, warning: 4, info: 6 } as const;

/** Rules that are loaded, and how a decision by them is made known. */
export type Wrapper = {
  readonly program: string;
  readonly config: Config;
  readonly rules: Rules;
  readonly caller: Caller;
  /** Tells a person; a daemon has nobody there. */
  readonly tell: (text: string) => void;
};

/**
 * Loads rootwrap.conf and the filters.
 * @param program how we were called
 * @throws ConfigProblem
 */
export function loadWrapper(program: string, file: string, tell: (text: string) => void): Wrapper {
  const config = loadConfig(file);
  const { filters, skipped } = loadFilters(config);
  const rules: Rules = { filters, execDirs: config.execDirs, host: thisHost, legacy: config.legacy };
  for (const { message } of skipped) tell(`${program}: ${message}`);
  return { program, config, rules, caller: callerOf(process.env), tell };
}

export const toStderr = (text: string): void => print(process.stderr, text);

/** Decides, records the decision, and logs a permit. */
export function judge(wrapper: Wrapper, argv: readonly string[]): Decision {
  const decision = decide(wrapper.rules, argv);
  const problem = recordDecision(wrapper.config, argv, decision, wrapper.caller);
  if (problem !== undefined) {
    wrapper.tell(`${wrapper.program}: ${problem}`);
    log(wrapper, SEVERITY.error, problem);
  }
  if (decision.kind === 'permit') {
    const { command, filter } = decision;
    const user = process.geteuid?.() === 0 ? 'root' : String(process.geteuid?.());
    log(wrapper, SEVERITY.info, executingText(wrapper.caller.name, user, command, filter.name));
  }
  return decision;
}

/** Filters about this program that cannot match because a regular expression of theirs is refused. */
export function refusedFilters({ rules }: Wrapper, argv: readonly string[]): string[] {
  return rules.filters
    .filter(({ class: name, exec }) => /RegExp/.test(name) && baseName(exec) === argv[0])
    .flatMap((filter) => {
      const why = refusedPattern(filter);
      return why === undefined ? [] : [`filter '${filter.name}': ${why} (RW-027)`];
    });
}

/** Sends a message to syslog, when rootwrap.conf wants that and the level is enough. */
export function log({ config, program }: Wrapper, severity: SyslogLevel, message: string): void {
  if (config.syslog === undefined || severity > config.syslog.level) return;
  sendToSyslog(baseName(program), `${config.syslog.facility}.${SEVERITIES[severity]}`, message);
}
