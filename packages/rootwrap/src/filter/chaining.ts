import { type Filter, type Match, matched, type NoMatch, noMatch } from './types.js';

/** `ip netns exec NAMESPACE` and a command of its own. */
export function matchIpNetnsExec(filter: Filter, argv: readonly string[]): Match | NoMatch {
  if (filter.runAs !== 'root') return noMatch('works only with run_as root');
  if (argv.length < 4 || argv[0] !== 'ip' || argv[1] !== 'netns' || argv[2] !== 'exec')
    return noMatch("is about 'ip netns exec NAMESPACE COMMAND'");
  return matched(argv.slice(1, 4), { inner: argv.slice(4) });
}
