import { matchIpNetnsExec } from './chaining.js';
import { matchCommand } from './command.js';
import { matchEnv } from './env.js';
import { matchIp } from './ip.js';
import { matchKill } from './kill.js';
import { matchPath } from './path.js';
import { matchReadFile } from './read-file.js';
import { matchChainingRegExp, matchRegExp } from './regexp.js';
import type { Context, Filter, FilterClass, Match, NoMatch } from './types.js';

type Matcher = (filter: Filter, argv: readonly string[], context: Context) => Match | NoMatch;

const MATCHERS: Record<FilterClass, Matcher> = {
  CommandFilter: matchCommand,
  RegExpFilter: matchRegExp,
  PathFilter: matchPath,
  KillFilter: matchKill,
  ReadFileFilter: matchReadFile,
  IpFilter: matchIp,
  EnvFilter: matchEnv,
  IpNetnsExecFilter: matchIpNetnsExec,
  ChainingRegExpFilter: matchChainingRegExp,
};

/** Does a filter let a command line through? Whether its program exists is not asked here. */
export function matchFilter(filter: Filter, argv: readonly string[], context: Context): Match | NoMatch {
  return MATCHERS[filter.class](filter, argv, context);
}

/** Does the filter want a second permit, for the command that its own command runs? */
export const isChaining = (filter: Filter): boolean =>
  filter.class === 'IpNetnsExecFilter' || filter.class === 'ChainingRegExpFilter';
