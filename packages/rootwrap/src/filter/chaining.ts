import { EXEC_WORDS, NETNS_WORDS } from './ip.js';
import { type Filter, type Match, matched, type NoMatch, noMatch } from './types.js';

/** `ip netns exec NAMESPACE` and a command of its own; `ip` lets `netns` and `exec` be shortened. */
export function matchIpNetnsExec(filter: Filter, argv: readonly string[]): Match | NoMatch {
  if (filter.runAs !== 'root') return noMatch('works only with run_as root');
  const [program, netns = '', exec = ''] = argv;
  if (argv.length < 4 || program !== 'ip' || !NETNS_WORDS.test(netns) || !EXEC_WORDS.test(exec))
    return noMatch("is about 'ip netns exec NAMESPACE COMMAND'");
  return matched(argv.slice(1, 4), { inner: argv.slice(4) });
}
