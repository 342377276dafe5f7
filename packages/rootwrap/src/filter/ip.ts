import { type Context, type Filter, type Match, matched, type NoMatch, noMatch } from './types.js';

/** `ip`'s words may be shortened: these are the ones that reach an `exec` (iproute2, ip-netns(8), ip-vrf(8)). */
export const NETNS_WORDS = /^(?:net|netn|netns)$/;
const VRF_WORDS = /^(?:v|vr|vrf)$/;
export const EXEC_WORDS = /^(?:e|ex|exe|exec)$/;
/** `-batch` may be shortened too, and may have one dash or two. */
const BATCH = /^--?b(?:a(?:t(?:ch?)?)?)?$/;

/** `ip` with any arguments that cannot run another program. */
export function matchIp(_filter: Filter, argv: readonly string[], { legacy }: Context): Match | NoMatch {
  if (argv[0] !== 'ip') return noMatch("is about 'ip'");
  const args = argv.slice(1);
  const first = args.slice(0, -1).findIndex((arg) => NETNS_WORDS.test(arg));
  if (first >= 0 && EXEC_WORDS.test(args[first + 1] ?? ''))
    return noMatch("does not let 'netns exec' through");
  if (!legacy.has('RW-002') && args.some((arg) => BATCH.test(arg)))
    return noMatch("does not let 'ip -batch' through, whose file can say 'netns exec'");
  const runs = args.some(
    (arg, index) => (NETNS_WORDS.test(arg) || VRF_WORDS.test(arg)) && EXEC_WORDS.test(args[index + 1] ?? ''),
  );
  if (!legacy.has('RW-003') && runs)
    return noMatch("does not let 'vrf exec' through, nor 'netns exec' after another 'netns'");
  return matched(args);
}
